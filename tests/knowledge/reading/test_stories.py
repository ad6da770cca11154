from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import FileError
from knowledge.evaluation.stories import NUMBERS, REST, Facts, Share, Story, judge, read_stories, together
from knowledge.reading.story import read_story

NOTHING: Facts = dict.fromkeys((*NUMBERS, *REST))


def told(facts: Facts, also_ok: Mapping[str, Sequence[object]] | None = None) -> Story:
    text = "在幸福村金色家园工地干活，老板欠我三万二"
    return Story("s", text, date(2026, 5, 1), {**NOTHING, **facts}, also_ok or {})


def shares(story: Story, read: Facts) -> Mapping[str, Share]:
    return judge([story], {story.id: read})[0]


def test_our_own_stories_are_read_as_well_as_agreed() -> None:
    stories = read_stories()
    found, misses = judge(stories, {it.id: read_story(it.text, it.asked_on).as_json() for it in stories})
    numbers, rest = together(found, NUMBERS), together(found, REST)
    assert min(numbers.precision, rest.precision) >= 0.95, misses
    assert min(numbers.recall, rest.recall) >= 0.9, misses


def test_a_number_may_be_off_by_half_a_percent() -> None:
    owed = told({"amount_owed": 32000})
    assert shares(owed, {"amount_owed": 32100})["amount_owed"] == Share(1, 1, 1)
    assert shares(owed, {"amount_owed": 33000})["amount_owed"] == Share(0, 1, 1)


def test_a_piece_may_be_longer_or_shorter_but_must_stand_in_the_text() -> None:
    site = told({"site": "金色家园"})
    assert site.is_right("site", "金色家园工地")
    assert not site.is_right("site", "金")
    assert not site.is_right("site", "金色家园小区")


def test_what_is_not_said_must_stay_open_unless_either_is_right() -> None:
    assert shares(told({}), {"headcount": 3})["headcount"] == Share(0, 1, 0)
    assert told({"headcount": 3}, {"headcount": [None]}).is_right("headcount", None)


def test_whether_a_sum_is_rough_counts_only_with_a_sum() -> None:
    assert shares(told({}), {"amount_approx": True})["amount_approx"] == Share(0, 0, 0)


def test_a_line_that_is_no_story_is_named(tmp_path: Path) -> None:
    file = tmp_path / "stories.jsonl"
    file.write_text('{"id": "1", "text": "欠我三万"}\n', "utf-8")
    with pytest.raises(FileError, match="line 1"):
        read_stories(file)
