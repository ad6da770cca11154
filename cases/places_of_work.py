"""Which union body works on a case: the lowest one of the place of the debt that can, and why not one below it."""

from dataclasses import dataclass
from itertools import pairwise

from cases.office import Office
from cases.routing import ANY_SUBJECT
from knowledge.kinds import KINDS
from storage import people, tree
from storage.database import Transaction
from storage.divisions import ladder
from storage.people import Colleague

NO_BODY, NOBODY, NONE_FREE = "no_body", "nobody", "none_free"
CLIMBED = "climbed"


@dataclass(frozen=True, slots=True)
class Climb:
    """A case went from one place to the union body above it: `why` is no_body, nobody or none_free."""

    below: str
    above: str
    why: str

    @property
    def facts(self) -> dict[str, str]:
        """The same for the record of the case: the names of union bodies, or the code where there is none."""
        return {"below": self.below, "above": self.above, "climb": self.why}


@dataclass(frozen=True, slots=True)
class PlaceOfWork:
    """The union body that has a case, and every step that the case climbed to it, the lowest first."""

    unit: str
    climbed: tuple[Climb, ...] = ()


def unit_for(tx: Transaction, office: Office, district: str | None) -> str:
    """The lowest union body of a place; the city's where it has none or is not known; else whichever stands highest."""
    places = [*(ladder(district) if district else ()), office.policy.city]
    there = {body.code for body in people.units(tx, places)}
    return next((code for code in places if code in there), None) or _highest(tx)


def place_of_work(tx: Transaction, office: Office, district: str | None, kind: str) -> PlaceOfWork:
    """The lowest union body of the place of a debt that can work on such a case, and why not those below it.

    A body can if a supervisor works there, or a lawyer who takes such cases. If none of them can it is the lowest.
    """
    lowest = unit_for(tx, office, district)
    way = tree.upwards(tx, lowest)
    if not way:
        return PlaceOfWork("")
    able = next((n for n, code in enumerate(way) if _can(tx, code, kind)), 0)
    if able == 0 and district in (None, lowest):
        return PlaceOfWork(lowest)
    names = {body.code: body.name for body in people.units(tx, way)}
    without = [Climb(district, names[lowest], NO_BODY)] if district and district != lowest else []
    steps = [Climb(names[one], names[above], NOBODY) for one, above in pairwise(way[: able + 1])]
    return PlaceOfWork(way[able], (*without, *steps))


def _highest(tx: Transaction) -> str:
    bodies = people.units(tx)
    return next((body.code for body in bodies if body.parent is None), bodies[0].code if bodies else "")


def _can(tx: Transaction, unit: str, kind: str) -> bool:
    to_lawyer = KINDS[kind].to == "lawyer"
    return any(one.active and _takes(one, kind, to_lawyer) for one in people.of_units(tx, [unit]))


def _takes(colleague: Colleague, kind: str, to_lawyer: bool) -> bool:
    if colleague.role == "supervisor":
        return True
    return to_lawyer and colleague.role == "lawyer" and (kind == ANY_SUBJECT or kind in colleague.subjects)
