// Says so when the network is down or the system does not answer, and which files were chosen.
"use strict";

function show(lost) {
  document.getElementById("lost").hidden = !lost;
  if (lost) document.getElementById("lost").scrollIntoView({ block: "nearest" });
}

for (const failed of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failed, (event) => {
    // A look for news that fails is tried again by itself; only what a person did is worth a sentence.
    if (event.detail.requestConfig.verb !== "get") show(true);
  });
}

// A browser words its field for files in its own language; ours is a button with the names of what was chosen.
document.documentElement.classList.add("scripted");
document.addEventListener("change", ({ target }) => {
  if (target.type !== "file") return;
  target.form.querySelector("output").textContent = Array.from(target.files, (file) => file.name).join("、");
});

document.addEventListener("htmx:afterOnLoad", () => show(false));
