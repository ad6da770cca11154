"""How the desk puts amounts, times and labels."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from desk.words import Words
from storage.cases import Ending, Status
from storage.people import ROLES
from texts import LANGUAGES, Language, Texts

KINDS: tuple[str, ...] = ("wages", "dismissal", "contract", "overtime", "injury", "insurance")
KINDS += ("safety", "hardship", "legal_aid", "consultation", "opinion", "other")


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts.load()


def test_time_is_that_of_china(texts: Texts) -> None:
    """
    What happened at half past four in the afternoon, Greenwich, is read as half past midnight in China.
    """
    words, at = Words(texts, "zh-CN"), datetime(2026, 11, 22, 16, 30, tzinfo=UTC)

    assert words.time(at) == "2026-11-23 00:30"
    assert words.age(at, datetime(2026, 11, 23, 1, 0, tzinfo=UTC)) == "今天"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stored_word_has_a_name(texts: Texts, language: Language) -> None:
    """
    No status, ending, kind, role or urgency is shown to a colleague as the bare value.
    """
    words = Words(texts, language)
    stored = {"status": get_args(Status), "ending": get_args(Ending), "kind": KINDS, "role": ROLES}

    for group, values in {**stored, "urgency": ("normal", "high", "urgent")}.items():
        for value in values:
            assert words.has(f"{group}_{value}"), f"{group}_{value}"
    assert words.label("kind", "brand_new") == "brand_new"
