"""What the desk shows of cases that may belong together, that are worked on together, and of where many gather."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases import alike, collectives, together
from cases.facts import money
from cases.office import Office
from cases.together import Row, View
from desk.visitors import Visit
from storage import cases, events, marks, people
from storage import collectives as kept
from storage.cases import Case
from storage.database import Transaction
from storage.errors import Erased
from storage.marks import Pair

_CROWDS_SHOWN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A case that may belong with others; of one that the colleague may not read only what an offer would show.

    `lead` is the number of the case that it is worked on with already.
    """

    number: str
    kind: str
    district: str | None
    urgency: str
    opened_at: datetime
    readable: bool
    owner_name: str
    lead: str


@dataclass(frozen=True, slots=True)
class Hint:
    """Two of them and what they have in common, in words."""

    id: str
    one: str
    other: str
    grounds: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Cases that hang together by hints, the oldest first; `chosen` leads unless somebody says otherwise."""

    suspects: list[Suspect]
    hints: list[Hint]
    chosen: str


@dataclass(frozen=True, slots=True)
class Running:
    """Cases that are worked on together, by their lead."""

    lead: str
    cases: int
    owner_name: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Gathered:
    """Many complaints within days, and the case that filled the measure; `name` is "" if none was told."""

    crowd: str
    name: str
    count: int
    days: int
    number: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TogetherPage:
    """The whole page."""

    clusters: list[Cluster]
    running: list[Running]
    gathered: list[Gathered]


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One case of a collective, in words."""

    case: Case
    amount: str
    people: str
    owner_name: str
    is_lead: bool


@dataclass(frozen=True, slots=True)
class SentToAll:
    """What came of one letter to all: its words, how many, and the numbers of the cases that were not reached."""

    at: datetime
    words: str
    sent: int
    waiting: int
    missed: list[str]


@dataclass(frozen=True, slots=True)
class TogetherView:
    """The section on the page of a case. `lead` is "" while it is on its own; `may` that this colleague may change it.

    `astray` says that some are not with the lawyer of the lead; `addressed` how many a letter to all would go to.
    """

    lead: str
    is_lead: bool
    may: bool
    sums: list[str]
    lines: list[MemberLine]
    hidden: int
    astray: bool
    addressed: int
    letters: list[SentToAll]
    words: dict[str, str]


def page_of(tx: Transaction, office: Office, visit: Visit) -> TogetherPage:
    """Hints, collectives and crowds that this colleague may know of."""
    names = {one.id: one.name for one in people.everybody(tx)}
    running = [
        Running(cases.by_id(tx, one.lead_id).number, size, names[cases.by_id(tx, one.lead_id).owner], one.made_at)
        for one, size in kept.visible_to(tx, visit.colleague)
    ]
    clusters = [
        _cluster(tx, office, visit, some, names) for some in _hanging_together(alike.proposed_to(tx, visit.colleague))
    ]
    return TogetherPage(clusters, running, _gathered(tx, visit) if visit.supervises else [])


def together_view(tx: Transaction, office: Office, visit: Visit, case: Case) -> TogetherView:
    """The section; the caller has decided that the case may be read."""
    found, words = together.view(tx, visit.colleague, case), office.texts.group(visit.words.language, "together")
    if found is None:
        may = not case.ended and collectives.may_change(visit.colleague, case)
        return TogetherView("", False, may, [], [], 0, False, 0, [], words)
    names = {one.id: one.name for one in people.everybody(tx)}
    is_lead = found.lead.id == case.id
    return TogetherView(
        found.lead.number,
        is_lead,
        collectives.may_change(visit.colleague, found.lead),
        together.in_words(office, found.totals, visit.words.language),
        [_line(office, visit, found, row, names) for row in found.rows],
        found.hidden,
        any(row.case.owner != found.lead.owner and not row.case.ended for row in found.rows),
        sum(not row.case.ended for row in found.rows),
        _letters(tx, found) if is_lead else [],
        words,
    )


