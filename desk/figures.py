"""The figures of a supervisor's unit and of those below it: numbers, the rates that follow, two charts to print."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from cases import counting
from cases.counting import BY, By, Figures, Key, Report
from desk.bars import Pair, bars
from desk.pages import Pages
from desk.refusals import NotThere
from desk.visitors import Visit, Visitors
from desk.words import Words
from storage import people
from storage.clock import CHINA
from storage.database import Database, Transaction

_MONTHS = 12  # that a chart shows at most, the last ones
_RATES = ("response", "acceptance", "result", "solution", "satisfaction")


@dataclass(frozen=True, slots=True)
class Asked:
    """The days, how they are grouped, and whether it is for somebody outside: then the smallest groups are left out."""

    first: date
    last: date
    by: By
    outside: bool


class FiguresPage:
    """The page for supervisors; nobody else finds it."""

    def __init__(self, database: Database, pages: Pages, visitors: Visitors) -> None:
        self._database, self._pages, self._visitors = database, pages, visitors

    def add_to(self, router: APIRouter) -> None:
        """Mount the page."""
        router.get("/figures", response_model=None)(self.show)

    def show(self, request: Request) -> Response:
        """The figures of the days asked for; of the last twelve months if none are."""
        visit = self._visitors.signed_in(request)
        if not visit.supervises:
            raise NotThere
        asked = _asked(request, self._database.clock().astimezone(CHINA).date())
        shown = self._database.read(lambda tx: _shown(tx, visit, asked))
        return self._pages.page("figures.html", visit.words, visit, 200, asked=asked, groups=BY, **shown)


def _asked(request: Request, today: date) -> Asked:
    """What the address asks for; what is no date is as if it were not there."""
    query = request.query_params
    last = _day(query.get("to", "")) or today
    first = _day(query.get("from", "")) or date(last.year - (last.month < 12), last.month % 12 + 1, 1)
    by: By = next((one for one in BY if one == query.get("by")), "month")
    return Asked(min(first, last), last, by, query.get("outside") == "1")


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _shown(tx: Transaction, visit: Visit, asked: Asked) -> dict[str, object]:
    unit = visit.colleague.unit
    report = counting.count_below(tx, asked.first, asked.last, (asked.by,), unit)
    months = counting.count_below(tx, asked.first, asked.last, ("month",), unit)
    hidden = counting.hidden(report) if asked.outside else frozenset[Key]()
    few = counting.hidden(months) if asked.outside else frozenset[Key]()
    names = {body.code: body.name for body in people.units(tx)}
    rows = [
        (_named(visit.words, asked.by, key[0], names), _line(its, key in hidden)) for key, its in report.rows.items()
    ]
    return {
        "rows": rows,
        "total": _line(report.total, False),
        "unit": names.get(unit, unit),
        "rates": _RATES,
        "charts": _charts(visit.words, months, few),
        "any": bool(report.rows),
    }


def _line(its: Figures, hidden: bool) -> Mapping[str, Any] | None:
    """The figures as they are shown; None where one of few people could be known by them."""
    return None if hidden else its.plain()


def _named(words: Words, by: By, value: str, names: Mapping[str, str]) -> str:
    match by:
        case "unit":
            return names.get(value, value)
        case "kind":
            return words.label("kind", value)
        case "sector":
            return words.say(f"figures.sector_{value}")
    return value


def _charts(words: Words, months: Report, few: frozenset[Key]) -> list[Markup]:
    """What was solved and what came in, month by month: what the worker confirmed beside what staff state."""
    shown = [(key[0], its) for key, its in months.rows.items() if key not in few][-_MONTHS:]
    if not shown:
        return []
    named = (words.say("figures.by_worker"), words.say("figures.by_staff"))
    solved = [_solved(month, its) for month, its in shown]
    money = [_money(month, its) for month, its in shown]
    most = max((value for pair in money for value in (pair.first, pair.second)), default=0.0)
    return [
        bars(solved, words.say("figures.chart_solved"), named, 1.0, "solved"),
        bars(money, words.say("figures.chart_money"), named, most, "money"),
    ]


def _solved(month: str, its: Figures) -> Pair:
    plain = its.plain()["solution"]
    first, second = plain["rate"], plain["rate_stated_by_staff"]
    return Pair(month, first or 0.0, second or 0.0, _percent(first), _percent(second))


def _money(month: str, its: Figures) -> Pair:
    first, second = float(its.confirmed), float(its.stated)
    return Pair(month, first, second, f"{its.confirmed:,.0f}", f"{its.stated:,.0f}")


def _percent(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:.1%}"
