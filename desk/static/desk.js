// Says so when the network is down or the system does not answer; what was typed stays where it is.
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

document.addEventListener("htmx:afterOnLoad", () => show(false));
