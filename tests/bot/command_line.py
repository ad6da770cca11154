"""`hotline …` as an operator types it, and what he reads."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import Result

FEDERATION = ("staff", "units", "--add", "620500", "--name", "天水市总工会")
SUPERVISOR = ("staff", "add", "--role", "supervisor", "--name", "督导", "--unit", "620500")
LAWYER = ("staff", "add", "--role", "lawyer", "--name", "王律师", "--unit", "620500")

Run = Callable[..., Result]


def printed(result: Result, status: int = 0) -> Any:
    """The one JSON document on stdout."""
    assert result.exit_code == status, result.output
    return json.loads(result.stdout)


def refused(result: Result, status: int = 1) -> str:
    """The one sentence on stderr; nothing else is printed."""
    assert result.exit_code == status, result.output
    assert result.stdout == ""
    [sentence] = result.stderr.strip().splitlines()
    return sentence


def process(*words: str) -> subprocess.CompletedProcess[str]:
    """`hotline …` as a process of its own, in the folder where we are."""
    program = Path(sys.executable).parent / "hotline"
    return subprocess.run([program, *words], capture_output=True, text=True, check=False, timeout=60)
