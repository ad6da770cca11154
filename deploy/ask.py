"""Asks a running hotline, for deploy/rehearse.sh, with the standard library alone, as a stranger's browser would."""

import json
import sys
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar

_PATIENCE = 30.0  # seconds for a start
_PAUSE = 0.2  # seconds

browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def page(url: str) -> str:
    """What stands there; raises OSError."""
    with browser.open(url, timeout=10) as answer:
        return str(answer.read().decode())


def post(url: str, body: dict[str, str], csrf: str = "") -> dict[str, str]:
    """What the hotline answers; raises OSError."""
    headers = {"Content-Type": "application/json", "X-CSRF-Token": csrf}
    asked = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310 (the address is our own)
    with browser.open(asked, timeout=10) as answer:
        return dict(json.loads(answer.read() or "{}"))


def ready(url: str) -> None:
    """Return when it is alive and ready; raises OSError after half a minute."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            print(page(f"{url}/healthz"), page(f"{url}/readyz"))
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(_PAUSE)
        else:
            return


def question(url: str, text: str) -> None:
    """Ask one question in the web chat and print the answer's first line; raises LookupError if none comes."""
    csrf = post(f"{url}/chat/api/sessions", {})["csrf"]
    post(f"{url}/chat/api/messages", {"id": "rehearsal-1", "text": text}, csrf)
    said = [one["text"] for one in json.loads(page(f"{url}/chat/api/messages?after=0"))["messages"]]
    if not any("《" in one for one in said):
        raise LookupError("no answer with its law came")
    print(said[-1].splitlines()[0])


def main() -> None:
    """`ask.py URL ready|question TEXT|page PATH`."""
    url, what, *more = sys.argv[1:]
    match what:
        case "ready":
            ready(url)
        case "question":
            question(url, more[0])
        case "page":
            print(len(page(url + more[0]).splitlines()), "lines")


main()
