import json
from pathlib import Path

import pytest

from knowledge.answering import Answer, Candidate
from knowledge.errors import FileError
from knowledge.evaluation import Judged, accept, breaches, evaluate, moved, table_of
from knowledge.evaluation.questions import Question, Verdict, judge
from knowledge.library import Library


def question(*kinds: str, topics: tuple[str, ...] = ("a",), stratum: str = "labour") -> Question:
    return Question("q1", "?", frozenset(topics), kinds, stratum)


ABSTAIN, ANSWER, CLARIFY = Answer("abstain"), Answer("answer", "a"), Answer("clarify", candidates=(Candidate("a", 1),))
OTHER, BESIDE = Answer("answer", "b"), Answer("clarify", candidates=(Candidate("b", 1),))


@pytest.mark.parametrize(
    ("kind", "given", "verdict"),
    [
        ("topic", ANSWER, "right"),
        ("topic", OTHER, "wrong"),
        ("topic", CLARIFY, "near"),
        ("topic", BESIDE, "missed"),
        ("topic", ABSTAIN, "missed"),
        ("topic", Answer("danger", "a"), "right"),
        ("topic", Answer("danger"), "missed"),
        ("unclear", CLARIFY, "right"),
        ("unclear", ABSTAIN, "right"),
        ("unclear", OTHER, "wrong"),
        ("uncovered", CLARIFY, "right"),
        ("uncovered", ANSWER, "wrong"),
        ("off_topic", ABSTAIN, "right"),
        ("off_topic", CLARIFY, "near"),
        ("chitchat", ANSWER, "wrong"),
    ],
)
def test_an_answer_is_judged_by_what_the_question_was(kind: str, given: Answer, verdict: Verdict) -> None:
    """
    A colleague who reads the table knows what right, near, missed and wrong mean for each kind of question.
    """
    assert judge(question(kind), given) == verdict


def test_a_fifth_choice_does_not_count() -> None:
    """
    Only what a worker is shown counts as near.
    """
    shown = tuple(Candidate(topic, 1) for topic in "bcdea")
    assert judge(question("topic"), Answer("clarify", candidates=shown)) == "missed"


def test_the_kindest_verdict_counts_when_a_question_is_two_things() -> None:
    """
    A question that annotators took for unclear or for a topic may be met with a choice.
    """
    assert judge(question("topic", "unclear"), ABSTAIN) == "right"


def test_a_file_of_questions_becomes_a_table_by_group(library: Library, tmp_path: Path) -> None:
    """
    An operator evaluates a file and reads the shares by group.
    """
    rows = [
        {
            "qid": "1",
            "text": "法律援助在哪里申请",
            "topics": ["legal-aid-where"],
            "kinds": ["topic"],
            "stratum": "labour",
        },
        {"qid": "2", "text": "洋芋怎么炒", "topics": [], "kinds": ["off_topic"], "stratum": "general_web_query"},
        {"qid": "3", "text": "想跟媳妇离婚", "topics": [], "kinds": ["off_topic"], "stratum": "hard_negative"},
        {"qid": "4", "text": "嗯", "topics": [], "kinds": ["unclear"], "stratum": "labour"},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")

    table = evaluate(library, file)

    assert set(table) == {"labour", "off topic", "hard negative", "labour, unclear or uncovered"}
    assert all((row.n, row.right, row.reached) == (1, 1.0, 1.0) for row in table.values())


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"qid": "1"}', '{"qid":"1","text":"","topics":[],"kinds":[],"stratum":""}']
)
def test_a_line_that_is_no_question_is_named(library: Library, tmp_path: Path, line: str) -> None:
    """
    An operator with a broken file reads which line to mend.
    """
    file = tmp_path / "questions.jsonl"
    file.write_text("\n" + line + "\n", encoding="utf-8")

    with pytest.raises(FileError, match="line 2"):
        evaluate(library, file)


def test_a_missing_file_is_named(library: Library, tmp_path: Path) -> None:
    """
    An operator who mistypes the file reads its name.
    """
    with pytest.raises(FileError, match=r"nowhere\.jsonl"):
        evaluate(library, tmp_path / "nowhere.jsonl")


def judged(qid: str, given: Answer, verdict: Verdict = "right") -> Judged:
    return Judged(Question(qid, "?", frozenset("a"), ("topic",), "labour"), given, verdict)


def test_a_question_that_gets_something_else_has_moved(tmp_path: Path) -> None:
    """
    Whoever changes an article reads which questions it moves, and a new question; what stays is not named.
    """
    accepted = tmp_path / "accepted.tsv"
    accept([judged("1", ANSWER), judged("2", CLARIFY), judged("3", ABSTAIN)], accepted)

    now = [judged("1", ANSWER), judged("2", BESIDE), judged("3", OTHER, "wrong"), judged("4", ANSWER)]

    assert moved(now[:1], accepted) == []
    assert [(it.qid, it.before, it.now, it.verdict) for it in moved(now, accepted)] == [
        ("2", "clarify a", "clarify b", "right"),
        ("3", "abstain", "answer b", "wrong"),
        ("4", "", "answer a", "right"),
    ]
    assert len(moved(now, tmp_path / "nothing.tsv")) == 4


def test_a_share_below_what_was_agreed_is_named(tmp_path: Path) -> None:
    """
    More wrong or fewer right answers than agreed are one sentence each; what is kept is silent.
    """
    floors = tmp_path / "floors.toml"
    floors.write_text("[labour]\nright = 0.6\nwrong = 0.3\nreached = 0.5\n", "utf-8")
    table = table_of([judged("1", ANSWER), judged("2", OTHER, "wrong")])

    assert breaches(table, floors) == [
        "labour: right is 0.500, agreed is at least 0.6",
        "labour: wrong is 0.500, agreed is at most 0.3",
    ]
    assert breaches(table_of([judged("1", ANSWER)]), floors) == []
