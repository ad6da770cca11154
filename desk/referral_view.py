"""What a colleague sees of referrals 转办: on the page of a case, on a page of their own, on the hand-over sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cases import handing, owing, rebutting, referral_words, referring
from cases.handing import PAPER, Sheet
from cases.office import Office
from cases.rebutting import Argument
from desk.visitors import Visit
from knowledge.local_facts import Office as LocalOffice
from storage import cases, files, people, referral_views, referrals
from storage.cases import Case
from storage.clock import CHINA
from storage.database import Transaction
from storage.errors import Erased
from storage.files import File
from storage.people import UnionBody
from storage.referral_views import Listed, UnknownReferral
from storage.referrals import Referral

_SENDABLE = ("agreed", "refused", "returned", "silent")
_ANSWERABLE = ("sent", "accepted", "silent")
_STOPPABLE = ("asked", "agreed", "sent", "accepted", "refused", "returned", "silent")


@dataclass(frozen=True, slots=True)
class Line:
    """A referral in a list."""

    referral: Referral
    words: str
    overdue: bool
    case_number: str = ""
    case_kind: str = ""


@dataclass(frozen=True, slots=True)
class ReferralsView:
    """The referrals of one case; `may_refer` says whether this colleague may hand it to another office."""

    lines: list[Line]
    may_refer: bool


@dataclass(frozen=True, slots=True)
class Lists:
    """What is under way, ours and what was handed to us; `may_receive` where something could be."""

    ours: list[Line]
    incoming: list[Line]
    may_receive: bool


@dataclass(frozen=True, slots=True)
class ReferralPage:
    """One referral. `case_number` is "" for whoever may not read the case; `wording` None where it was erased.

    `sends`, `answers` and `stops` say what this colleague can do where it stands, `replies` that he answers for the
    union body that has it. `draft` is the letter to go along.
    """

    referral: Referral
    words: str
    overdue: bool
    case_number: str
    wording: str | None
    has_sheet: bool
    their_number: str
    letter: str
    draft: str
    arguments: list[Argument]
    sends: bool
    answers: bool
    replies: bool
    stops: bool
    today: date


@dataclass(frozen=True, slots=True)
class SheetView:
    """The hand-over sheet as it is printed; `identity` says whether this reader sees who the worker is."""

    referral: Referral
    sheet: Sheet
    why: str
    kind: str
    unit: str
    agreed_at: datetime | None
    due: str
    on: str
    identity: bool


@dataclass(frozen=True, slots=True)
class ReferForm:
    """What can be chosen when a case is to be handed over."""

    case: Case
    has_contact: bool
    files: list[tuple[str, str]]
    units: list[UnionBody]
    offices: list[LocalOffice]


def referrals_view(tx: Transaction, office: Office, visit: Visit, case: Case) -> ReferralsView:
    """The referrals of a case that this colleague may read."""
    found = [_line(tx, office, visit, one) for one in referrals.of_case(tx, case.id)]
    return ReferralsView(found, case.owner == visit.colleague.id and not case.ended)


def lists(tx: Transaction, office: Office, visit: Visit) -> Lists:
    """What is under way in cases this colleague may read, and what was handed to his union body."""
    ours, incoming = referral_views.listed(tx, visit.colleague), referral_views.listed_incoming(tx, visit.colleague)
    return Lists(
        [_listed(tx, office, visit, one) for one in ours],
        [_listed(tx, office, visit, one, incoming=True) for one in incoming],
        visit.supervises,
    )


def referral_page(tx: Transaction, office: Office, visit: Visit, number: str) -> ReferralPage:
    """One referral, for whoever may read its case or is to answer it; raises UnknownReferral."""
    referral, incoming = _his(tx, visit, number)
    case = cases.by_id(tx, referral.case_id)
    may_read = _may_read(tx, visit, number)
    owner, of_case = (
        case.owner == visit.colleague.id,
        may_read and (case.owner == visit.colleague.id or visit.supervises),
    )
    goes_on, state = not case.ended, referral.state
    return ReferralPage(
        referral,
        referral_words.line(tx, office, referral, visit.words.language),
        referral_words.overdue(tx, referral),
        case.number if may_read else "",
        _wording(tx, referral) if may_read else "",
        _has_sheet(referral, incoming=incoming),
        referrals.opened_if_there(tx, referral, "their_number"),
        referrals.opened_if_there(tx, referral, "letter") if _has_sheet(referral, incoming=incoming) else "",
        rebutting.draft(tx, office, case, referral) if may_read and goes_on else "",
        rebutting.arguments(tx, case, referral) if may_read and goes_on else [],
        owner and goes_on and state in _SENDABLE,
        of_case and goes_on and state in _ANSWERABLE and referral.receiver.unit is None,
        incoming and goes_on and state in _ANSWERABLE,
        owner and goes_on and state in _STOPPABLE,
        owing.today(tx),
    )


def sheet_view(tx: Transaction, office: Office, visit: Visit, number: str) -> SheetView:
    """The sheet, once the worker has agreed and as long as he does; raises UnknownReferral, Erased."""
    referral, incoming = _his(tx, visit, number)
    if not _has_sheet(referral, incoming=incoming):
        raise UnknownReferral(number)
    case = cases.by_id(tx, referral.case_id)
    on = (referral.sent_at or tx.now).astimezone(CHINA).date()
    days = office.policy.referral_answers[referral.receiver.kind]
    due_on = referring.working_days(tx, days) if referral.state == "agreed" else referral.due_on
    return SheetView(
        referral,
        handing.read(referrals.opened(tx, referral, "sheet")),
        referrals.opened(tx, referral, "words"),
        office.texts.say(PAPER, f"words.kind_{case.kind}"),
        rebutting.unit_name(tx, case),
        referral.agreed_at,
        handing.day_on_paper(office, due_on) if due_on else "",
        handing.day_on_paper(office, on),
        incoming or case.owner == visit.colleague.id,
    )


def shared_file(tx: Transaction, visit: Visit, number: str, file_id: str) -> tuple[File, bytes]:
    """A file that is on the sheet, and the key it is sealed with; raises UnknownReferral, NoSuchFile."""
    referral, incoming = _his(tx, visit, number)
    if file_id not in referral.file_ids or not _has_sheet(referral, incoming=incoming):
        raise UnknownReferral(number)
    file = files.by_id(tx, file_id)
    return file, tx.vault.key(file.key_id)


def refer_form(tx: Transaction, office: Office, visit: Visit, number: str) -> ReferForm:
    """What can be ticked for a case; raises UnknownCase."""
    case = cases.visible(tx, visit.colleague, number)
    kept = [one for one in files.of_case(tx, case.id) if one.status == "kept" and not one.flaw]
    today = owing.today(tx)
    return ReferForm(
        case,
        cases.complaint_of(tx, case).contact is not None,
        [(one.id, _title(visit, one)) for one in kept],
        [one for one in people.units(tx) if one.code != case.unit],
        [one for one in office.policy.offices if today <= one.expires],
    )


def _his(tx: Transaction, visit: Visit, number: str) -> tuple[Referral, bool]:
    """The referral, and whether it is his to answer for the union body that has it; raises UnknownReferral."""
    try:
        return referral_views.incoming(tx, visit.colleague, number), True
    except UnknownReferral:
        return referral_views.visible(tx, visit.colleague, number), False


def _may_read(tx: Transaction, visit: Visit, number: str) -> bool:
    try:
        referral_views.visible(tx, visit.colleague, number)
    except UnknownReferral:
        return False
    return True


def _has_sheet(referral: Referral, *, incoming: bool) -> bool:
    return referral.handed or (referral.state == "agreed" and not incoming)


def _wording(tx: Transaction, referral: Referral) -> str | None:
    try:
        return referrals.opened(tx, referral, "wording")
    except Erased:
        return None


def _line(tx: Transaction, office: Office, visit: Visit, referral: Referral, *of: str) -> Line:
    words = referral_words.line(tx, office, referral, visit.words.language)
    return Line(referral, words, referral_words.overdue(tx, referral), *of)


def _listed(tx: Transaction, office: Office, visit: Visit, one: Listed, *, incoming: bool = False) -> Line:
    of: Sequence[str] = ("", one.case_kind) if incoming else (one.case_number, one.case_kind)
    return _line(tx, office, visit, one.referral, *of)


def _title(visit: Visit, file: File) -> str:
    shows = visit.words.say(f"proofs.name_{file.proves}") if file.proves else ""
    kind, at = visit.words.label("file_kind", file.kind), visit.words.time(file.received_at)
    return " · ".join(filter(None, (kind, shows, at)))
