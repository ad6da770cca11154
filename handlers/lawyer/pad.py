"""What lies before a colleague in his chat: the case in hand, what he was asked to write, what waits for his word."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from storage.conversations import Draft

_A_MOMENT = timedelta(minutes=30)  # how long a case stays in hand after it was opened
What = Literal["letter", "note", "closing", "all", "their_number"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One message of his: words, files (our ids), or both; `note` if it may never go to a worker.

    A `draft` is no message of his but a prepared letter that he chose.
    """

    text: str
    message: str = ""
    files: tuple[str, ...] = ()
    album: str = ""
    note: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What he tapped that he would write next, and about which case (its id)."""

    what: What
    case: str


@dataclass(frozen=True, slots=True)
class Pad:
    """All of it. `held` are pieces he wrote without saying to whom; `summary` is what he would have the worker read."""

    hand: str = ""
    hand_at: str = ""
    wanted: Wanted | None = None
    held: tuple[Piece, ...] = ()
    summary: str = ""
    summary_of: str = ""

    @classmethod
    def of(cls, draft: Mapping[str, Any]) -> "Pad":
        """What was laid down as a draft; whatever else stands in it was a worker's and is not read."""
        kept = draft.get("pad")
        if not kept:
            return cls()
        pieces = tuple(Piece(**{**one, "files": tuple(one["files"])}) for one in kept["held"])
        wanted = Wanted(**kept["wanted"]) if kept["wanted"] else None
        return cls(**{**kept, "held": pieces, "wanted": wanted})

    def draft(self) -> Draft:
        """The same, to be laid down."""
        return {"pad": asdict(self)} if self != Pad() else {}

    def in_hand(self, now: datetime) -> str:
        """The id of the case that he opened a moment ago, "" if none."""
        if not self.hand_at or now - datetime.fromisoformat(self.hand_at) > _A_MOMENT:
            return ""
        return self.hand

    def taking(self, case_id: str, now: datetime) -> "Pad":
        """With this case in hand."""
        return replace(self, hand=case_id, hand_at=now.isoformat())

    def wanting(self, what: What, case_id: str) -> "Pad":
        """Expecting this next."""
        return replace(self, wanted=Wanted(what, case_id))

    def done(self) -> "Pad":
        """Expecting nothing."""
        return replace(self, wanted=None, summary="", summary_of="")

    def holding(self, piece: Piece) -> "Pad":
        """With one more piece that waits for his word."""
        return replace(self, held=(*self.held, piece))

    def without_drafts(self) -> "Pad":
        """What he wrote himself takes the place of a prepared letter."""
        return replace(self, held=tuple(piece for piece in self.held if not piece.draft))

    def empty_handed(self) -> "Pad":
        """Nothing waits for his word."""
        return replace(self, held=())

    @property
    def stamp(self) -> str:
        """Which pieces a question was asked about, so that a tap below an older question is known."""
        groups = {one.album or one.message for one in self.held}
        return f"{self.held[0].message}.{len(groups)}" if self.held else ""
