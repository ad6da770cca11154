"""`hotline knowledge`: what an editor of articles and whoever keeps the laws read."""

import json
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot.commands.database import open_database
from bot.settings import Settings
from storage import judgements, question_log, statutes
from storage.question_log import Asked
from tests.bot.command_line import Run, printed, refused

LAW = "# 某法\n\n---\n\n第一条 甲。\n\n第二条 乙。\n"
WAGE = '[minimum_wage]\n"zh-CN" = "每月九千元。"\nsource = "某号"\nchecked_on = 2026-11-01\nexpires = 2020-12-31\n'


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """A folder with one invented law."""
    folder = tmp_path / "law"
    (folder / "statutes").mkdir(parents=True)
    (folder / "statutes" / "a.md").write_text(LAW, "utf-8")
    index = [{"cite_as": "某法", "title": "某法", "files": ["statutes/a.md"], "whole": True}]
    (folder / "index.json").write_text(json.dumps(index), "utf-8")
    return folder


def test_the_check_says_how_much_it_looked_at(run: Run) -> None:
    """
    An editor reads in one line how many articles, citations and questions there are, and that nothing is found.
    """
    result = run("knowledge", "check")

    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("181 articles")
    assert result.stdout.rstrip().endswith("0 findings")


def test_the_texts_of_laws_are_kept(run: Run, law: Path) -> None:
    """
    The operator supplies a folder once; every process can show an article from then on.
    """
    assert printed(run("knowledge", "import-statutes", "law", "--json")) == {"laws": 1, "articles": 2}

    with closing(open_database(Settings.read())) as database:
        assert database.read(lambda tx: statutes.find(tx, [("某法", "2")])) == {("某法", "2"): "第二条 乙。"}


def test_a_folder_without_laws_is_refused(run: Run, tmp_path: Path) -> None:
    """
    A mistyped folder is named, and what was imported before stays.
    """
    (tmp_path / "empty").mkdir()

    assert "index.json" in refused(run("knowledge", "import-statutes", "empty"))


def test_judgements_are_listed(run: Run) -> None:
    """
    Whoever mends articles reads which ones failed and why.
    """
    assert "Nobody has judged" in run("knowledge", "judged").stdout
    with closing(open_database(Settings.read())) as database:
        told = database.call(lambda tx: judgements.record(tx, "payment-order", useful=False))
        database.call(lambda tx: judgements.explain(tx, told, "unclear"))

    assert run("knowledge", "judged").stdout == "payment-order: helped 0, did not 1 (unclear 1)\n"
    [only] = printed(run("knowledge", "judged", "--json"))
    assert only == {"topic": "payment-order", "useful": 0, "useless": 1, "reasons": {"unclear": 1}}


def test_local_facts_that_have_ended_are_named(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The doctor counts what answers cannot say and names what has to be looked at; a broken file stops the start.
    """
    file = tmp_path / "local.toml"
    file.write_text(WAGE, "utf-8")
    monkeypatch.setenv("HOTLINE_LOCAL_FACTS", str(file))
    codes = {one["code"]: one["sentence"] for one in printed(run("doctor", "--json"), 1)["findings"]}
    assert "minimum_wage" in codes["local_facts_due"]
    assert "20 local facts of 天水" in codes["local_facts"]

    file.write_text("[minimum_wage", "utf-8")
    assert "HOTLINE_LOCAL_FACTS" in refused(run("serve"))
    monkeypatch.setenv("HOTLINE_LOCAL_FACTS", "nowhere.toml")
    assert "there is no such file" in refused(run("knowledge", "check"))


def test_our_own_questions_are_measured_without_a_file(run: Run) -> None:
    """
    An editor sees the table; what was agreed is kept, and nothing moved that nobody accepted.
    """
    result = run("knowledge", "evaluate")

    assert result.exit_code == 0, result.output
    assert "labour: Row(n=459" in result.stdout
    assert "moved" not in result.stdout


def test_what_was_not_met_can_be_read(run: Run, tmp_path: Path) -> None:
    """
    An editor reads each question that got a wrong answer or none, what it got and what it wanted.
    """
    row = {"qid": "1", "text": "闯红灯扣几分", "topics": ["payment-order"], "kinds": ["topic"], "stratum": "labour"}
    (tmp_path / "asked.jsonl").write_text(json.dumps(row, ensure_ascii=False), "utf-8")

    result = run("knowledge", "evaluate", "--questions", "asked.jsonl", "--misses")

    assert "missed 1: 闯红灯扣几分" in result.stdout
    assert "got abstain, wanted payment-order" in result.stdout
    found = printed(run("knowledge", "evaluate", "--questions", "asked.jsonl", "--misses", "--json"))
    assert found["misses"] == [{"qid": "1", "verdict": "missed", "got": ""}]


def test_gaps_are_listed_in_groups(run: Run) -> None:
    """
    Whoever writes articles reads what people asked in vain, alike questions together, or that there was nothing.
    """
    asked = ("公积金怎么提取出来", "今天晚上会下雨吗", "离职了公积金怎么提取")
    run("migrate")
    assert "No question" in run("knowledge", "gaps").stdout

    with closing(open_database(Settings.read())) as database:
        for said in asked:
            database.call(partial(question_log.record, asked=Asked(said, "zh-CN", "abstain")))

    assert [[it["said"] for it in group] for group in printed(run("knowledge", "gaps", "--json"))] == [
        [asked[2], asked[0]],
        [asked[1]],
    ]
    assert "3 questions in 90 days were not met." in run("knowledge", "gaps").stdout
