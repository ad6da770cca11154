"""Who stands in for whom: chains from colleague to colleague, pure, followed without ever going round in a circle."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is away from `begins` until before `ends`; `cover` stands in for him, if anybody does."""

    staff_id: str
    begins: datetime
    ends: datetime
    cover: str | None


def stand_in(away: Mapping[str, str | None], staff_id: str) -> str | None:
    """Who does the work of a colleague now: he himself unless he is `away`, else the first of his covers who is here.

    None if the chain ends with somebody who is away and has no cover, or, whatever was entered, in a circle.
    """
    met, here = set[str](), staff_id
    while here in away:
        met.add(here)
        cover = away[here]
        if cover is None or cover in met:
            return None
        here = cover
    return here


def stands_in_for(away: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
    """For each one who is here the colleagues whose work comes to him at the end of their chains, by id."""
    found: dict[str, tuple[str, ...]] = {}
    for staff_id in sorted(away):
        if here := stand_in(away, staff_id):
            found[here] = (*found.get(here, ()), staff_id)
    return found


def circle(new: Absence, others: Iterable[Absence]) -> list[str]:
    """The colleagues round whom a new absence would send the work in a circle at some moment; empty if it would not."""
    known = list(others)
    return _way_back(new, new, known, [new.staff_id])


def _way_back(first: Absence, last: Absence, others: list[Absence], way: list[str]) -> list[str]:
    """Follow the covers, each only in the time for which all before it hold."""
    if last.cover is None:
        return []
    if last.cover in way:
        return way
    for one in others:
        begins, ends = max(last.begins, one.begins), min(last.ends, one.ends)
        if one.staff_id != last.cover or begins >= ends:
            continue
        together = Absence(one.staff_id, begins, ends, one.cover)
        if found := _way_back(first, together, others, [*way, one.staff_id]):
            return found
    return []
