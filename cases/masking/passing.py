"""What passes to the other side."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Masked:
    """A file as the other side may have it: `name` tells its type and nothing else."""

    name: str
    mime: str
    content: bytes
