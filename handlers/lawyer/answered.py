"""Which case a colleague's message answers, and whether what it answers was a note: then so is the answer."""

from dataclasses import dataclass

from handlers.lawyer.bench import NUMBER, Bench
from storage import cases, events, offers, outbox, threads
from storage.cases import Case, UnknownCase
from storage.threads import Thread

ASIDE = "\U0001f5d2"  # begins each message of ours that speaks of a note; texts can be corrected, this sign stays
_LETTERS_ASIDE = ("note", "note_edited")


class OnlyOffered(Exception):
    """He answers the card of an offer; whoever has not taken a case writes to nobody."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The case that is answered; `aside` if the message was about a note."""

    case: Case
    aside: bool


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
    return Answered(case, incoming.quoted.startswith(ASIDE) or _is_aside(bench, case, thread))


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
    return Answered(_readable(bench, case), quoted.startswith(ASIDE))


def _readable(bench: Bench, case: Case) -> Case:
    offer = offers.open_offer(bench.turn.tx, case.id)
    try:
        return bench.case_by_id(case.id)
    except UnknownCase:
        if offer and offer.staff_id == bench.me.id:
            raise OnlyOffered(case.number) from None
        raise


def _is_aside(bench: Bench, case: Case, thread: Thread) -> bool:
    """Whether the message was a note of his, or a message of ours that spoke of one."""
    tx = bench.turn.tx
    if thread.event_n is not None:
        return events.by_n(tx, case, thread.event_n).kind in _LETTERS_ASIDE
    n = threads.number_of(tx, thread.outbox_id) if thread.outbox_id else None
    said = outbox.after(tx, bench.turn.standing.id, n - 1, limit=1) if n else []
    return bool(said) and (said[0].taken_back or said[0].message.text.startswith(ASIDE))