def _hanging_together(pairs: list[Pair]) -> list[list[Pair]]:
    """The pairs in heaps, two in one if they share a case, those with the newest first."""
    heaps: list[list[Pair]] = []
    for pair in pairs:
        its = {pair.one_id, pair.other_id}
        touching = [heap for heap in heaps if any(its & {one.one_id, one.other_id} for one in heap)]
        merged = [*(one for heap in touching for one in heap), pair]
        heaps = [*(heap for heap in heaps if heap not in touching), merged]
    return heaps


def _cluster(tx: Transaction, office: Office, visit: Visit, pairs: list[Pair], names: Mapping[str, str]) -> Cluster:
    ids = {id_ for one in pairs for id_ in (one.one_id, one.other_id)}
    found = sorted((cases.by_id(tx, id_) for id_ in ids), key=lambda case: (case.opened_at, case.number))
    leads, numbers = kept.leads_of(tx, sorted(ids)), {case.id: case.number for case in found}
    suspects = [_suspect(tx, visit, case, names, leads) for case in found]
    hints = [
        Hint(
            one.id,
            numbers[one.one_id],
            numbers[one.other_id],
            together.grounds_in_words(office, one.grounds, visit.words.language),
        )
        for one in pairs
    ]
    able = [case for case, shown in zip(found, suspects, strict=True) if shown.readable]
    with_lawyer = [case for case in able if people.colleague(tx, case.owner).role == "lawyer"]
    standing = [case for case in able if leads.get(case.id) == case.id]
    return Cluster(suspects, hints, next((one.number for one in (*standing, *with_lawyer, *able)), ""))


def _suspect(tx: Transaction, visit: Visit, case: Case, names: Mapping[str, str], leads: Mapping[str, str]) -> Suspect:
    readable = _is_readable(tx, visit, case)
    lead = cases.by_id(tx, leads[case.id]).number if case.id in leads else ""
    return Suspect(
        case.number,
        case.kind,
        case.district,
        case.urgency,
        case.opened_at,
        readable,
        names.get(case.owner, "") if readable else "",
        lead,
    )


def _is_readable(tx: Transaction, visit: Visit, case: Case) -> bool:
    try:
        cases.visible(tx, visit.colleague, case.number)
    except cases.UnknownCase:
        return False
    return True


def _gathered(tx: Transaction, visit: Visit) -> list[Gathered]:
    found = marks.crowds(tx, visit.colleague, tx.now - _CROWDS_SHOWN)
    return [
        Gathered(
            visit.words.label("crowd", one.kind),
            _name(tx, visit, cases.by_id(tx, one.case_id), one.kind),
            one.number,
            one.days,
            cases.by_id(tx, one.case_id).number,
            one.raised_at,
        )
        for one in found
    ]


def _name(tx: Transaction, visit: Visit, case: Case, kind: str) -> str:
    if kind == "district":
        return visit.words.district(case.district)
    try:
        complaint = cases.complaint_of(tx, case)
    except Erased:
        return ""
    return (complaint.employer if kind == "employer" else complaint.site) or ""


def _line(office: Office, visit: Visit, found: View, row: Row, names: Mapping[str, str]) -> MemberLine:
    say, language = office.texts.say, visit.words.language
    amount = say(language, "together.case_erased") if row.erased else ""
    if row.amount is not None:
        amount = say(language, "fields.value_amount", amount=money(row.amount))
        amount = say(language, "fields.about", value=amount) if row.rough else amount
    told = [str(row.headcount)] if row.headcount else []
    told += [say(language, "together.case_joined", n=row.joined)] if row.joined else []
    told += [say(language, "together.case_anonymous")] if row.case.anonymous else []
    comma = say(language, "together.and")
    return MemberLine(
        row.case, amount, comma.join(told), names.get(row.case.owner, row.case.owner), row.case.id == found.lead.id
    )


def _letters(tx: Transaction, found: View) -> list[SentToAll]:
    written = {one.n: one for one in events.of_case(tx, found.lead, (together.TO_ALL,))}
    shown = []
    for n, fates in sorted(found.letters.items(), reverse=True):
        sent, waiting, missed = together.sorted_out(fates)
        numbers = [cases.by_id(tx, case_id).number for case_id in missed]
        shown.append(SentToAll(written[n].at, written[n].words or "", sent, waiting, numbers))
    return shown
