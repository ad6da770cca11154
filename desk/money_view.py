"""The money of a case as its page shows it: ledger and instalments, what the worker said of us, what was looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases import ledger
from cases.facts import money as in_digits
from cases.ledger import Instalment, Ledger
from cases.office import Office
from desk.visitors import Visit
from storage import money as book
from storage import people, reviews, surveys
from storage.cases import Case
from storage.clock import CHINA
from storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the ledger in words; `void` if it counts no more, `mine` if a colleague may void it."""

    n: int
    at: datetime
    kind: str
    amount: str
    by: str
    words: str
    void: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Due:
    """An instalment in words."""

    day: str
    amount: str
    by: str
    state: str
    look: str


@dataclass(frozen=True, slots=True)
class Looked:
    """Something a supervisor looks at or has looked at; `open` while it waits."""

    kind: str
    reason: str
    open: bool
    said: str
    words: str


@dataclass(frozen=True, slots=True)
class MoneyView:
    """The whole section; `words` are its labels, `may_write` whether this colleague may add to the ledger."""

    totals: list[str]
    rows: list[Row]
    dues: list[Due]
    survey: list[tuple[str, str]]
    reviews: list[Looked]
    may_write: bool
    words: Mapping[str, str]


def money_view(tx: Transaction, office: Office, visit: Visit, case: Case) -> MoneyView:
    """The section of a case that this colleague may read."""
    found, names = ledger.of_case(tx, case), {one.id: one.name for one in people.everybody(tx)}
    today = tx.now.astimezone(CHINA).date()
    return MoneyView(
        ledger.in_words(office, visit.words.language, found.totals),
        [_row(visit, found, entry, names) for entry in found.entries],
        [_due(visit, one, today) for one in found.instalments],
        _survey(tx, visit, case),
        [_looked(visit, one, names) for one in reviews.of_case(tx, case)] if visit.supervises else [],
        case.owner == visit.colleague.id or visit.supervises,
        office.texts.group(visit.words.language, "money"),
    )


def _row(visit: Visit, found: Ledger, entry: book.Entry, names: Mapping[str, str]) -> Row:
    say, void = visit.words.say, entry.n in found.voided
    kind = say("money.desk_voids", n=entry.of) if entry.kind == "voided" else say(f"money.desk_kind_{entry.kind}")
    of = say("money.desk_of", n=entry.of) if entry.of and entry.kind in ("received", "missed") else ""
    due = f" {entry.due_on.isoformat()}" if entry.due_on else ""
    by = say("money.desk_worker") if entry.by_worker else names.get(entry.stated_by, entry.stated_by)
    amount = "" if entry.amount is None else in_digits(entry.amount)
    mine = not void and not entry.by_worker and entry.kind in ("claimed", "promised", "received")
    return Row(entry.n, entry.at, f"{kind}{due}{of}", amount, by, entry.words, void, mine)


def _due(visit: Visit, one: Instalment, today: date) -> Due:
    state = one.state(today)
    said = visit.words.say(f"money.desk_state_{state}", rest=in_digits(one.rest))
    return Due(one.due_on.isoformat(), in_digits(one.amount), one.promised_by, said, state)


def _survey(tx: Transaction, visit: Visit, case: Case) -> list[tuple[str, str]]:
    """What he said the last time he was asked; nothing if he never was."""
    said = surveys.last(tx, case.id)
    if said is None:
        return []
    answers = {"timely": said.timely, "solved": said.solved, "satisfied": said.satisfied}
    words = {None: "survey_open", True: "survey_yes", False: "survey_no"}
    say = visit.words.say
    return [(say(f"money.survey_{name}"), say(f"money.{words[answer]}")) for name, answer in answers.items()]


def _looked(visit: Visit, one: reviews.Review, names: Mapping[str, str]) -> Looked:
    say = visit.words.say
    who = say("money.desk_worker") if one.outcome == "lapsed" else names.get(one.done_by or "", one.done_by or "")
    by = say("money.review_by", who=who, outcome=say(f"money.review_{one.outcome}")) if one.outcome else ""
    return Looked(one.kind, say(f"money.review_reason_{one.reason}"), one.outcome is None, by, one.words)
