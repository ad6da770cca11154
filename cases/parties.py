"""Who stands on the other side of a case: read from the complaint and the letters, or added by a colleague.

Two names are one party only when that is certain: the same credit code, or the same whole bare name of a company that
has a name of its own. What is only alike is proposed to colleagues, who decide.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from cases import alike, conflicts, letterbox, sealing
from cases.errors import CaseError
from knowledge.reading.credit_codes import Flaw, WrongCreditCode, find_credit_codes, read_credit_code
from knowledge.reading.firms import find_firms
from knowledge.reading.foremen import find_foreman
from knowledge.reading.names import find_employer
from storage import cases, events, parties, party_ties
from storage.cases import Case, Complaint
from storage.database import Transaction
from storage.parties import ROLES, Label, Party, Role, UnknownParty
from storage.party_ties import Kind
from storage.people import Colleague

ADDED, REMOVED = "party_added", "party_removed"
PEOPLE: tuple[Role, ...] = ("foreman",)
_SHORTEST, _NEAR, _READ = 2, 40, 10_000  # characters of a name; from it to its code; of a text that are read
_PROPOSED_AT_MOST = 5


class WrongName(CaseError):
    """This is no name of a party."""

    def __init__(self) -> None:
        super().__init__(f"请写清名称，{_SHORTEST} 到 {parties.LONGEST} 个字。")


class WrongRole(CaseError):
    """There is no such part in a case."""

    def __init__(self) -> None:
        super().__init__("请选择它在本案中是什么角色。")


class WrongCode(CaseError):
    """The credit code cannot be right; nothing is kept of it."""

    def __init__(self, wrong: WrongCreditCode) -> None:
        super().__init__(_WRONG[wrong.flaw].format(check=wrong.check))


class CodeOfPerson(CaseError):
    """A person has no unified social credit code."""

    def __init__(self) -> None:
        super().__init__("包工头是个人，没有统一社会信用代码；如果是公司，请改选角色。")


class CodeUnknown(CaseError):
    """The code is right, and no company that we know has it."""

    def __init__(self) -> None:
        super().__init__("还没有登记过这个统一社会信用代码的单位，请先写它的名称。")


class Gone(CaseError):
    """The party does not stand in the case any more."""

    def __init__(self) -> None:
        super().__init__("这一方已不在本案中，请刷新页面。")


@dataclass(frozen=True, slots=True)
class Mention:
    """A party as it was named: its part, its name, its credit code if that stood with it."""

    role: Role
    name: str
    code: str | None = None


def begin(tx: Transaction, case: Case) -> Case:
    """Put down who stands on the other side of a case just opened, and keep it from whoever is in conflict with it.

    Nothing of it has been shown to anybody yet. Returns the case, which another supervisor may have by now.
    """
    conflicts.index(tx)
    complaint = cases.complaint_of(tx, case)
    for one in _mentions(complaint):
        _put_down(tx, case, one, events.WORKER)
    _from_poster(tx, case, complaint)
    _tie_foremen(tx, case)
    return sealing.check(tx, case)


def heard(tx: Transaction, case: Case, text: str) -> None:
    """The worker wrote: whom he names, or corrects, is a party of the held case too, and is compared at once."""
    fresh = [one for one in _named_in(text) if _put_down(tx, case, one, events.WORKER)]
    for one in fresh:
        _record(tx, case, events.WORKER, one)
    if fresh:
        sealing.check(tx, case)


def add(tx: Transaction, colleague: Colleague, number: str, name: str, role: str, code: str = "") -> None:
    """A colleague who may read the case adds a party to it; it is compared at once with everybody.

    Raises UnknownCase, NotYours, and WrongName, WrongRole, WrongCode or CodeOfPerson, with nothing kept.
    """
    mention = _checked(name, role, code)
    case = letterbox.held(tx, colleague, number)
    if _put_down(tx, case, mention, colleague.id):
        _record(tx, case, colleague.id, mention)
        sealing.check(tx, case)


def remove(tx: Transaction, colleague: Colleague, number: str, standing_id: str, reason: str) -> None:
    """A party was put down by mistake; the reason is on the record, and from whom the case was sealed it stays sealed.

    Raises UnknownCase, NotYours, Gone, and CaseError without a reason.
    """
    reason = with_reason(reason)
    case = letterbox.held(tx, colleague, number)
    try:
        gone = parties.leave(tx, case.id, standing_id, colleague.id)
    except UnknownParty:
        raise Gone from None
    words = f"{gone.party.name}：{reason}"
    events.record(tx, case, REMOVED, colleague.id, {"party": gone.party.id, "role": gone.role}, words=words)


def known_or_new(tx: Transaction, written: str) -> str:
    """The company that is certainly meant by a name or a credit code, put down if nobody named it before.

    Raises WrongName, or WrongCode for a code that cannot be right or that no company we know has.
    """
    try:
        code = read_credit_code(written)
    except WrongCreditCode as wrong:
        if wrong.flaw == "check":
            raise WrongCode(wrong) from None
        return _resolved(tx, conflicts.label(_checked(written, "other", "").name), None)
    found = parties.by_code(tx, code)
    if found is None:
        raise CodeUnknown
    return found


def with_reason(reason: str) -> str:
    """The reason as it is kept; raises CaseError if there is none."""
    reason = reason.replace("\0", "").strip()
    if not reason:
        raise CaseError("请写明理由，理由会记在案卷里。")
    return reason


def names_of(tx: Transaction, party: Party) -> list[str]:
    """Every name of a party and of those that are the same, its own first."""
    found = [party.name, *(one.name for one in parties.names_of(tx, party_ties.one_with(tx, [party.id])))]
    return [one for one in dict.fromkeys(found) if one]


def _mentions(complaint: Complaint) -> Iterator[Mention]:
    """Everybody whom a complaint names: in its answers, in its story, beside its site."""
    told = "\n".join((complaint.story, complaint.site or "", *complaint.answers.values()))
    if complaint.employer:
        yield Mention("employer", complaint.employer, _code_beside(told, complaint.employer))
    foreman = complaint.answers.get("foreman")
    if foreman:
        yield Mention("foreman", foreman)
    yield from _named_in(told, foreman is not None)


def _named_in(text: str, foreman_known: bool = False) -> Iterator[Mention]:
    text = text[:_READ]
    firms = find_firms(text)
    yield from (Mention(part, name, _code_beside(text, name)) for part, name in firms)
    employer = find_employer(text)
    if employer and not any(name in employer or employer in name for _, name in firms):
        yield Mention("employer", employer, _code_beside(text, employer))
    foreman = None if foreman_known else find_foreman(text)
    if foreman:
        yield Mention("foreman", foreman)


def _code_beside(text: str, name: str) -> str | None:
    """The one credit code that stands right behind a name."""
    _, found, behind = text.partition(name)
    codes = find_credit_codes(behind[:_NEAR]) if found else []
    return codes[0] if len(codes) == 1 else None


def _from_poster(tx: Transaction, case: Case, complaint: Complaint) -> None:
    """What the poster of the site says: its general contractor, who hires there, and that he works for it."""
    for contractor, employer in parties.sites_named(tx, complaint.site or "") if complaint.site else ():
        above = _put_down(tx, case, Mention("contractor", contractor), events.HOTLINE)
        upper = above or _resolved(tx, conflicts.label(contractor), None)
        if not employer:
            continue
        lower = _resolved(tx, conflicts.label(employer), None)
        if conflicts.bare(employer) != conflicts.bare(complaint.employer or ""):
            parties.join(tx, case.id, lower, "subcontractor", events.HOTLINE)
        if upper != lower and lower not in party_ties.above(tx, [upper]):
            _tie(tx, "contractor", lower, upper, events.HOTLINE)


def _tie_foremen(tx: Transaction, case: Case) -> None:
    standing = parties.of_case(tx, case.id)
    firms = [one.party.id for one in standing if one.role in ("employer", "subcontractor") and not one.party.person]
    for foreman in (one.party.id for one in standing if one.role == "foreman"):
        for firm in firms:
            _tie(tx, "foreman", foreman, firm, events.WORKER)


def _tie(tx: Transaction, kind: Kind, lower: str, upper: str, by: str) -> None:
    """Say it once; whatever other case it is about is compared anew by a task."""
    if party_ties.tie(tx, kind, lower, upper, "stands", by):
        sealing.recheck_later(tx, lower)


def _put_down(tx: Transaction, case: Case, one: Mention, by: str) -> str | None:
    """Have a party stand in a held case; returns its id, or None if the very same stood there in this role."""
    standing = parties.of_case(tx, case.id)
    if one.role in PEOPLE:
        if any(it.party.person and it.party.name == one.name for it in standing):
            return None
        party_id = parties.add_person(tx, case, one.name[: parties.LONGEST])
    else:
        label = conflicts.label(one.name)
        if len(label.name) < _SHORTEST or not label.bare:
            return None
        party_id = _nameless(standing, label) or _resolved(tx, label, one.code)
    return party_id if parties.join(tx, case.id, party_id, one.role, by) else None


def _nameless(standing: list[parties.Standing], label: Label) -> str | None:
    """The company without a name of its own, such as 劳务公司, that stands in this case by the same words."""
    if conflicts.has_own_name(label.name):
        return None
    return next((one.party.id for one in standing if one.party.name == label.name), None)


def _resolved(tx: Transaction, label: Label, code: str | None) -> str:
    """The one party that this certainly is, a new one if there is none, to which what is alike is proposed."""
    if code and (known := parties.by_code(tx, code)):
        _also_called(tx, known, label)
        return known
    found = parties.by_bare(tx, label.bare) if conflicts.has_own_name(label.name) else None
    if found and code and parties.by_id(tx, found).credit_code not in (None, code):
        found = None  # another body of the same name
    if found is None:
        found = parties.add(tx, label, code)
        _propose_alike(tx, found, label)
        return found
    _also_called(tx, found, label)
    if code:
        parties.give_code(tx, found, code)
    return found


def _also_called(tx: Transaction, party_id: str, label: Label) -> None:
    if parties.also_called(tx, party_id, label):
        sealing.recheck_later(tx, party_id)


def _propose_alike(tx: Transaction, party_id: str, label: Label) -> None:
    if not conflicts.has_own_name(label.name):
        return
    alike = [one for one in parties.by_core(tx, label.core) if one != party_id]
    for other in alike[:_PROPOSED_AT_MOST]:
        codes = {one.credit_code for one in parties.several(tx, [party_id, other])} - {None}
        if len(codes) <= 1 and not party_ties.was_proposed(tx, party_id, other):
            party_ties.tie(tx, "same", party_id, other, "proposed", events.HOTLINE)


def _checked(name: str, role: str, code: str) -> Mention:
    seen = "".join(sign for sign in name if sign.isspace() or unicodedata.category(sign)[0] != "C")
    name = " ".join(seen.split())
    part = next((one for one in ROLES if one == role), None)
    if part is None:
        raise WrongRole
    if not _SHORTEST <= len(name) <= parties.LONGEST or not conflicts.bare(name):
        raise WrongName
    if code.strip() and part in PEOPLE:
        raise CodeOfPerson
    try:
        return Mention(part, name, read_credit_code(code) if code.strip() else None)
    except WrongCreditCode as wrong:
        raise WrongCode(wrong) from None


def _record(tx: Transaction, case: Case, by: str, one: Mention) -> None:
    events.record(tx, case, ADDED, by, {"role": one.role}, words=one.name)
    alike.look_later(tx, case)


_WRONG: dict[Flaw, str] = {
    "length": "统一社会信用代码是 18 位，请对照营业执照核对。",
    "signs": "统一社会信用代码里没有 I、O、S、V、Z 这几个字母，第 3 到 8 位是数字，请对照营业执照核对。",
    "check": "统一社会信用代码的最后一位（校验码）不对：按前 17 位应为 {check}，请对照营业执照核对。",
}
