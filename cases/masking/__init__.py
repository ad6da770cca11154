"""What goes from one side to the other loses what it tells besides what it shows: where, when, by whom, with what."""

from cases.masking.apart import Apart
from cases.masking.passing import Masked

__all__ = ["Masked", "masked"]

_APART = Apart()  # one for the whole process: that is what its limits are about


def masked(kind: str, mime: str, content: bytes) -> Masked | None:
    """The file without its name, place, author, thumbnail, comments and dates; None if that cannot be made sure.

    `kind` says only whether a sound is called a voice message. The type is judged by the bytes: the declared `mime`
    (and the name a file came with) may lie and count for nothing. Pictures and sounds keep every bit of what they
    show; only a photo that its camera turned by a note is turned for good and written again, as finely as it was.
    What is visible or audible stays: a name on a photographed contract is not masked.

    It is done in a process apart, one file after the other, and a file that takes too long or too much memory does
    not pass. It blocks; call it from a thread. Raises OSError if that process cannot be started.
    """
    return _APART.masked(kind, mime, content)
