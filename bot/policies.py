"""The rules that a federation set for itself in a file, HOTLINE_POLICY; a wrong one is a sentence that names it."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

from bot.fonts import chinese_letters
from bot.settings import Settings, WrongSetting
from cases.office import Office
from cases.policy import Level, Periods, Policy, Span, Told, read_periods
from cases.routing import Weights
from knowledge.local_facts import OFFICES
from storage.models import Step
from texts import Texts

_CLASSES = ("urgent", "high", "normal")
_STEPS: tuple[Step, ...] = get_args(Step)
_SPAN = re.compile(r"(\d{1,4}) (minute|hour|day)s?( round the clock)?")
_NOT_THEIRS = ("notices", "cards", "public_url", "offices")  # what the other settings say
_FORMS = {"city": re.compile(r"\d{6}"), "prefix": re.compile(r"[A-Z]{1,6}")}


class _Wrong(Exception):
    """What stands at a place of the file, and what should."""


def office(settings: Settings | None = None) -> Office:
    """Our words and this federation's rules, for a command; raises WrongSetting."""
    return Office(Texts.load(), policy(settings or Settings.read()))


def policy(settings: Settings) -> Policy:
    """The rules: those of the file before those that ship; raises WrongSetting."""
    here = Policy(
        public_url=settings.public_url or "", notices=settings.notice_url is not None, cards=bool(chinese_letters())
    )
    return _changed(here, settings.policy) if settings.policy else here


def _changed(shipped: Policy, file: Path) -> Policy:
    try:
        told = tomllib.loads(file.read_text("utf-8"))
        return replace(shipped, **{name: _value(shipped, name, value) for name, value in told.items()})
    except OSError as error:
        raise WrongSetting(f"HOTLINE_POLICY names {file}, which cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongSetting(f"The file of HOTLINE_POLICY, {file}, is not TOML: {error}.") from None
    except _Wrong as wrong:
        raise WrongSetting(f"In the file of HOTLINE_POLICY, {file}, {wrong}.") from None


def _value(shipped: Policy, name: str, value: object) -> Any:
    if name in _READERS:
        return _READERS[name](shipped, value)
    if name in _NOT_THEIRS or name not in {one.name for one in fields(Policy)}:
        raise _Wrong(f"{name} is not something that can be set")
    usual = getattr(shipped, name)
    if isinstance(usual, Span):
        return _span(name, value)
    if isinstance(usual, timedelta):
        return _calendar_time(name, value)
    if isinstance(usual, float):
        return _share(name, value)
    if isinstance(usual, int):
        return _number(name, value)
    if isinstance(usual, str):
        return _text(name, value)
    raise _Wrong(f"{name} is not something that can be set")


def _opening(_: Policy, value: object) -> Periods:
    try:
        periods = read_periods(",".join(value)) if isinstance(value, list) else None
    except (ValueError, TypeError):
        periods = None
    if periods is None:
        raise _wrong("opening", value, 'periods of a day in their order, such as ["08:30-12:00", "14:30-18:00"]')
    return periods


def _times(shipped: Policy, value: object) -> Mapping[str, Mapping[Step, Span]]:
    told = _table("times", value, _CLASSES)
    spans: dict[str, dict[Step, Span]] = {
        urgency: {step: _span(f"times.{urgency}.{step}", its[step]) for step in _STEPS if step in its}
        for urgency in told
        for its in [_table(f"times.{urgency}", told[urgency], _STEPS)]
    }
    return {urgency: {**usual, **spans.get(urgency, {})} for urgency, usual in shipped.times.items()}


def _levels(shipped: Policy, value: object) -> Mapping[Step, tuple[Level, ...]]:
    told = _table("levels", value, _STEPS)
    levels: dict[Step, tuple[Level, ...]] = {
        step: tuple(_level(f"levels.{step}", one) for one in _list(f"levels.{step}", told[step]))
        for step in _STEPS
        if step in told
    }
    return {**shipped.levels, **levels}


def _working_days(place: str) -> Callable[[Policy, object], Mapping[str, int]]:
    """A reader of working days for each kind of office to which cases are handed over."""

    def read(shipped: Policy, value: object) -> Mapping[str, int]:
        told = _table(place, value, OFFICES)
        days = {kind: _number(f"{place}.{kind}", its) for kind, its in told.items()}
        if none := [kind for kind, its in days.items() if not its]:
            raise _wrong(f"{place}.{none[0]}", 0, "at least 1 working day")
        return {**getattr(shipped, place), **days}

    return read


def _level(place: str, value: object) -> Level:
    told = _table(place, value, ("at", "tell", "move"))
    at, tell, move = told.get("at"), _list(f"{place}.tell", told.get("tell")), told.get("move", False)
    if isinstance(at, bool) or not isinstance(at, int | float) or not 0 < at <= 10:
        raise _wrong(f"{place}.at", at, "a share of the time, such as 0.75, or 1 for when it runs out")
    if any(one not in get_args(Told) for one in tell):
        raise _wrong(f"{place}.tell", tell, f"a list of {', '.join(get_args(Told))}")
    if not isinstance(move, bool) or (move and (place != "levels.first_words" or at < 1)):
        raise _wrong(f"{place}.move", move, "true or false, and true only for first_words from 1 on")
    return Level(float(at), tuple(tell), move)


def _span(place: str, value: object) -> Span:
    match = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if match is None or not int(match[1]):
        raise _wrong(place, value, 'such as "2 hours", "1 day" or "15 minutes round the clock"')
    around = match[3] is not None
    if match[2] == "day":
        return Span(days=int(match[1]), round_the_clock=around)
    return Span(time=timedelta(**{f"{match[2]}s": int(match[1])}), round_the_clock=around)


def _calendar_time(place: str, value: object) -> timedelta:
    span = _span(place, value)
    return timedelta(days=span.days) + span.time


def _number(place: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _wrong(place, value, "a whole number, not below 0")
    return value


def _share(place: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise _wrong(place, value, "a share from 0 to 1")
    return float(value)


def _text(place: str, value: object) -> str:
    form = _FORMS.get(place)
    if not isinstance(value, str) or (form and not form.fullmatch(value)):
        raise _wrong(place, value, "six digits of GB/T 2260" if place == "city" else "one to six letters A to Z")
    return value


def _table(place: str, value: object, names: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong(place, value, f"a table of {', '.join(names)}")
    if unknown := [name for name in value if name not in names]:
        raise _Wrong(f"{place}.{unknown[0]} is not something that can be set; there are {', '.join(names)}")
    return value


def _list(place: str, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise _wrong(place, value, "a list")
    return value


def _wrong(place: str, value: object, form: str) -> _Wrong:
    return _Wrong(f"{place} is {value!r} and must be {form}")


def _weights(shipped: Policy, value: object) -> Weights:
    names = [one.name for one in fields(Weights)]
    if not isinstance(value, dict) or not set(value) <= set(names):
        raise _wrong("weights", value, f"a table with any of {', '.join(names)}")
    wrong = [one for one in value.values() if isinstance(one, bool) or not isinstance(one, int)]
    if wrong:
        raise _wrong("weights", wrong[0], "whole numbers")
    return replace(shipped.weights, **value)


_READERS: Mapping[str, Callable[[Policy, object], object]] = {
    "opening": _opening,
    "times": _times,
    "levels": _levels,
    "weights": _weights,
    **{place: _working_days(place) for place in ("referral_answers", "referral_results")},
}
