"""Reads a file of numbers that was written when the models were built."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import FileError

FINGERPRINT = "fingerprint"  # the table that says what a file was built from
Tables = dict[str, NDArray[Any]]


def read_tables(model: Path, needed: str) -> Tables:
    """The tables of a file; raises FileError when it is missing, damaged or without fingerprint or table `needed`."""
    try:
        with np.load(BytesIO(model.read_bytes()), allow_pickle=False) as found:
            tables = {name: found[name] for name in found.files}
    except (OSError, ValueError, EOFError, BadZipFile):
        tables = {}
    if FINGERPRINT not in tables or needed not in tables:
        raise FileError(model, "is missing or damaged; install it again, or write it with `make knowledge-model`")
    return tables
