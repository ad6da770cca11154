"""The lawyers of a simulated province as they stand, by the prefecture in which they work, kept up to date by hand.

Nothing is scanned for a decision but the lawyers of one prefecture, and after them those of the province, as the
hotline reads them from its database.
"""

from collections import Counter, deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from benchmarks.routing_names import Acting
from benchmarks.routing_world import PROVINCE, Person, Told, World, is_local
from cases.routing import Lawyer, Need
from storage.covers import stands_in_for


@dataclass(frozen=True, slots=True)
class Seen:
    """What of a case only some lawyers are concerned by: their ids."""

    asked: Collection[str]
    conflicted: Collection[str]
    knowing: Collection[str]
    earlier: Collection[str]
    unreachable: Collection[str]


class Standing:
    """Every lawyer as routing sees him, and who knows which employer and which worker."""

    def __init__(self, world: World, fairness_over: timedelta) -> None:
        self.people: Mapping[str, Person] = {person.id: person for person in world.lawyers}
        self._over = fairness_over
        self._views: dict[str, dict[str, Lawyer]] = {}
        for person in world.lawyers:
            self._views.setdefault(area(person.unit), {})[person.id] = _view(person)
        self._offers: deque[tuple[datetime, str]] = deque()
        self._away: dict[str, str | None] = {}
        self._knowing: dict[str, Counter[str]] = {}
        self._earlier: dict[str, set[str]] = {}
        self._acting = Acting({person.id: person.clients for person in world.lawyers})
        self._desk_only = {
            where: frozenset(one for one in views if not self.people[one].linked)
            for where, views in self._views.items()
        }

    def lawyer(self, staff_id: str) -> Lawyer:
        """One of them as he stands."""
        return self._views[area(self.people[staff_id].unit)][staff_id]

    def is_away(self, staff_id: str) -> bool:
        """Whether he is on leave."""
        return staff_id in self._away

    def in_area(self, where: str) -> Collection[Lawyer]:
        """Those who work in a prefecture, or for the province."""
        return self._views.get(where, {}).values()

    def seen(self, told: Told, asked: Collection[str], where: str, in_time: bool) -> Seen:
        """Whom something of a case concerns; not `in_time`: who has no chat would see an offer too late."""
        knowing = +self._knowing.get(told.called, Counter())
        unreachable = frozenset[str]() if in_time else self._desk_only.get(where, frozenset())
        return Seen(asked, self.conflicted(told), knowing, self._earlier.get(told.worker, ()), unreachable)

    def conflicted(self, told: Told) -> frozenset[str]:
        """Who acts for whoever the worker names."""
        return self._acting.against(told.called)

    def candidates(self, where: str, seen: Seen) -> list[Lawyer]:
        """Those of an area, each as he is seen from a case."""
        views = self._views.get(where, {})
        concerned = {*seen.asked, *seen.conflicted, *seen.knowing, *seen.earlier, *seen.unreachable} & views.keys()
        if not concerned:
            return list(views.values())
        return [_seen_by(one, seen) if one.id in concerned else one for one in views.values()]

    def offered(self, staff_id: str, at: datetime) -> None:
        """He has one more offer to answer, which counts as his for some weeks."""
        self._offers.append((at, staff_id))
        self._change(staff_id, waiting=1, recent=1)

    def settled(self, staff_id: str) -> None:
        """He has one offer less to answer."""
        self._change(staff_id, waiting=-1)

    def takes(self, staff_id: str, told: Told) -> None:
        """He has one more case."""
        self._change(staff_id, load=1)
        self._knowing.setdefault(told.called, Counter())[staff_id] += 1
        self._earlier.setdefault(told.worker, set()).add(staff_id)

    def leaves_off(self, staff_id: str, told: Told) -> None:
        """He has one case less."""
        self._change(staff_id, load=-1)
        self._knowing[told.called][staff_id] -= 1

    def forget(self, now: datetime) -> None:
        """Offers made long ago count no more."""
        while self._offers and self._offers[0][0] < now - self._over:
            self._change(self._offers.popleft()[1], recent=-1)

    def goes(self, staff_id: str, cover: str | None) -> None:
        """He goes on leave."""
        self._away[staff_id] = cover
        self._set(staff_id, away=True)
        self._cover_anew(staff_id)

    def returns(self, staff_id: str) -> None:
        """He is back."""
        del self._away[staff_id]
        self._set(staff_id, away=False)
        self._cover_anew(staff_id)

    def _cover_anew(self, staff_id: str) -> None:
        """Who stands in for whom, in the body of somebody who goes or comes; nobody stands in for another body."""
        unit = self.people[staff_id].unit
        absent = {one: cover for one, cover in self._away.items() if self.people[one].unit == unit}
        covers = stands_in_for(absent)
        for one in self.in_area(area(unit)):
            if one.covers != (its := covers.get(one.id, ())) and self.people[one.id].unit == unit:
                self._set(one.id, covers=its)

    def _change(self, staff_id: str, *, load: int = 0, waiting: int = 0, recent: int = 0) -> None:
        now = self.lawyer(staff_id)
        self._put(replace(now, load=now.load + load, waiting=now.waiting + waiting, recent=now.recent + recent))

    def _set(self, staff_id: str, *, away: bool | None = None, covers: tuple[str, ...] | None = None) -> None:
        now = self.lawyer(staff_id)
        is_away, its = now.away if away is None else away, now.covers if covers is None else covers
        self._put(replace(now, away=is_away, covers=its))

    def _put(self, lawyer: Lawyer) -> None:
        self._views[area(self.people[lawyer.id].unit)][lawyer.id] = lawyer


def area(unit: str) -> str:
    """The prefecture in which a body stands; the province for what stands above."""
    return f"{unit[:4]}00" if is_local(unit) else PROVINCE


def need_of(told: Told) -> Need:
    """What a case asks for."""
    return Need(told.kind, told.district, told.number, told.language)


def above(where: str) -> Iterable[str]:
    """Where a case is offered when nobody in an area can have it."""
    return () if where == PROVINCE else (PROVINCE,)


def _view(person: Person) -> Lawyer:
    return Lawyer(person.id, person.place, person.subjects, person.capacity, languages=person.languages)


def _seen_by(one: Lawyer, seen: Seen) -> Lawyer:
    return replace(
        one,
        asked_before=one.id in seen.asked,
        conflict=one.id in seen.conflicted,
        knows_employer=one.id in seen.knowing,
        was_his=one.id in seen.earlier,
        reachable=one.id not in seen.unreachable,
    )
