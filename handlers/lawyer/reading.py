"""What a colleague looks at: his cases in a list, one case on a card, its story, its history, its files."""

from collections.abc import Sequence

from cases import cards, history, proving
from handlers.lawyer.answered import RECORD
from handlers.lawyer.bench import Bench
from handlers.turn import Next
from storage import cases, desk_views, events, files, offers
from storage.cases import Case
from storage.messages import Button, Message

_LISTED = 12
_LINES = 40  # of the history, in one message
_FILES_AT_ONCE = 10  # what Telegram takes as one album
_THEIRS = ("from_worker", "file_from_worker")


def listed(bench: Bench) -> Next:
    """His open cases with their stage and what is unanswered; for a supervisor first those without a lawyer."""
    said = [_own(bench)]
    if bench.me.supervises:
        said.insert(0, _without_lawyer(bench))
    return bench.says(*said)


def card(bench: Bench, number: str) -> Next:
    """The case on one card; from now on it is in hand. Raises UnknownCase."""
    case = bench.case(number)
    shown = cards.summary(bench.turn.tx, bench.turn.office, bench.me, case, bench.turn.language)
    return bench.says(shown, pad=bench.pad.done().taking(case.id, bench.turn.tx.now), case=case)


def story(bench: Bench, number: str) -> Next:
    """All that the worker told. Raises UnknownCase."""
    case = bench.case(number)
    told = cases.complaint_of(bench.turn.tx, case).story
    return bench.says(bench.saying("story", number=case.number, text=told), case=case)


def past(bench: Bench, number: str) -> Next:
    """What happened, line by line. Raises UnknownCase."""
    case = bench.case(number)
    lines = history.lines(bench.turn.tx, bench.turn.office, bench.me, case, bench.turn.language)
    shown = bench.saying("history", number=case.number, lines=lines[-_LINES:], more=len(lines) > _LINES)
    return bench.says(Message(f"{RECORD} {shown.text}", shown.buttons), case=case)


def held(bench: Bench, number: str) -> Next:
    """What proves what, and the files of the case, as many as one message takes at a time. Raises UnknownCase."""
    case = bench.case(number)
    tx, office, language = bench.turn.tx, bench.turn.office, bench.turn.language
    again = files.repeated(tx, case.id)
    readable = (one for one in files.of_case(tx, case.id) if one.status == "kept" and not one.flaw)
    kept = [one.id for one in readable if one.id not in again]
    lines = proving.lines(office, language, proving.proofs_of(tx, case))
    listed = office.texts.say(language, "proofs.lawyer_listed", number=case.number, lines=lines)
    bundles = [kept[at : at + _FILES_AT_ONCE] for at in range(0, len(kept), _FILES_AT_ONCE)]
    text = bench.words("files_of" if kept else "no_files", number=case.number, n=len(kept))
    shown = [Message(text if at else f"{text}\n\n{listed}", files=tuple(it)) for at, it in enumerate(bundles or [[]])]
    return bench.says(*shown, case=case)


def _own(bench: Bench) -> Message:
    own = bench.own_cases()
    lines = [_line(bench, case) for case in own[:_LISTED]]
    waiting = len(offers.open_offers_to(bench.turn.tx, bench.me.id))
    buttons = [bench.button("offers")] if waiting else []
    shown = _to_open(bench, own)
    return bench.saying("cases", *buttons, *shown, lines=lines, more=len(own) - len(lines), waiting=waiting)


def _line(bench: Bench, case: Case) -> str:
    status = bench.turn.words(f"desk.status_{case.status}")
    return bench.words("case_line", case=bench.line(case), status=status, unread=_unanswered(bench, case))


def _unanswered(bench: Bench, case: Case) -> int:
    """How many letters and files of the worker came since he was last written to."""
    said = events.of_case(bench.turn.tx, case, (*_THEIRS, "to_worker", "files_sent"))
    answered = max((one.n for one in said if one.kind not in _THEIRS), default=0)
    return sum(one.n > answered for one in said)


def _without_lawyer(bench: Bench) -> Message:
    waiting = desk_views.without_lawyer(bench.turn.tx, bench.me)
    lines = [_waiting_line(bench, one) for one in waiting[:_LISTED]]
    desk = bench.turn.office.policy.public_url
    return bench.saying("without_lawyer", lines=lines, more=len(waiting) - len(lines), desk=f"{desk}/desk")


def _waiting_line(bench: Bench, one: desk_views.Listed) -> str:
    language = bench.turn.language
    return bench.words(
        "waiting_line",
        number=one.number,
        kind=bench.turn.words(f"desk.kind_{one.kind}"),
        district=cards.district(bench.turn.office, one.district, language),
        urgency=bench.turn.words(f"desk.urgency_{one.urgency}"),
        asked=one.offered_to_name or "",
        due=cards.clock_time(one.due_at) if one.due_at else "",
    )


def _to_open(bench: Bench, own: Sequence[Case]) -> list[Button]:
    return [bench.button("case", case.number, label=bench.line(case)) for case in own[:_LISTED]]
