"""A worker's phone in front of the chat, for the tests of its page."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect


def welcomed(page: Page) -> Page:
    """The page with its first answer."""
    expect(page.locator(".choices button").first).to_be_visible()
    return page


def session_of(page: Page) -> str:
    """The conversation that the page shows."""
    begun: dict[str, Any] = page.request.post("/chat/api/sessions").json()
    return str(begun["session"])


def said(page: Page) -> list[dict[str, Any]]:
    """What he has said, as the page is told it."""
    shown: dict[str, list[dict[str, Any]]] = page.request.get("/chat/api/messages?newest=1").json()
    return shown["mine"]


def document(folder: Path, size: int) -> Path:
    """A contract of about so many bytes."""
    path = folder / "合同.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"x" * size)
    return path
