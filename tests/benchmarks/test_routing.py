"""The simulated winter: the same for everybody who has its number, and its figures can be computed again."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from benchmarks.routing import main
from benchmarks.routing_check import main as check
from benchmarks.routing_names import Acting
from benchmarks.routing_world import draw_world

SMALL = ("--lawyers", "60", "--complaints", "400", "--days", "20", "--seed", "3")


@pytest.fixture(scope="module")
def winter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small winter with its three files."""
    folder = tmp_path_factory.mktemp("winter")
    files = ("--world", f"{folder}/world.jsonl", "--events", f"{folder}/events.jsonl")
    result = CliRunner().invoke(main, [*SMALL, *files, "--json"])
    assert result.exit_code == 0, result.output
    (folder / "figures.json").write_text(result.stdout, encoding="utf-8")
    return folder


def figures(folder: Path) -> Any:
    """What was printed."""
    return json.loads((folder / "figures.json").read_text(encoding="utf-8"))


def test_the_figures_can_be_computed_again_from_the_files_alone(winter: Path) -> None:
    """
    A second program that knows nothing of the hotline comes to the same figures, to the digit.
    """
    names = (str(winter / name) for name in ("world.jsonl", "events.jsonl", "figures.json"))
    assert check(*names) == 0


def test_what_was_changed_in_the_files_is_noticed(winter: Path, tmp_path: Path) -> None:
    """
    One offer to somebody who acts for the employer, put into the events by hand, and the figures do not agree.
    """
    lines = (winter / "events.jsonl").read_text(encoding="utf-8").splitlines()
    opened = json.loads(next(line for line in lines if '"opened"' in line))
    world = [json.loads(line) for line in (winter / "world.jsonl").read_text(encoding="utf-8").splitlines()]
    employer = next(it["employer"] for it in world if it.get("number") == opened["case"])
    for one in world:
        if one["type"] == "lawyer":
            one["clients"] = [employer]
    (tmp_path / "world.jsonl").write_text("\n".join(map(json.dumps, world)), encoding="utf-8")

    assert check(str(tmp_path / "world.jsonl"), str(winter / "events.jsonl"), str(winter / "figures.json")) > 0


def test_nothing_goes_wrong_in_a_winter(winter: Path) -> None:
    """
    No case lies unowned, none has two owners, nobody is asked to act against his client, and everybody gets a lawyer.
    """
    found = figures(winter)
    wrong = ("unowned_past_clock", "conflict_breaches", "two_owners", "never_accepted")
    assert {name: found[name] for name in wrong} == dict.fromkeys(wrong, 0)
    assert found["counts"]["opened"] == 400
    assert 0 < found["greedy_over_optimum"] <= 1


def test_one_number_draws_one_world() -> None:
    """
    The same number gives the same world down to the last complaint; another one another.
    """
    one, again, other = (list(draw_world(20, 50, 10, seed).lines()) for seed in (1, 1, 2))
    assert one == again
    assert one != other


def test_who_acts_for_an_employer_is_found_by_what_workers_call_him() -> None:
    """
    However the worker shortens the name, each lawyer who declared the whole one is in conflict.
    """
    world = draw_world(80, 300, 20, 5)
    acting = Acting({person.id: person.clients for person in world.lawyers})
    for told in world.complaints:
        his = {person.id for person in world.lawyers if told.employer in person.clients}
        assert his <= acting.against(told.called)
