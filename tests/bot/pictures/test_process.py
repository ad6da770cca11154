"""The reader's process: begun when it is needed, ended when it hangs, and it knows none of our keys."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.pictures.process import Died, PictureReader
from tests.bot.pictures.engines import DIE, HANG, NOTHING, engine
from tests.papers.pages import IOU, as_kept

_SOON = 0.6  # seconds that a picture may take here


@pytest_asyncio.fixture
async def reader() -> AsyncIterator[PictureReader]:
    made = PictureReader(engine(), longest=30)
    yield made
    await made.close()


async def test_no_process_until_a_picture_comes(reader: PictureReader) -> None:
    """
    The models take hundreds of megabytes: nobody pays for them before the first picture, nor after the last.
    """
    assert not reader.running
    page = await reader.read(b"a picture")
    assert reader.running
    await reader.close()

    assert not reader.running
    assert page.lines == as_kept(IOU)


async def test_one_process_reads_many(reader: PictureReader) -> None:
    """
    Pictures that come at once are read one after the other by the same process.
    """
    pages = await asyncio.gather(*(reader.read(b"a picture") for _ in range(5)))

    assert len({page.peak for page in pages}) == 1


async def test_what_is_no_picture_is_no_death(reader: PictureReader) -> None:
    """
    A file that only calls itself a picture is told as such, and the process lives on.
    """
    before = await reader.read(b"a picture")
    page = await reader.read(NOTHING)

    assert not page.readable
    assert (await reader.read(b"a picture")).peak == before.peak


async def test_a_picture_that_kills_it(reader: PictureReader) -> None:
    """
    When a picture makes the process end, that is told, and the next picture is read by a new one.
    """
    before = await reader.read(b"a picture")
    with pytest.raises(Died):
        await reader.read(DIE)

    assert not reader.running
    assert (await reader.read(b"a picture")).peak != before.peak


async def test_a_picture_over_which_it_hangs() -> None:
    """
    A process that says nothing for too long is killed.
    """
    reader = PictureReader(engine(), longest=_SOON)
    with pytest.raises(Died):
        await reader.read(HANG)

    assert not reader.running


async def test_a_stop_does_not_wait_for_a_picture(reader: PictureReader) -> None:
    """
    A hotline that is told to stop does not wait until a picture is read.
    """
    under_way = asyncio.create_task(reader.read(HANG))
    while not reader.running:
        await asyncio.sleep(0)
    await reader.close(at_once=True)

    with pytest.raises(Died):
        await under_way


async def test_an_engine_that_is_not_there() -> None:
    """
    A command that cannot be run counts as a death, not as an error of ours.
    """
    with pytest.raises(Died):
        await PictureReader(("/nowhere/engine",)).read(b"a picture")


async def test_it_knows_no_keys(reader: PictureReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A stranger's picture is opened by a process that has none of our settings.
    """
    monkeypatch.setenv("HOTLINE_SECRET_KEY", "a secret key that nobody else may have")
    names = [line[0] for line in (await reader.read(b"keys")).lines]

    assert names
    assert not any(str(name).startswith("HOTLINE") for name in names)
