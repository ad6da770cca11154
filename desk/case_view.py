"""What the page of a case shows to one colleague, read in one transaction."""

from dataclasses import dataclass
from functools import partial

from cases import considering, explaining, facts, proving, routing, timetable
from cases.explaining import Stage
from cases.office import Office
from cases.proving import ProofList
from desk import files
from desk.casework_view import CaseworkView, casework_view
from desk.files import FileView
from desk.group_view import GroupView, group_view
from desk.money_view import MoneyView, money_view
from desk.party_rows import PartiesView, parties_view
from desk.referral_view import ReferralsView, referrals_view
from desk.timeline import Line, last_number, lines
from desk.together_view import TogetherView, together_view
from desk.visitors import Visit
from knowledge.kinds import KINDS
from storage import call_backs, cases, desk_views, people
from storage.cases import Case, Complaint
from storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lawyer a supervisor could give the case to, what speaks for or against, and whether he is out of question."""

    id: str
    name: str
    remark: str
    barred: bool


@dataclass(frozen=True, slots=True)
class Record:
    """The part of the page that changes by itself: where the case stands, what happened, which files there are.

    `reachable` is whether what we write to the worker arrives; `call_back` that somebody has to call him.
    """

    case: Case
    owner_name: str
    offered_to_name: str | None
    lines: list[Line]
    seen: int
    files: list[FileView]
    files_mark: str
    proofs: ProofList
    reachable: bool
    call_back: bool
    clocks: list[timetable.Entry]


@dataclass(frozen=True, slots=True)
class CaseView:
    """The whole page. `has_contact` says that there is one; opening it is an act of its own, with a reason."""

    record: Record
    of_class: tuple[str, str]
    complaint: Complaint
    facts: list[tuple[str, str]]
    has_contact: bool
    is_owner: bool
    why_me: list[str]
    stages: list[Stage]
    candidates: list[Candidate]
    group: GroupView | None
    money: MoneyView
    parties: PartiesView
    casework: CaseworkView
    together: TogetherView
    referrals: ReferralsView


def record(tx: Transaction, visit: Visit, number: str) -> Record:
    """Where a case stands and what happened to it; raises UnknownCase if it is not this colleague's to read."""
    case = cases.visible(tx, visit.colleague, number)
    names = {colleague.id: colleague.name for colleague in people.everybody(tx)}
    offered_to = names.get(case.offered_to, case.offered_to) if case.offered_to and visit.supervises else None
    shown = files.views(tx, visit, case, names)
    return Record(
        case,
        names.get(case.owner, case.owner),
        offered_to,
        lines(tx, visit, case),
        last_number(tx, case),
        shown,
        files.mark(shown),
        proving.proofs_of(tx, case),
        desk_views.reachable(tx, case.conversation_id),
        not case.ended and call_backs.is_open(tx, case.id),
        timetable.of_case(tx, case.id, visit.words.say),
    )


def case_view(tx: Transaction, office: Office, visit: Visit, number: str) -> CaseView:
    """Everything on the page of a case; raises UnknownCase if it is not this colleague's to read."""
    standing = record(tx, visit, number)
    case, language = standing.case, visit.words.language
    complaint, words = cases.complaint_of(tx, case), partial(office.texts.say, language)
    return CaseView(
        standing,
        (words("words.class_name"), words(f"words.class_{KINDS[case.kind].of_class}")),
        complaint,
        facts.lines(office.texts, language, complaint),
        complaint.contact is not None,
        case.owner == visit.colleague.id,
        explaining.why_offered(tx, office, case, visit.colleague.id, language),
        explaining.explain(tx, office, case, language) if visit.supervises else [],
        _candidates(tx, office, visit, case) if visit.supervises and not case.ended else [],
        group_view(tx, office, language, case, complaint),
        money_view(tx, office, visit, case),
        parties_view(tx, visit, case),
        casework_view(tx, office, visit, case),
        together_view(tx, office, visit, case),
        referrals_view(tx, office, visit, case),
    )


def _candidates(tx: Transaction, office: Office, visit: Visit, case: Case) -> list[Candidate]:
    """Every lawyer: those who may have it in the order of routing, then the others, each with its reason."""
    words, choice = visit.words, considering.decide(tx, office, case).choice
    names = people.names(tx, [*(one.id for one in choice.eligible), *choice.ruled_out])
    fit = [Candidate(one.id, names[one.id], words("points", points=one.total), False) for one in choice.eligible]
    unfit = [
        Candidate(staff, names[staff], office.texts.say(words.language, f"routing.{bar}"), bar in _NEVER)
        for staff, bar in sorted(choice.ruled_out.items(), key=lambda item: (item[1] in _NEVER, item[0]))
        if staff != case.owner
    ]
    return [*(one for one in fit if one.id != case.owner), *unfit]


_NEVER: tuple[routing.Bar, ...] = ("inactive", "conflict", "licence")
