"""What can be said when an office refuses: for every reason, against every office, each on law that there is."""

from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from knowledge.check import check_rebuttals
from knowledge.errors import FieldError, FileError
from knowledge.local_facts import OFFICES, LocalFacts
from knowledge.rebuttals import REASONS, against, read_rebuttals, rebuttals
from storage.referrals import Kind, Reason

TODAY = date(2026, 11, 23)
ONE = """
{reason}:
  - says: 应当受理。
    to: [{to}]
    citations:
      - {{law: {law}, article: "{article}", point: 试}}
"""


def test_offices_and_reasons_are_those_of_the_cases() -> None:
    """
    What a case may be refused for, and by whom, is known here by the same names.
    """
    assert set(OFFICES) == set(get_args(Kind))
    assert set(REASONS) == set(get_args(Reason))
    assert set(rebuttals()) == set(REASONS)


@pytest.mark.parametrize("reason", [one for one in REASONS if one != "other"])
def test_the_labour_inspection_is_never_left_unanswered(reason: str) -> None:
    """
    For each reason by which the inspection may refuse unpaid wages on a site there is something to say.
    """
    assert against(rebuttals(), reason, "inspection", "wages", on_site=True)


def test_what_holds_only_on_sites_is_said_only_there() -> None:
    """
    That the general contractor pays first is no argument for somebody who washed dishes.
    """

    def said(*, on_site: bool) -> str:
        return "".join(one.says for one in against(rebuttals(), "no_contract", "inspection", "wages", on_site=on_site))

    assert "总包先付" in said(on_site=True)
    assert "总包" not in said(on_site=False)


def test_the_law_behind_every_argument_exists() -> None:
    """
    A lawyer finds every article that stands in his letter.
    """
    assert check_rebuttals(rebuttals(), today=TODAY) == []


def read(folder: Path, reason: str = "civil", to: str = "court", law: str = "民法典", article: str = "188") -> Path:
    """A file with one argument, and the other reasons as they ship."""
    file = folder / "rebuttals.yaml"
    others = "".join(
        ONE.format(reason=one, to="court", law="民法典", article="188") for one in REASONS if one != reason
    )
    file.write_text(others + ONE.format(reason=reason, to=to, law=law, article=article), "utf-8")
    return file


def test_a_law_that_does_not_exist_is_found(tmp_path: Path) -> None:
    """
    A mistyped article is named with the argument in which it stands.
    """
    [finding] = check_rebuttals(read_rebuttals(read(tmp_path, article="1880")), today=TODAY)

    assert str(finding).startswith("rebuttals.civil[0] (zh-CN), citations: 民法典 1880")


def test_a_mistake_in_the_file_is_named(tmp_path: Path) -> None:
    """
    An office or a reason that there is not is named with its place.
    """
    with pytest.raises(FieldError, match=r"civil\[0\].to"):
        read_rebuttals(read(tmp_path, to="inspectorate"))
    with pytest.raises(FileError, match="too_early is no reason"):
        read_rebuttals(read(tmp_path, reason="too_early"))


def test_offices_come_from_the_federations_own_file(tmp_path: Path) -> None:
    """
    An office is configured with where that can be read and until when; without either it is refused.
    """
    office = '[[receivers]]\nkind = "inspection"\nname = "某某区劳动保障监察大队"\naddress = "某某路1号"\n'
    proof = 'source = "某某区政府网站"\nchecked_on = 2026-11-20\nexpires = 2026-12-31\n'
    own = tmp_path / "own.toml"
    own.write_text(office + proof, "utf-8")

    known = LocalFacts.load(own=own)

    assert [(one.kind, one.name, one.expires) for one in known.offices] == [
        ("inspection", "某某区劳动保障监察大队", date(2026, 12, 31))
    ]
    assert "某某区劳动保障监察大队" in known.due(TODAY)
    own.write_text(office, "utf-8")
    with pytest.raises(FieldError, match=r"receivers\[0\]"):
        LocalFacts.load(own=own)
