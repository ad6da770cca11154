"""The peers of `benchmarks/reading.py`: what they tell of a story, put into our facts without help from our code."""

import re
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from knowledge.evaluation.stories import Facts, Story

Read = Callable[[Story], Facts]

_MARKED = re.compile(r"(\d+(?:\.\d+)?)(?:元|块)")


def peers() -> dict[str, Read]:
    """Those that are installed, by name."""
    found: dict[str, Read] = {}
    for name, reader in (("jionlp", _jionlp), ("cn2an", _cn2an)):
        try:
            found[name] = reader(import_module(name))
        except ModuleNotFoundError:
            print(f"{name} is not installed and left out: pip install {name}")
    return found


def _cn2an(cn2an: Any) -> Read:
    def read(story: Story) -> Facts:
        try:
            figures = cn2an.transform(story.text)
        except (ValueError, KeyError, IndexError):  # what it raises for numerals it cannot read
            figures = story.text
        sums = [float(one) for one in _MARKED.findall(figures)]
        return {"amount_owed": max(sums)} if sums else {}

    return read


def _jionlp(jio: Any) -> Read:
    def read(story: Story) -> Facts:
        return {
            **_sum(jio.ner.extract_money(story.text, with_parsing=True)),
            **_months(jio, story),
            **_place(jio.recognize_location(story.text)),
        }

    return read


def _sum(found: list[dict[str, Any]]) -> Facts:
    """The largest sum as what is owed, rough where it says so."""
    sums = [it["detail"] for it in found if isinstance(it["detail"]["num"], str)]
    largest = max(sums, key=lambda it: float(it["num"]), default=None)
    if largest is None:
        return {}
    return {
        "amount_owed": float(largest["num"]),
        "amount_approx": True if largest["definition"] != "accurate" else None,
    }


def _months(jio: Any, story: Story) -> Facts:
    """The first span of time that lasts longer than a day as the months that are owed."""
    base = time.mktime(story.asked_on.timetuple())
    for it in jio.ner.extract_time(story.text, time_base=base, with_parsing=True):
        if it["type"] == "time_span":
            first, last = it["detail"]["time"]
            return {"owed_from": first[:7], "owed_to": last[:7]}
    return {}


def _place(found: dict[str, Any]) -> Facts:
    """The smallest part of the first place."""
    places = found["domestic"] or []
    parts = [part for part in places[0][0].values() if part] if places else []
    return {"place": parts[-1]} if parts else {}
