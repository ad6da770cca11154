"""A hotline that really runs, with the demonstration federation, on each engine in turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hotline_process import Running, command, environment, free_port, serving


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The environment of a hotline whose database is ready to be served from."""
    wanted = {"HOTLINE_DEMO": "1"}
    if request.param == "postgresql":
        wanted["HOTLINE_DATABASE_URL"] = request.getfixturevalue("postgres_url")
    env = environment(tmp_path, free_port(), **wanted)
    if request.param == "postgresql":
        assert command(tmp_path, env, "migrate").returncode == 0
    return env


@pytest.fixture
def hotline(settings: dict[str, str], tmp_path: Path) -> Iterator[Running]:
    """`hotline serve`."""
    with serving(tmp_path, settings) as running:
        yield running
