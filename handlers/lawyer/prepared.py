"""Prepared letters in a colleague's chat: chosen by a tap, shown as a draft, sent only when he says so."""

from datetime import date, datetime

from cases import owing, promising, templates
from cases.templates import Template
from handlers.lawyer import holding
from handlers.lawyer.answered import answered
from handlers.lawyer.bench import Bench
from handlers.lawyer.pad import Piece
from handlers.turn import Next
from storage import promises
from storage.cases import Case
from storage.messages import Button, Message

_OFFERED = 12  # cases or templates to choose from
_AHEAD = 5  # working days to choose from


def choose(bench: Bench, number: str = "") -> Next:
    """The prepared letters for the case that he names, answers or has in hand; else ask for which case.

    Raises UnknownCase, OnlyOffered.
    """
    case = bench.case(number) if number else _meant(bench)
    if case is None:
        return bench.says(_which_case(bench))
    found = templates.for_case(bench.turn.tx, bench.turn.office, case)[:_OFFERED]
    ways = tuple(Button(f"tpl:{case.number}", one.name, one.id) for one in found)
    return bench.says(_saying(bench, "templates", *ways, number=case.number), case=case)


def chosen(bench: Bench) -> Next:
    """The letter as a draft, or first the day that it wants. What waits already is asked about before."""
    _, number, at = bench.pressed
    case, (template_id, _, written) = bench.case(number), at.partition(".")
    template = templates.of_id(bench.turn.tx, bench.turn.office, case, template_id)
    if template is None:
        return bench.says(_saying(bench, "template_gone"), case=case)
    if any(not piece.draft for piece in bench.pad.held):
        return bench.says(holding.question(bench), case=case)
    day = _day(written)
    if template.dated and day is None:
        return bench.says(_which_day(bench, case, template), case=case)
    return holding.draft(bench, case, _piece(bench, case, template, day))


def _piece(bench: Bench, case: Case, template: Template, day: date | None) -> Piece:
    text = templates.filled_in(bench.turn.tx, bench.turn.office, case, template, day)
    return Piece(text, f"t{bench.turn.incoming.id}", draft=True)


def _meant(bench: Bench) -> Case | None:
    replied = answered(bench)
    return replied.case if replied else bench.in_hand()


def _which_case(bench: Bench) -> Message:
    own = bench.own_cases()[:_OFFERED]
    if not own:
        return _saying(bench, "templates_none")
    return _saying(bench, "templates_which", *(Button(f"templates:{one.number}", bench.line(one)) for one in own))


def _which_day(bench: Bench, case: Case, template: Template) -> Message:
    days = sorted({*_ahead(bench), *(one.due_on for one in promises.open_of(bench.turn.tx, case.id))})
    ways = [
        Button(f"tpl:{case.number}", _in_words(bench, day), f"{template.id}.{day:%Y%m%d}")
        for day in days
        if day >= owing.today(bench.turn.tx)
    ]
    return _saying(bench, "template_day", *ways, name=template.name)


def _ahead(bench: Bench) -> list[date]:
    days = [promising.next_working_day(bench.turn.tx, owing.today(bench.turn.tx))]
    while len(days) < _AHEAD:
        days.append(promising.next_working_day(bench.turn.tx, days[-1]))
    return days


def _in_words(bench: Bench, day: date) -> str:
    return owing.in_words(bench.turn.tx, bench.turn.office, day, bench.turn.language)


def _saying(bench: Bench, key: str, *buttons: Button, **values: object) -> Message:
    return Message(bench.turn.words(f"casework.{key}", **values), buttons)


def _day(written: str) -> date | None:
    try:
        return datetime.strptime(written, "%Y%m%d").date()  # noqa: DTZ007 (a day, not an instant)
    except ValueError:
        return None
