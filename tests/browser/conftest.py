"""A real Chromium in front of a real hotline: what a worker's phone and a lawyer's screen show and do."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from storage.database import Database, Work
from storage.vault import Master
from tests.browser.judging import SMALL, WIDTHS
from tests.conftest import SECRET
from tests.hotline_process import Running, environment, free_port, serving

CHROMIUM = os.environ.get("HOTLINE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--use-fake-ui-for-media-stream"),
    "--use-fake-device-for-media-stream",
]


Opens = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder wants a browser; where there is none it says so."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no chromium on this machine (apt-get install chromium)"))


@dataclass
class House:
    """A hotline that runs, and its data folder."""

    running: Running
    folder: Path
    env: dict[str, str]

    def unit(self, work: Work[Any]) -> Any:
        """Do something in its database, as a command of the command line would."""
        database = Database(f"sqlite:///{self.folder}/var/hotline.db", Master(SECRET))
        try:
            return database.call(work)
        finally:
            database.close()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """`hotline serve` with the demonstration federation, for all tests of this folder."""
    folder = tmp_path_factory.mktemp("house")
    env = environment(folder, free_port(), HOTLINE_DEMO="1", HOTLINE_SECRET_KEY=SECRET)
    with serving(folder, env) as running:
        yield House(running, folder, env)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a browser did that it must not do: errors of scripts, requests to somewhere else."""

    host: str
    offline: bool = False
    found: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Begin to watch."""
        context.on("request", lambda request: self._note_host(request.url))
        context.on("weberror", lambda error: self.found.append(f"script: {error.error}"))

    def _note_host(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self.host:
            self.found.append(f"request to {parts.netloc}")


@pytest.fixture
def opens(house: House, chromium: Browser) -> Iterator[Opens]:
    """Opens a page in a browser of its own (a phone, a second phone, the lawyer's screen); watches what it does."""
    watch = Watch(urlsplit(house.running.url).netloc)
    contexts: list[BrowserContext] = []

    def page(path: str = "/chat", width: int = 390, before: str = "", **options: Any) -> Page:
        size: Any = {"width": width, "height": {**WIDTHS, **SMALL}[width]}
        settings = {"locale": "zh-CN", "has_touch": width < 800, **options}
        context = chromium.new_context(viewport=size, base_url=house.running.url, **settings)
        contexts.append(context)
        context.set_default_timeout(15_000)
        watch.over(context)
        if before:
            context.add_init_script(before)
        opened = context.new_page()
        opened.goto(path)
        return opened

    yield page
    for context in contexts:
        context.close()
    assert watch.found == []
