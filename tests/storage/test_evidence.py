"""What somebody sent lies on the disk exactly as he sent it, and says nothing to whoever reads the disk."""

import os
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.errors import WrongKey
from storage.evidence import Evidence, WrongOffset
from storage.files import NoSuchFile
from storage.ids import new_id

KEY = b"k" * 32


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    return Evidence(tmp_path / "evidence")


def on_disk(evidence: Evidence) -> list[Path]:
    return [path for path in evidence.root.rglob("*") if path.is_file()]


def test_a_file_comes_back_byte_for_byte(evidence: Evidence) -> None:
    """
    Two and a half megabytes, in several blocks; size and digest are those of the original.
    """
    content, file_id = os.urandom(2_500_000), new_id()

    finished = evidence.write(KEY, file_id, content)

    assert evidence.read(KEY, file_id) == content
    assert (finished.size, finished.sha256) == (len(content), sha256(content).hexdigest())


def test_the_disk_shows_nothing_of_it(evidence: Evidence) -> None:
    """
    Neither a word of the content nor a file that others may read.
    """
    evidence.write(KEY, new_id(), b"IOU: 80,000 yuan " * 100)

    [path] = on_disk(evidence)
    assert b"yuan" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_an_upload_goes_on_where_it_stopped(evidence: Evidence) -> None:
    """
    A page that lost its network asks how much has arrived and sends the rest; a part sent twice is refused.
    """
    file_id = new_id()
    assert evidence.append(KEY, file_id, 0, b"first ") == 6

    with pytest.raises(WrongOffset) as refusal:
        evidence.append(KEY, file_id, 0, b"first ")
    assert refusal.value.length == evidence.length(file_id) == 6

    assert evidence.append(KEY, file_id, 6, b"second") == 12
    assert evidence.read(KEY, file_id) == b"first second"


@given(cut=st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_a_part_cut_off_by_a_crash_is_written_again(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    """
    Wherever the write broke off, what was acknowledged before is whole and the rest follows it.
    """
    evidence, file_id = Evidence(tmp_path_factory.mktemp("evidence")), new_id()
    evidence.append(KEY, file_id, 0, b"acknowledged ")
    [path] = on_disk(evidence)
    whole = path.stat().st_size
    evidence.append(KEY, file_id, 13, b"lost in the crash, being long enough for any cut")
    os.truncate(path, whole + cut)

    assert evidence.length(file_id) == 13
    evidence.append(KEY, file_id, 13, b"and sent again")
    assert evidence.read(KEY, file_id) == b"acknowledged and sent again"


def test_a_changed_or_exchanged_file_is_noticed(evidence: Evidence) -> None:
    """
    A flipped bit, another file's content, another key: none of them passes for the evidence.
    """
    mine, other = new_id(), new_id()
    evidence.write(KEY, mine, b"mine")
    evidence.write(KEY, other, b"other")
    with pytest.raises(WrongKey):
        evidence.read(b"x" * 32, mine)

    paths = {path.name: path for path in on_disk(evidence)}
    paths[mine].write_bytes(paths[other].read_bytes())
    with pytest.raises(WrongKey):
        evidence.read(KEY, mine)

    sealed = bytearray(paths[other].read_bytes())
    sealed[-1] ^= 1
    paths[other].write_bytes(bytes(sealed))
    with pytest.raises(WrongKey):
        evidence.read(KEY, other)


def test_a_kept_file_is_never_lost_to_a_second_write(evidence: Evidence) -> None:
    """
    A late second fetch that breaks off half way leaves what was kept as it was, and nothing beside it; one that comes
    through takes its place at once.
    """
    file_id = new_id()
    evidence.write(KEY, file_id, b"the contract")

    with pytest.raises(ValueError, match="key"):
        evidence.write(b"no key at all", file_id, b"the contract")
    assert evidence.read(KEY, file_id) == b"the contract"
    assert [path.name for path in on_disk(evidence)] == [file_id]

    being_read = evidence.blocks(KEY, file_id)
    evidence.write(KEY, file_id, b"the contract, all of it")
    assert next(being_read) == b"the contract, all of it"
    assert [path.name for path in on_disk(evidence)] == [file_id]


def test_a_fetch_killed_half_way_loses_nothing(evidence: Evidence) -> None:
    """
    While the second fetch is still writing, what was kept before can be read.
    """
    file_id = new_id()
    evidence.write(KEY, file_id, b"the contract")
    script = (
        "import sys, resource; from pathlib import Path; from storage.evidence import Evidence;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000));"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL);"
        "Evidence(Path(sys.argv[1])).write(b'k' * 32, sys.argv[2], bytes(9_000_000))"
    )

    killed = subprocess.run([sys.executable, "-c", script, str(evidence.root), file_id], check=False)

    assert killed.returncode == -signal.SIGXFSZ
    assert evidence.read(KEY, file_id) == b"the contract"


def test_only_our_own_ids_become_paths(evidence: Evidence) -> None:
    """
    A name out of an address cannot leave the folder.
    """
    for name in ("../secret.key", "", "a/b"):
        with pytest.raises(NoSuchFile):
            evidence.read(KEY, name)


def test_what_is_removed_is_gone(evidence: Evidence) -> None:
    """
    Once, and a second time without complaint; an empty file is a file as well.
    """
    file_id = new_id()
    evidence.write(KEY, file_id, b"")
    assert evidence.read(KEY, file_id) == b""

    evidence.remove(file_id)
    evidence.remove(file_id)
    with pytest.raises(NoSuchFile):
        evidence.read(KEY, file_id)
