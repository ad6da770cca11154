"""Which case a colleague's message answers, and whether what it answers was a note: then so is the answer."""

from dataclasses import dataclass

from cases.owing import ASIDE
from handlers.lawyer.bench import NUMBER, Bench
from storage import cases, events, offers, outbox, threads
from storage.cases import Case, UnknownCase
from storage.outbox import Numbered
from storage.threads import Thread

RECORD = "\U0001f4d2"  # begins the record of a case, in which letters and notes stand side by side
_LETTERS_ASIDE = ("note", "note_edited")


class OnlyOffered(Exception):
    """He answers the card of an offer; whoever has not taken a case writes to nobody."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The case that is answered; `aside` if the message was about a note, `of_record` if it was the whole record."""

    case: Case
    aside: bool
    of_record: bool = False


def answered(bench: Bench) -> Answered | None:
    """What this message answers; None if it answers nothing that is about one case.

    Raises UnknownCase if the case is not (any longer) his to read, OnlyOffered if he has not taken it.
    """
    incoming = bench.turn.incoming
    if not incoming.reply_to:
        return None
    thread = threads.find(bench.turn.tx, bench.turn.standing.id, incoming.reply_to)
    if thread is None or thread.case_id is None:
        return _from_quotation(bench, incoming.quoted)
    case = _readable(bench, cases.by_id(bench.turn.tx, thread.case_id))
    said = _said(bench, thread) or incoming.quoted
    return Answered(case, said.startswith(ASIDE) or _is_aside(bench, case, thread), said.startswith(RECORD))


def _from_quotation(bench: Bench, quoted: str) -> Answered | None:
    """The case named in the first line of what he answers, if it is one of ours that names just one."""
    first, _, _ = quoted.partition("\n")
    numbers = set(NUMBER.findall(first))
    if len(numbers) != 1 or len(set(NUMBER.findall(quoted))) != 1:
        return None
    try:
        case = cases.by_number(bench.turn.tx, numbers.pop())
    except UnknownCase:
        return None
    return Answered(_readable(bench, case), quoted.startswith(ASIDE), quoted.startswith(RECORD))


def _readable(bench: Bench, case: Case) -> Case:
    offer = offers.open_offer(bench.turn.tx, case.id)
    try:
        return bench.case_by_id(case.id)
    except UnknownCase:
        if offer and offer.staff_id == bench.me.id:
            raise OnlyOffered(case.number) from None
        raise


def _is_aside(bench: Bench, case: Case, thread: Thread) -> bool:
    """Whether the message was a note of his, or one of ours that was taken back, so that nobody knows what it said."""
    tx = bench.turn.tx
    if thread.event_n is not None:
        return events.by_n(tx, case, thread.event_n).kind in _LETTERS_ASIDE
    said = _ours(bench, thread)
    return said is not None and said.taken_back


def _said(bench: Bench, thread: Thread) -> str:
    """What the message of ours said; "" if it was none."""
    said = _ours(bench, thread)
    return said.message.text if said else ""


def _ours(bench: Bench, thread: Thread) -> Numbered | None:
    tx = bench.turn.tx
    n = threads.number_of(tx, thread.outbox_id) if thread.outbox_id else None
    said = outbox.after(tx, bench.turn.standing.id, n - 1, limit=1) if n else []
    return said[0] if said else None
