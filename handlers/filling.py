"""Facts that were not typed as an answer and yet belong into the form: read from a story, a photo, a poster's link."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from cases.facts import ROUGH
from knowledge.reading.gazetteer import code_of
from knowledge.reading.places import CITY_CODE, find_district
from knowledge.reading.since import owed_since
from knowledge.reading.story import Facts, read_story
from knowledge.script import for_facts
from storage.conversations import Draft

SCANNED = "scanned"  # of a draft: the names of the facts that a poster's code filled in
_READ_AT_MOST = 4_000  # characters of a story
_OF_CITY = CITY_CODE[:4]  # what the codes of its districts and counties begin with


def fill(draft: Draft, found: Mapping[str, str]) -> Draft:
    """The draft with these facts where it has none, marked as read, so that the card asks whether they are right.

    What he answered himself, or said that he does not know, stays; what a poster filled in and he has not confirmed
    gives way to what he tells. Whoever worked in another city is not asked for a district of ours.
    """
    answers: dict[str, str | None] = draft.get("answers", {})
    fresh = {name: value for name, value in found.items() if name not in answers or _gives_way(draft, name, value)}
    read = sorted({*draft.get("read", ()), *fresh})
    elsewhere = {} if "district" in (*answers, *fresh) or not _is_elsewhere(fresh.get("place")) else {"district": None}
    return {**draft, "answers": {**answers, **elsewhere, **fresh}, "read": read}


def told_by(story: str, today: date) -> dict[str, str]:
    """What the form may take from a story of which nothing has been read yet; see `from_story`.

    Others wait meanwhile: of a very long one the beginning and the end are read.
    """
    if len(story) > _READ_AT_MOST:
        story = f"{story[: _READ_AT_MOST // 2]}\n{story[-_READ_AT_MOST // 2 :]}"
    return from_story(read_story(for_facts(story), today), story, today)


def from_story(facts: Facts, story: str, today: date) -> dict[str, str]:
    """What the form may take from a story without asking: no sum that was said roughly, nothing that is only likely."""
    story = for_facts(story)
    district = find_district(story)
    found = {
        "district": district.code if district else None,
        "place": None if district else facts.place,
        "employer": facts.employer,
        "foreman": facts.foreman,
        "site": facts.site,
        "amount": None if facts.amount_approx else _yuan(facts.amount_owed),
        "monthly_wage": _yuan(facts.monthly_wage),
        "daily_wage": _yuan(facts.daily_wage),
        "days_worked": _number(facts.days_worked),
        "months_owed": _number(facts.months_owed),
        "since": facts.owed_from or owed_since(story, today),
        "until": facts.owed_to,
        "headcount": _people(facts),
        "construction": _yes_or_no(facts.construction),
        "has_contract": _yes_or_no(facts.has_written_contract),
        "has_iou": _yes_or_no(facts.has_iou),
        "left_job": _yes_or_no(facts.left_job),
        "contact": facts.phone,
    }
    return {name: value for name, value in found.items() if value is not None}


def _gives_way(draft: Draft, name: str, told: str) -> bool:
    """Whether a fact of a poster is not his word yet, and he tells something else than it holds."""
    is_of_poster = name in draft.get(SCANNED, ()) and name in draft.get("read", ())
    return is_of_poster and told not in draft["answers"][name]


def _is_elsewhere(place: str | None) -> bool:
    code = code_of(place) if place else None
    return code is not None and not code.startswith(_OF_CITY) and not code.endswith("0000")


def _yuan(value: Decimal | None) -> str | None:
    return f"{value.quantize(Decimal('0.01'))}" if value else None


def _number(value: Decimal | None) -> str | None:
    return f"{value.normalize():f}" if value else None


def _people(facts: Facts) -> str | None:
    if facts.headcount:
        return str(facts.headcount)
    return f"{ROUGH}{facts.headcount_min}" if facts.headcount_min else None


def _yes_or_no(flag: bool | None) -> str | None:
    return None if flag is None else "yes" if flag else "no"
