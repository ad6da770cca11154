"""On what a figure was measured, so that it can be held against another machine's."""

import os
import platform
import time
from pathlib import Path

_FLUSHES = 300


def machine(folder: Path) -> dict[str, object]:
    """Cores, processor, kernel, Python, how long a flush takes on the disk of `folder` (milliseconds), the load."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": _processor(),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "flush_ms": round(flush(folder), 3),
        "load": [round(one, 2) for one in os.getloadavg()],
    }


def flush(folder: Path) -> float:
    """The median time of writing four kilobytes and having the disk keep them, in milliseconds."""
    file, times = folder / "flush.probe", []
    with file.open("wb", buffering=0) as opened:
        for _ in range(_FLUSHES):
            opened.write(b"\0" * 4096)
            start = time.perf_counter()
            os.fdatasync(opened.fileno())
            times.append(time.perf_counter() - start)
    file.unlink()
    return sorted(times)[_FLUSHES // 2] * 1000


def _processor() -> str:
    cpu = Path("/proc/cpuinfo")
    lines = cpu.read_text().splitlines() if cpu.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
