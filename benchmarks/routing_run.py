"""A winter of cases on the real routing and the real clocks, event by event over simulated time.

What happens follows cases.assigning, cases.escalating and cases.queueing: an offer, an answer or none, the next lawyer,
the supervisor's queue, which empties itself; first words or silence, and then another lawyer, after two of them the
supervisor; the unit above hears of what is long overdue. Only people are made up.
"""

import heapq
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import count

from benchmarks.routing_behaviour import WRITES, decides_after, reaction
from benchmarks.routing_days import Days
from benchmarks.routing_queues import Queues
from benchmarks.routing_record import Record
from benchmarks.routing_running import Running
from benchmarks.routing_standing import Standing, above, area, need_of
from benchmarks.routing_ways import Way
from benchmarks.routing_world import Away, Told, World
from cases import clocks
from cases.clocks import Hours
from cases.policy import Policy
from cases.routing import Choice, Lawyer
from storage.models import Step

_FOR_GOOD = frozenset(("inactive", "conflict", "licence", "asked_before", "subject"))  # what no waiting changes


class Simulation:
    """One winter, with one way of choosing."""

    def __init__(self, world: World, policy: Policy, choose: Way, record: Record, days: Days | None = None) -> None:
        self._world, self._policy, self._choose, self._record, self._days = world, policy, choose, record, days
        self._standing, self._queues = Standing(world, policy.fairness_over), Queues()
        self._parents = {body.code: body.parent for body in world.bodies}
        self._cases: dict[str, Running] = {}
        self._due: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order, self._marks = count(), count()
        self.now = world.begins
        self.decisions, self.seconds_deciding, self.longest_queue = 0, 0.0, 0

    def run(self) -> None:
        """Let everything happen, until every case has ended."""
        for leave in self._world.leaves:
            self._at(leave.begins, lambda leave=leave: self._goes(leave))  # type: ignore[misc]
        if self._days:
            for n in range(self._world.days):
                self._at(self._world.begins + timedelta(days=n), self._look_at_day)
        coming = iter(self._world.complaints)
        self._next_of(coming.__next__)
        while self._due:
            self.now, _, verb = heapq.heappop(self._due)
            verb()

    def _next_of(self, take: Callable[[], Told]) -> None:
        """One complaint waits at a time, so that the heap stays small."""
        try:
            told = take()
        except StopIteration:
            return
        self._at(told.at, lambda: self._arrives(told))
        self._at(told.at, lambda: self._next_of(take))

    def _at(self, when: datetime, verb: Callable[[], None]) -> None:
        heapq.heappush(self._due, (when, next(self._order), verb))

    def _look_at_day(self) -> None:
        if self._days:
            self._standing.forget(self.now)
            self._days.compare(self.now, self._standing)

    # a case arrives and is offered

    def _arrives(self, told: Told) -> None:
        case = self._cases[told.number] = Running(told, f"S{told.district}")
        self._record.write(self.now, "opened", told.number, urgency=told.urgency, district=told.district)
        self._record.owner(self.now, told.number, None, case.owner)
        self._offer_next(case)

    def _offer_next(self, case: Running) -> None:
        """Ask the best lawyer not asked yet; if nobody is left it waits with its supervisor."""
        choice, seen = self._decide(case)
        if choice.chosen is not None:
            self._offer(case, choice)
            return
        self._record.write(self.now, "nobody_free", case.told.number)
        self._queues.put(case.told)
        self.longest_queue = max(self.longest_queue, len(self._queues))
        if seen <= _FOR_GOOD:
            self._have_assigned(case)
        elif "unreachable" in seen:
            self._try_at_opening(case)

    def _decide(self, case: Running) -> tuple[Choice, set[str]]:
        """Whom we would ask, in the prefecture or else above, and why the others are ruled out."""
        start = time.perf_counter()
        self._standing.forget(self.now)
        near, lawyers = area(case.told.district), list[Lawyer]()
        for where in (near, *above(near)):
            seen = self._standing.seen(case.told, case.asked, where, self._in_time(case.told))
            lawyers += self._standing.candidates(where, seen)
            choice = self._choose(need_of(case.told), lawyers)
            if choice.chosen is not None:
                break
        self.decisions += 1
        self.seconds_deciding += time.perf_counter() - start
        return choice, set(choice.ruled_out.values())

    def _in_time(self, told: Told) -> bool:
        """Whether the office opens before an offer made now would have run out."""
        hours, span = self._policy.allowed(told.urgency, "accept")
        due = clocks.after_working(hours, self.now, span)
        return clocks.next_opening(self._policy.opening, self.now) < due

    def _offer(self, case: Running, choice: Choice) -> None:
        lawyer, told = choice.eligible[0].id, case.told
        self._queues.take(told)
        case.offered_to = lawyer
        case.asked.add(lawyer)
        self._standing.offered(lawyer, self.now)
        hours, span = self._policy.allowed(told.urgency, "accept")
        due_at = clocks.after_working(hours, self.now, span)
        points = choice.eligible[0].total
        self._record.write(self.now, "offered", told.number, lawyer=lawyer, due_at=due_at, points=points)
        mark = self._start(case, "accept", hours, span)
        self._at(due_at, lambda: self._runs_out(case, lawyer, mark))
        its = reaction(self._world.seed, self._standing.people[lawyer], told, self.now, hours)
        if its.answer != "silent" and its.at < due_at:
            self._at(its.at, lambda: self._answers(case, lawyer, mark, its.answer, its.writes_in))

    def _answers(self, case: Running, lawyer: str, mark: int, answer: str, writes_in: float | None) -> None:
        """He accepts or declines, unless he has gone on leave meanwhile: then his offer runs out."""
        if not self._counts(case, "accept", mark) or self._standing.is_away(lawyer):
            return
        self._settle(case)
        self._record.write(self.now, answer, case.told.number, lawyer=lawyer)
        if answer == "accepted":
            self._taken_by(case, lawyer, writes_in)
        else:
            self._offer_next(case)
            self._drain(lawyer)

    def _runs_out(self, case: Running, lawyer: str, mark: int) -> None:
        if self._counts(case, "accept", mark):
            self._settle(case)
            self._record.write(self.now, "timed_out", case.told.number, lawyer=lawyer)
            self._offer_next(case)
            self._drain(lawyer)

    def _settle(self, case: Running) -> None:
        self._standing.settled(case.offered_to or "")
        case.offered_to = None
        case.clocks.pop("accept", None)

    # a lawyer has it

    def _taken_by(self, case: Running, lawyer: str, writes_in: float | None) -> None:
        self._own(case, lawyer)
        case.lawyer = lawyer
        self._standing.takes(lawyer, case.told)
        hours, span = self._policy.allowed(case.told.urgency, "first_words")
        mark = self._start(case, "first_words", hours, span)
        self._at(clocks.after_working(hours, self.now, span), lambda: self._stays_silent(case, lawyer, mark))
        if writes_in is not None:
            writes_at = clocks.after_working(hours, self.now, span * writes_in)
            self._at(writes_at, lambda: self._writes(case, lawyer, mark))
        if not case.result_runs:
            case.result_runs = True
            self._start(case, "result", *self._policy.allowed(case.told.urgency, "result"))

    def _writes(self, case: Running, lawyer: str, mark: int) -> None:
        if self._counts(case, "first_words", mark):
            del case.clocks["first_words"]
            self._record.write(self.now, "words", case.told.number, lawyer=lawyer)
            self._at(self.now + timedelta(days=case.told.days), lambda: self._ends(case, lawyer))

    def _stays_silent(self, case: Running, lawyer: str, mark: int) -> None:
        """The case is taken from him and goes on; after so many who were silent its supervisor keeps it."""
        if not self._counts(case, "first_words", mark):
            return
        del case.clocks["first_words"]
        case.silent.add(lawyer)
        self._record.write(self.now, "taken_away", case.told.number, lawyer=lawyer)
        self._give_up(case, lawyer)
        self._own(case, f"S{case.told.district}")
        if len(case.silent) < self._policy.silent_lawyers:
            self._offer_next(case)
        else:
            self._record.write(self.now, "kept_above", case.told.number)
            self._have_assigned(case)
        self._drain(lawyer)

    def _ends(self, case: Running, lawyer: str) -> None:
        if case.lawyer == lawyer and not case.ended:
            case.ended = True
            case.clocks.clear()
            self._record.write(self.now, "closed", case.told.number, lawyer=lawyer)
            self._give_up(case, lawyer)
            self._drain(lawyer)

    def _give_up(self, case: Running, lawyer: str) -> None:
        case.lawyer = None
        self._standing.leaves_off(lawyer, case.told)

    def _own(self, case: Running, staff_id: str) -> None:
        self._record.owner(self.now, case.told.number, case.owner, staff_id)
        case.owner = staff_id

    # what waits, and what a supervisor does himself

    def _drain(self, lawyer: str) -> None:
        """He has room: what waits longest among the most urgent of what he may have is offered."""
        where = area(self._standing.people[lawyer].unit)
        for number in self._queues.in_order(where):
            one = self._standing.lawyer(lawyer)
            if one.away or one.load + one.waiting >= one.capacity:
                return
            case = self._cases[number]
            if self._could_have(case, lawyer) and self._reaches(case, lawyer):
                self._try_again(case)

    def _could_have(self, case: Running, lawyer: str) -> bool:
        told = case.told
        fits = told.kind == "other" or told.kind in self._standing.people[lawyer].subjects
        return fits and lawyer not in case.asked and lawyer not in self._standing.conflicted(told)

    def _reaches(self, case: Running, lawyer: str) -> bool:
        return self._standing.people[lawyer].linked or self._in_time(case.told)

    def _try_again(self, case: Running) -> None:
        if case.told.number in self._queues:
            choice, bars = self._decide(case)
            if choice.chosen is not None:
                self._offer(case, choice)
            elif "unreachable" in bars:
                self._try_at_opening(case)

    def _try_at_opening(self, case: Running) -> None:
        """Those whom nothing reaches now are asked when the office opens; once, however often it was tried."""
        opens = clocks.next_opening(self._policy.opening, self.now)
        if case.tried_at != opens:
            case.tried_at = opens
            self._at(opens, lambda: self._try_again(case))

    def _have_assigned(self, case: Running) -> None:
        """Nobody is left to be asked: the supervisor speaks to somebody, in his own time."""
        after = decides_after(self._world.seed, case.told)
        self._at(clocks.after_working(self._policy.opening, self.now, after), lambda: self._assign(case))

    def _assign(self, case: Running) -> None:
        """Whoever has most room of those who are here, not in conflict and not silent; else one from above."""
        if case.offered_to or case.lawyer or case.ended:
            return
        lawyer = self._fittest(case)
        if lawyer is None:
            self._have_assigned(case)
            return
        self._queues.take(case.told)
        self._record.write(self.now, "assigned", case.told.number, lawyer=lawyer, by=case.owner)
        self._taken_by(case, lawyer, WRITES)

    def _fittest(self, case: Running) -> str | None:
        near, barred = area(case.told.district), case.silent | self._standing.conflicted(case.told)
        for where in (near, *above(near)):
            here = [one for one in self._standing.in_area(where) if not one.away and one.id not in barred]
            if here:
                return min(here, key=lambda one: ((one.load + one.waiting) / one.capacity, one.id)).id
        return None

    def _goes(self, leave: Away) -> None:
        if self._standing.is_away(leave.lawyer):
            return
        self._standing.goes(leave.lawyer, leave.cover)
        self._at(leave.ends, lambda: self._returns(leave.lawyer))

    def _returns(self, lawyer: str) -> None:
        self._standing.returns(lawyer)
        self._drain(lawyer)

    # clocks

    def _start(self, case: Running, step: Step, hours: Hours, span: timedelta) -> int:
        """Have everybody told who is to hear of a step that is late; returns the mark of this clock."""
        mark = case.clocks[step] = next(self._marks)
        for level in self._policy.levels[step]:
            told: Sequence[str] = level.tell
            at = clocks.after_working(hours, self.now, span * level.at)
            self._at(at, lambda share=level.at, told=told: self._climbs(case, step, mark, share, told))  # type: ignore[misc]
        return mark

    def _climbs(self, case: Running, step: Step, mark: int, share: float, told: Sequence[str]) -> None:
        if self._counts(case, step, mark):
            kind = "warned" if share < 1 else "missed" if share == 1 else "climbed"
            tell = [self._who(case, one) for one in told]
            self._record.write(self.now, kind, case.told.number, step=step, tell=tell)

    def _who(self, case: Running, told: str) -> str:
        if told == "owner":
            return case.offered_to or case.owner
        unit = case.told.district
        return f"S{self._parents[unit] or unit}" if told == "unit_above" else f"S{unit}"

    def _counts(self, case: Running, step: Step, mark: int) -> bool:
        return case.clocks.get(step) == mark
