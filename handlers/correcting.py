"""不是8万，是8万5: a correction finds the line it is about, wherever in a form it is said."""

from cases.facts import YES_OR_NO, exact
from handlers.fields import FIELDS, Field
from handlers.turn import Turn
from knowledge.reading.corrections import Correction, read_correction
from storage.conversations import Draft
from storage.messages import Message


def corrected(turn: Turn, asked: Field | None = None) -> tuple[Draft, Message] | None:
    """The draft put right and the word that it is, if what was typed corrects the one line that it can be about.

    `asked` is the question that stands open: it may be what he corrects himself in before it was understood.
    """
    told = read_correction(turn.ours)
    changed = apply(turn, turn.draft, told) if told else None
    if changed is None and told and asked and not asked.free:
        value = asked.read(turn, told.right)
        changed = (asked.name, value) if value else None
    if changed is None:
        return None
    name, value = changed
    shown = FIELDS[name].show(turn, value)
    heard = turn.message("corrected", name=turn.words(f"fields.name_{name}"), value=shown)
    return with_answer(turn.draft, name, value), heard


def apply(turn: Turn, draft: Draft, told: Correction) -> tuple[str, str] | None:
    """The line that a correction is about and what it says now; None if it is none of them, or could be several."""
    known = {name: value for name, value in draft["answers"].items() if value is not None}
    fitting = [(name, right) for name, value in known.items() if (right := _right(turn, FIELDS[name], value, told))]
    return fitting[0] if len(fitting) == 1 else None


def with_answer(draft: Draft, name: str, value: str) -> Draft:
    """The draft with this as his own answer."""
    read = [one for one in draft.get("read", ()) if one != name]
    return {**draft, "answers": {**draft["answers"], name: value}, "read": read}


def _right(turn: Turn, field: Field, value: str, told: Correction) -> str | None:
    """What a line says after a correction; None if it is not this line that is corrected."""
    if field.name in YES_OR_NO or (field.free and told.wrong is None):
        return None
    right = field.read(turn, told.right)
    if right is None or right == value:
        return None
    return right if told.wrong is None or _is_what_it_says(turn, field, value, told.wrong) else None


def _is_what_it_says(turn: Turn, field: Field, value: str, wrong: str) -> bool:
    if field.free:
        return wrong in value or value in wrong
    read = field.read(turn, wrong)
    return read is not None and exact(read) == exact(value)
