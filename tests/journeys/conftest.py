"""A hotline that really runs, with the demonstration federation, on each engine in turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SECRET, migrated
from tests.hotline_process import Running, environment, free_port, serving
from tests.journeys.telegram_worker import TelegramWorker, Town, town


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def tianshui(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One hotline with a Telegram on each engine, in which every test is about other people."""
    folder = tmp_path_factory.mktemp("tianshui")
    with migrated(request, folder) as url, town(folder, url) as built:
        yield built


@pytest.fixture
def worker(tianshui: Town) -> TelegramWorker:
    """Somebody who has never written before."""
    return tianshui.worker()


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a hotline whose database is ready to be served from."""
    wanted = {"HOTLINE_DEMO": "1", "HOTLINE_SECRET_KEY": SECRET}
    if request.param == "sqlite":
        yield environment(tmp_path, free_port(), **wanted)
        return
    with migrated(request, tmp_path) as url:
        yield environment(tmp_path, free_port(), **wanted, HOTLINE_DATABASE_URL=url)


@pytest.fixture
def hotline(settings: dict[str, str], tmp_path: Path) -> Iterator[Running]:
    """`hotline serve`."""
    with serving(tmp_path, settings) as running:
        yield running
