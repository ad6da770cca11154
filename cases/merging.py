"""What two parties are to each other: the same, parent and subsidiary, contractor and subcontractor; decided by people.

Everything is done from a case in which one of the two stands, with a reason that the record of this case keeps. A merge
is a tie like any other and touches neither party, so that undoing it leaves every byte as it was.
"""

from typing import Literal

from cases import conflicts, sealing
from cases import parties as companies
from cases.errors import CaseError, NotYours
from cases.parties import with_reason
from storage import cases, events, parties, party_ties
from storage.cases import Case
from storage.database import Transaction
from storage.party_ties import CHAINS, Kind, Tie
from storage.people import Colleague

Relation = Literal["same", "parent", "subsidiary", "contractor", "subcontractor"]
RELATIONS: tuple[Relation, ...] = ("same", "parent", "subsidiary", "contractor", "subcontractor")
MERGED, PARTED, REFUSED = "parties_merged", "parties_parted", "merge_refused"
TIED, UNTIED = "parties_tied", "parties_untied"


class NotTwo(CaseError):
    """Both are the same party already."""

    def __init__(self) -> None:
        super().__init__("这两方已经是同一方，请刷新页面。")


class TwoCodes(CaseError):
    """Each has a credit code of its own, so that they are two."""

    def __init__(self) -> None:
        super().__init__("两方的统一社会信用代码不同，是两个单位，不能合并；可以登记为母公司或总分包关系。")


class Circle(CaseError):
    """One would stand above itself."""

    def __init__(self) -> None:
        super().__init__("这样会绕成一个圈（自己成了自己的上级），请先核对已有的关系。")


class NoSuchTie(CaseError):
    """The tie, or the proposal, is not there any more."""

    def __init__(self) -> None:
        super().__init__("这条关系已经处理过了，请刷新页面。")


class NotHere(CaseError):
    """Neither of them stands in this case."""

    def __init__(self) -> None:
        super().__init__("这两方都不在本案中，请刷新页面后再选。")


def merge(tx: Transaction, colleague: Colleague, number: str, lower: str, upper: str, reason: str) -> None:
    """From now on the two are one party, called as `upper`, until somebody undoes it.

    Raises UnknownCase, NotYours, NotHere, NotTwo, TwoCodes, Circle, and CaseError without a reason.
    """
    reason, case = with_reason(reason), _of_his(tx, colleague, number)
    _must_stand_here(tx, case, lower, upper)
    party_ties.hold_ties(tx)
    _must_be_mergeable(tx, lower, upper)
    proposed = _between(tx, lower, upper, "proposed")
    if proposed:
        party_ties.settle(tx, proposed.id, "stands", colleague.id)
    else:
        party_ties.tie(tx, "same", lower, upper, "stands", colleague.id)
    _done(tx, colleague, case, MERGED, (lower, upper), reason)


def refuse(tx: Transaction, colleague: Colleague, number: str, tie_id: str, reason: str) -> None:
    """They are two, however alike; it is not proposed again. Raises as merge, and NoSuchTie."""
    reason, case = with_reason(reason), _of_his(tx, colleague, number)
    proposed = _tie_here(tx, case, tie_id, "proposed")
    party_ties.settle(tx, proposed.id, "refused", colleague.id)
    _done(tx, colleague, case, REFUSED, (proposed.lower, proposed.upper), reason)


def undo(tx: Transaction, colleague: Colleague, number: str, tie_id: str, reason: str) -> None:
    """Two that were merged are two again, or a chain is no more; raises as merge, and NoSuchTie."""
    reason, case = with_reason(reason), _of_his(tx, colleague, number)
    party_ties.hold_ties(tx)
    standing = _tie_here(tx, case, tie_id, "stands")
    party_ties.undo(tx, standing.id, colleague.id)
    kind = PARTED if standing.kind == "same" else UNTIED
    _done(tx, colleague, case, kind, (standing.lower, standing.upper), reason)


