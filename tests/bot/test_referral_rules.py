"""What a federation sets for the offices to which it hands cases over: days in its rules, names in its local facts."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.door import open_door
from bot.policies import policy
from bot.settings import Settings, WrongSetting

SECRET = SecretStr("a secret that only this test knows, 32")
OFFICE = """
[[receivers]]
kind = "inspection"
name = "某某区劳动保障监察大队"
source = "某某区政府网站"
checked_on = 2026-11-20
expires = 2027-12-31
"""


def settings(folder: Path, **files: str) -> Settings:
    """Settings that name these files, written with this content."""
    named = {name: folder / f"{name}.toml" for name in files}
    for name, text in files.items():
        named[name].write_text(text, "utf-8")
    return Settings(data_dir=folder, secret_key=SECRET, **named)  # type: ignore[arg-type]


def test_days_of_one_office_leave_those_of_the_others(tmp_path: Path) -> None:
    """
    Whoever gives the inspection ten days gives nobody else any.
    """
    rules = policy(settings(tmp_path, policy="[referral_answers]\ninspection = 10\n"))

    assert (rules.referral_answers["inspection"], rules.referral_answers["court"]) == (10, 7)


@pytest.mark.parametrize(
    ("rule", "said"), [("inspection = 0", "at least 1 working day"), ("inspectors = 3", "inspectors is not something")]
)
def test_a_wrong_rule_is_named(tmp_path: Path, rule: str, said: str) -> None:
    """
    No days at all and an office that there is not stop the start with a sentence.
    """
    with pytest.raises(WrongSetting, match=said):
        policy(settings(tmp_path, policy=f"[referral_answers]\n{rule}\n"))


def test_the_offices_of_the_local_facts_reach_the_desk(tmp_path: Path) -> None:
    """
    What the federation's own file names is what the rules of the running hotline hold.
    """
    door = open_door(settings(tmp_path, local_facts=OFFICE))

    assert [one.name for one in door.office.policy.offices] == ["某某区劳动保障监察大队"]
