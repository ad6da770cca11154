"""What every page must pass: nothing sticks out, nothing is too small to tap, axe finds nothing; and its picture."""

import os
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from playwright.sync_api import Page

WIDTHS = {320: 568, 390: 844, 1366: 768}
SMALL = {360: 740}
_SHOTS = os.environ.get("HOTLINE_SCREENSHOTS")  # a folder; without it no picture is kept
_AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
_RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
_TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
_STICKS_OUT = """() => [...document.querySelectorAll('main, form, header, .panel, .bubble, button')]
    .filter(one => one.offsetParent && (one.getBoundingClientRect().right > innerWidth + 1))
    .map(one => one.id || one.className || one.tagName)"""
_TOO_SMALL = """() => [...document.querySelectorAll('button, textarea, .download, .big, select')]
    .filter(one => one.offsetParent && getComputedStyle(one).visibility !== 'hidden')
    .map(one => [one.id || one.textContent.trim().slice(0, 20), one.getBoundingClientRect()])
    .filter(([, box]) => box.width < 43.5 || box.height < 43.5)
    .map(([name, box]) => `${name}: ${Math.round(box.width)} x ${Math.round(box.height)}`)"""


def judge(
    page: Page, name: str, *, taps: bool = True, axe: bool = True, widths: Mapping[int, int] = MappingProxyType(WIDTHS)
) -> None:
    """The page as it stands, on every width of screen; `taps`: also whether all can be tapped with a thumb."""
    before: Any = page.viewport_size
    for width, height in widths.items():
        page.set_viewport_size({"width": width, "height": height})
        look(page, f"{name}-{width}")
        assert page.evaluate(_TOO_WIDE) <= 0, f"{name} is wider than a screen of {width}"
        assert page.evaluate(_STICKS_OUT) == [], f"{name} at {width}"
        if taps:
            assert page.evaluate(_TOO_SMALL) == [], f"{name} at {width}"
    page.set_viewport_size(before)
    if axe:
        assert problems(page) == [], name


def problems(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA: rule, element, what to do."""
    page.evaluate(_AXE)
    found = page.evaluate("rules => axe.run(rules)", _RULES)["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]} ({node['failureSummary'][:200]})"
        for rule in found
        for node in rule["nodes"]
    ]


def look(page: Page, name: str) -> None:
    """Keep a picture, if somebody wants to look at it."""
    if _SHOTS:
        Path(_SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(_SHOTS) / f"{name}.png")