def tie(tx: Transaction, colleague: Colleague, number: str, kind: str, lower: str, upper: str, reason: str) -> None:
    """`upper` is the parent, the contractor or the firm of `lower`; raises as merge."""
    reason, case = with_reason(reason), _of_his(tx, colleague, number)
    chain = _chain(kind)
    _must_stand_here(tx, case, lower, upper)
    party_ties.hold_ties(tx)
    if lower in party_ties.above(tx, [upper]):
        raise Circle
    if party_ties.tie(tx, chain, lower, upper, "stands", colleague.id) is None:
        raise NotTwo
    _done(tx, colleague, case, TIED, (lower, upper), reason)


def link(
    tx: Transaction, colleague: Colleague, number: str, party_id: str, relation: str, other: str, reason: str
) -> None:
    """Say what a company, named or by its credit code, is to a party of the case; it is put down if it is new.

    Raises as merge, and as cases.parties.add for a name that is none.
    """
    found = companies.known_or_new(tx, other)
    match relation:
        case "same":
            merge(tx, colleague, number, found, party_id, reason)
        case "parent" | "contractor":
            tie(tx, colleague, number, relation, party_id, found, reason)
        case "subsidiary":
            tie(tx, colleague, number, "parent", found, party_id, reason)
        case "subcontractor":
            tie(tx, colleague, number, "contractor", found, party_id, reason)
        case _:
            raise CaseError("请选择是哪一种关系。")


def _of_his(tx: Transaction, colleague: Colleague, number: str) -> Case:
    """The case, not held yet: what follows from a tie locks several in their order."""
    case = cases.visible(tx, colleague, number)
    if case.owner != colleague.id and not colleague.supervises:
        raise NotYours(number)
    return case


def _chain(kind: str) -> Kind:
    found = next((one for one in CHAINS if one == kind), None)
    if found is None:
        raise CaseError("请选择是哪一种关系。")
    return found


def _must_stand_here(tx: Transaction, case: Case, lower: str, upper: str) -> None:
    """At least one stands in the case, and a person, whose name others told, only if he does."""
    here = party_ties.one_with(tx, {one.party.id for one in parties.of_case(tx, case.id)})
    both = parties.several(tx, {lower, upper})
    if lower == upper:
        raise NotTwo
    if len(both) < 2 or not here & {lower, upper}:
        raise NotHere
    if any(one.person and one.id not in here for one in both):
        raise NotHere


def _must_be_mergeable(tx: Transaction, lower: str, upper: str) -> None:
    one, other = party_ties.one_with(tx, [lower]), party_ties.one_with(tx, [upper])
    if one & other:
        raise NotTwo
    all_of_them = parties.several(tx, one | other)
    if len({party.credit_code for party in all_of_them} - {None}) > 1:
        raise TwoCodes
    if len({party.person for party in all_of_them}) > 1:
        raise CaseError("一方是个人，一方是单位，不能合并。")
    if one & party_ties.above(tx, other) or other & party_ties.above(tx, one):
        raise Circle


def _between(tx: Transaction, lower: str, upper: str, state: party_ties.State) -> Tie | None:
    both = {lower, upper}
    ties = party_ties.ties_of(tx, [lower], (state,))
    return next((one for one in ties if one.kind == "same" and {one.lower, one.upper} == both), None)


def _tie_here(tx: Transaction, case: Case, tie_id: str, state: party_ties.State) -> Tie:
    here = party_ties.one_with(tx, {one.party.id for one in parties.of_case(tx, case.id)})
    found = next((one for one in party_ties.ties_of(tx, here, (state,)) if one.id == tie_id), None)
    if found is None:
        raise NoSuchTie
    return found


def _done(tx: Transaction, colleague: Colleague, case: Case, kind: str, both: tuple[str, str], reason: str) -> None:
    """Compare every case that it changes, and put it on the record of this one."""
    conflicts.index(tx)
    sealing.recheck(tx, both, case.id)
    names = {one.id: one.name for one in parties.several(tx, both)}
    words = f"{' / '.join(names[one] for one in both)}：{reason}"
    events.record(tx, case, kind, colleague.id, {"lower": both[0], "upper": both[1]}, words=words)
