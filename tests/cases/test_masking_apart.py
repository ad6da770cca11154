"""Files made to harm their reader: they do not pass, everybody else's do, and the hotline does not notice."""

import os
import select
import signal
import struct
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from cases.masking import boxes, cleaning, masked
from cases.masking.apart import Apart, Limits
from cases.masking.unclean import Unclean
from tests.cases import camera

MANY = 2_000_000
WORKBOOK = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
BUSY = {
    "sheet of blanks": camera.package({**WORKBOOK, "xl/worksheets/sheet1.xml": b"<worksheet><pageSetup" + b" " * MANY}),
    "sheet of heads": camera.package({**WORKBOOK, "xl/worksheets/sheet1.xml": b"<pageSetup " * (MANY // 10)}),
    "folders": camera.package({**WORKBOOK, "xl/styles.xml": b"<absPath " * (MANY // 9)}),
    "relations": camera.package({**WORKBOOK, "_rels/.rels": b"<Relationship " * (MANY // 10)}),
    "types": camera.package({**WORKBOOK, "[Content_Types].xml": b"<Override " * (MANY // 10)}),
    "names of attributes": camera.package({**WORKBOOK, "_rels/.rels": (b"<Relationship " + b"a" * 4000 + b"/>") * 400}),
    "photo of fill bytes": camera.jpeg().partition(b"\xff\xd9film")[0] + b"\xff" * MANY + b"\x00\xff\xd9",
}


def film_of_one_long_run(first: int) -> bytes:
    """A film of 189 bytes that says that its only chunk is the first of so many."""
    runs = struct.pack(">IIIIIIII", 0, 2, 1, 1, 1, first, 1, 1)
    sizes, places = struct.pack(">IIII", 0, 0, 1, 4), struct.pack(">III", 0, 1, 24)
    table = camera.box(b"stbl", camera.box(b"stsz", sizes), camera.box(b"stsc", runs), camera.box(b"stco", places))
    media = camera.box(b"mdia", camera.box(b"hdlr", bytes(8), b"soun", bytes(13)), camera.box(b"minf", table))
    start = camera.box(b"ftyp", b"isom", bytes(4), b"isom") + camera.box(b"mdat", b"abcd")
    return start + camera.box(b"moov", camera.box(b"trak", media))


def film_of_many_stores() -> bytes:
    """A film that takes minutes: each of its stores has to be compared with each of its samples."""
    return camera.mp4(extra=camera.box(b"mdat") * 3_000_000)


@pytest.mark.parametrize("name", BUSY)
def test_a_file_made_to_keep_us_busy_does_not(name: str) -> None:
    """
    A few kilobytes that look like the beginning of millions of things are looked through within seconds.
    """
    assert Apart(Limits(computing=3)).masked("document", "", BUSY[name]) is not None


def test_a_film_of_impossible_runs_is_refused_before_they_are_counted() -> None:
    """
    Numbers that a film says of itself take no memory before they have been compared with what is there.
    """
    for first in (0, 3, 30_000_000):
        with pytest.raises(Unclean):
            boxes.clean(film_of_one_long_run(first))


def test_what_nobody_expected_of_a_file_keeps_it_here() -> None:
    """
    A part whose packing is broken in a way of its own does not pass, instead of breaking whoever asked.
    """
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("word/document.xml", b"hello " * 2000)
    broken, name = bytearray(packed.getvalue()), b"word/document.xml"
    at = broken.index(name) + len(name) + 9
    broken[at : at + 21] = bytes(byte ^ 0xA5 for byte in broken[at : at + 21])

    assert cleaning.masked("document", "", bytes(broken)) is None


def test_a_file_that_takes_too_long_stays_here_and_the_next_passes() -> None:
    """
    Its process is ended over it; whoever comes next gets a new one.
    """
    apart = Apart(Limits(computing=1))
    assert apart.masked("photo", "", camera.jpeg()) is not None
    first = apart.pid

    assert apart.masked("video", "", film_of_many_stores()) is None
    assert apart.masked("photo", "", camera.jpeg()) == cleaning.masked("photo", "", camera.jpeg())
    assert apart.pid not in (None, first)


def test_a_file_that_waits_for_ever_stays_here() -> None:
    """
    Computing is not the only way to be slow.
    """
    apart = Apart(Limits(waiting=1.0))

    assert apart.masked("video", "", film_of_many_stores()) is None


def test_a_file_that_takes_too_much_memory_stays_here() -> None:
    """
    What unfolds to a hundred and ninety megabytes is refused for want of memory, and the next file passes.
    """
    apart = Apart(Limits(memory=400_000_000))
    huge = camera.package({"word/document.xml": b" " * 190_000_000})

    assert apart.masked("document", "", huge) is None
    assert apart.masked("photo", "", camera.jpeg()) is not None


def test_a_process_that_was_killed_between_two_files_is_replaced() -> None:
    """
    The next file does not suffer for it.
    """
    apart = Apart()
    apart.masked("photo", "", camera.jpeg())
    assert apart.pid
    ended = os.pidfd_open(apart.pid)
    os.kill(apart.pid, signal.SIGKILL)
    assert select.select([ended], [], [], 10)[0]
    os.close(ended)

    assert apart.masked("photo", "", camera.jpeg()) is not None


def test_it_ends_with_the_hotline() -> None:
    """
    If the hotline is killed, nobody is left behind holding a worker's file.
    """
    asking = "from tests.cases import camera; from cases.masking.apart import Apart; apart = Apart();"
    masking = "apart.masked('photo', '', camera.jpeg()); print(apart.pid, flush=True); input()"
    hotline = subprocess.Popen(
        [sys.executable, "-c", asking + masking], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert hotline.stdout
    ended = os.pidfd_open(int(hotline.stdout.readline()))

    hotline.kill()
    hotline.communicate()

    assert select.select([ended], [], [], 10)[0]
    os.close(ended)


def test_who_broke_off_leaves_nothing_of_his_file_to_the_next() -> None:
    """
    A question that ends in the middle is never answered to somebody else.
    """
    apart = Apart()
    apart.masked("photo", "", camera.jpeg())
    with pytest.raises(TypeError):
        apart.masked("photo", "", "no bytes at all")  # type: ignore[arg-type]

    assert apart.masked("photo", "", camera.png()) == cleaning.masked("photo", "", camera.png())
    assert apart.masked("voice", "", camera.ogg()) == cleaning.masked("voice", "", camera.ogg())


def test_it_works_within_narrower_limits_of_the_system() -> None:
    """
    Where the system itself allows the hotline little, files pass as long as that suffices.
    """
    narrow = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (9, 9)); from tests.cases import camera;"
    masking = "from cases.masking import masked; print(masked('photo', '', camera.jpeg()).name)"

    ran = subprocess.run([sys.executable, "-c", narrow + masking], capture_output=True, text=True, check=False)

    assert (ran.stdout, ran.stderr) == ("photo.jpg\n", "")


def test_it_is_not_told_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Whoever took it over from within a file would find no key and no token in its surroundings.
    """
    monkeypatch.setenv("HOTLINE_SECRET_KEY", "a key")
    apart = Apart()
    apart.masked("photo", "", camera.jpeg())

    assert b"HOTLINE_" not in Path(f"/proc/{apart.pid}/environ").read_bytes()


def test_it_cannot_write_to_the_disk() -> None:
    """
    Neither a file nor the picture of its memory when it crashes: what it reads is a worker's.
    """
    apart = Apart()
    apart.masked("photo", "", camera.jpeg())

    limits = Path(f"/proc/{apart.pid}/limits").read_text().splitlines()
    none = {line[:26].strip() for line in limits if line[26:].split()[:2] == ["0", "0"]}
    assert {"Max file size", "Max core file size"} <= none


def test_the_hotline_starts_without_what_reads_files() -> None:
    """
    Pillow and pypdf are where the files are, and nowhere else.
    """
    asked = "import sys, bot.app; print(sorted({'PIL', 'pypdf'} & sys.modules.keys()))"

    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_everybody_asks_the_same_one() -> None:
    """
    What the hotline calls does what the process apart does.
    """
    assert masked("voice", "", camera.ogg()) == cleaning.masked("voice", "", camera.ogg())
