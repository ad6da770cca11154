"""`hotline ask` and `hotline read`: one text or a file of them, on a machine that has nothing else."""

import json
from pathlib import Path

import pytest

from tests.bot.command_line import Run, printed, process, refused


def test_ask_works_in_an_empty_folder_as_a_process_of_its_own(run: Run, tmp_path: Path) -> None:
    """
    No database, no migration, no network: one JSON document on stdout, nothing on stderr, no file left behind.
    """
    ran = process("ask", "老板拖欠我三个月工资怎么办", "--json")

    answer = json.loads(ran.stdout)
    assert (answer["outcome"], answer["topic"]) == ("answer", "wage-arrears-first-steps")
    assert answer["citations"][0].keys() == {"law", "article"}
    assert len(answer["candidates"]) <= 5
    assert ran.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_ask_says_which_of_the_four_it_is(run: Run) -> None:
    """
    Clarify with exactly the titles shown; without --json an answer reads as a worker would read it.
    """
    clarify = printed(run("ask", "法律援助", "--json"))
    assert clarify["outcome"] == "clarify"
    assert 2 <= len(clarify["candidates"]) <= 4
    assert "《" in run("ask", "老板拖欠我三个月工资怎么办").stdout


def test_read_prints_the_facts_of_a_story(run: Run) -> None:
    """
    The sum in digits, the months against the day of telling.
    """
    read = printed(run("read", "欠我工资一共三万二，腊月就说给", "--json", "--asked-on", "2026-11-22"))

    assert read["facts"]["amount_owed"] == 32000
    assert read["danger"] is None
    assert "amount_owed: 32000" in run("read", "欠我工资一共三万二").stdout
    assert "amount_owed: 80000" in run("read", "麥積區工地的老闆欠我們八萬塊錢").stdout


def test_batches_keep_their_order(run: Run, tmp_path: Path) -> None:
    """
    One line in, one line out, ids kept, blank lines passed over; answer, danger, abstain.
    """
    questions = [
        {"qid": n, "text": text} for n, text in enumerate(("法律援助怎么申请？", "我不想活了", "明天会不会下雨", ""))
    ]
    (tmp_path / "in.jsonl").write_text("\n\n".join(json.dumps(one) for one in questions), "utf-8")

    assert run("ask", "--batch", "in.jsonl", "--out", "out.jsonl").exit_code == 0

    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [row["qid"] for row in rows] == [0, 1, 2, 3]
    assert [row["outcome"] for row in rows] == ["answer", "danger", "abstain", "abstain"]

    (tmp_path / "in.jsonl").write_text('{"id": "s1", "text": "欠我三万二工资", "asked_on": "2026-11-22"}', "utf-8")
    assert run("read", "--batch", "in.jsonl", "--out", "out.jsonl").exit_code == 0
    assert json.loads((tmp_path / "out.jsonl").read_text("utf-8"))["facts"]["amount_owed"] == 32000


@pytest.mark.parametrize(
    ("command", "content", "said"),
    [
        ("read", b"{not json", "line 1"),
        ("read", b'{"id": 1, "text": "a"}\n[]', "line 2"),
        ("read", b'{"id": 1}', "text"),
        ("ask", b'{"text": "a"}', "qid"),
        ("read", b'{"text": "a"}', "id"),
        ("read", b'{"id": 1, "text": "a", "asked_on": "yesterday"}', "asked_on"),
        ("read", b'{"id": 1, "text": "a", "asked_on": 3}', "asked_on"),
        ("read", b"\xff\xfe", "line 1"),
    ],
)
def test_a_broken_batch_is_a_sentence(run: Run, tmp_path: Path, command: str, content: bytes, said: str) -> None:
    """
    The line and what is wrong with it, not a traceback.
    """
    (tmp_path / "in.jsonl").write_bytes(content)

    result = run(command, "--batch", "in.jsonl", "--out", "out.jsonl")

    assert said in refused(result)
