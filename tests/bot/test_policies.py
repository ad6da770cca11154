"""The federation's own rules: read from a file, and each wrong one named in a sentence."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.policies import policy
from bot.settings import Settings, WrongSetting
from cases.policy import Level, Policy, Span

RULES = """
opening = ["09:00-12:00", "13:30-17:00", "19:00-21:00"]
silent_lawyers = 3
follow_up_after = "4 days"
worker_answers_within = "10 days"

[times.urgent]
accept = "5 minutes round the clock"

[times.normal]
accept = "4 hours"
result = "20 days"

[[levels.result]]
at = 0.5
tell = ["owner"]

[[levels.result]]
at = 2
tell = ["supervisor", "unit_above"]
"""


def read(folder: Path, rules: str) -> Policy:
    """The rules of a file that says so."""
    file = folder / "policy.toml"
    file.write_text(rules, "utf-8")
    return policy(Settings(policy=file))


def test_a_federation_sets_its_own_rules(tmp_path: Path) -> None:
    """
    Three opening periods a day, other times and other levels; what the file is silent about stays as it ships.
    """
    own, shipped = read(tmp_path, RULES), Policy()

    assert own.opening[2] == (time(19), time(21))
    assert own.allowed("urgent", "accept") == (None, timedelta(minutes=5))
    assert own.allowed("normal", "accept") == (own.opening, timedelta(hours=4))
    assert own.allowed("normal", "result") == (own.opening, timedelta(hours=20 * 8.5))
    assert own.times["normal"]["first_words"] == shipped.times["normal"]["first_words"]
    assert own.levels["result"] == (Level(0.5, ("owner",)), Level(2, ("supervisor", "unit_above")))
    assert own.levels["first_words"] == shipped.levels["first_words"]
    assert (own.silent_lawyers, own.follow_up_after) == (3, timedelta(days=4))
    assert own.worker_answers_within == Span(days=10)


def test_without_a_file_the_rules_are_those_that_ship() -> None:
    """
    Nothing has to be set.
    """
    assert policy(Settings()).times == Policy().times


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ('[times.normal]\naccept = "soon"', "times.normal.accept is 'soon' and must be such as \"2 hours\""),
        ('[times.normal]\naccept = "0 hours"', "times.normal.accept is '0 hours'"),
        ("[times.slow]", "times.slow is not something that can be set; there are urgent, high, normal"),
        ('[times.high]\nclosing = "1 day"', "times.high.closing is not something that can be set"),
        ('opening = ["12:00-08:00"]', "opening is ['12:00-08:00'] and must be periods of a day"),
        ('opening = ["08:00-12:00", "11:00-17:00"]', "must be periods of a day in their order"),
        ("opening = []", "must be periods of a day in their order"),
        ('[[levels.result]]\nat = 1\ntell = ["boss"]', "levels.result.tell is ['boss']"),
        ('[[levels.result]]\nat = 0\ntell = ["owner"]', "levels.result.at is 0 and must be a share"),
        ('[[levels.result]]\nat = 1\ntell = ["owner"]\nmove = true', "levels.result.move is True"),
        ("silent_lawyers = -1", "silent_lawyers is -1 and must be a whole number"),
        ("check_share = 2", "check_share is 2 and must be a share from 0 to 1"),
        ('city = "天水"', "city is '天水' and must be six digits"),
        ("colour = 1", "colour is not something that can be set"),
        ('public_url = "https://x"', "public_url is not something that can be set"),
        ("opening = [", "is not TOML"),
    ],
)
def test_a_wrong_rule_names_itself(tmp_path: Path, rules: str, sentence: str) -> None:
    """
    One sentence that names the setting, the file, the place and what it should be.
    """
    with pytest.raises(WrongSetting) as told:
        read(tmp_path, rules)

    assert "HOTLINE_POLICY" in str(told.value)
    assert "policy.toml" in str(told.value)
    assert sentence in str(told.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """
    A name mistyped is not the same as no file.
    """
    with pytest.raises(WrongSetting, match=r"HOTLINE_POLICY names .*cannot be read"):
        policy(Settings(policy=tmp_path / "none.toml"))
