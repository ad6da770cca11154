"""A few words after an answer are about that answer."""

import pytest

from knowledge.answering import answer
from knowledge.following import follow_up, leans
from knowledge.library import Library


@pytest.mark.parametrize(
    "said", ["那要多久？", "没合同呢？", "要花钱吗", "去哪里办", "what if I have no contract?", "how long?"]
)
def test_words_that_lean_are_noticed(said: str) -> None:
    """
    Short words that begin or end as people go on with a subject lean on it.
    """
    assert leans(said)


@pytest.mark.parametrize(
    "said", ["", "老板欠我三个月工资一直不给怎么办才好", "工伤", "My boss has not paid me for three months now, ok?"]
)
def test_words_that_stand_alone_do_not_lean(said: str) -> None:
    """
    A whole question, a bare word and nothing are no follow-up.
    """
    assert not leans(said)


@pytest.mark.parametrize(
    ("topic", "said", "meant"),
    [
        ("arbitration-how-to-apply", "那要多久？", "arbitration-duration"),
        ("arbitration-how-to-apply", "要花钱吗？", "court-fees"),
        ("wage-arrears-first-steps", "没合同呢？", "evidence-no-contract"),
        ("injury-benefits-calc", "没买保险呢？", "injury-not-insured"),
    ],
)
def test_a_follow_up_is_read_beside_the_article(library: Library, topic: str, said: str, meant: str) -> None:
    """
    "And how long does that take?" after arbitration is about how long arbitration takes: answered, or offered.
    """
    found = follow_up(library, topic, said, answer(library, said))

    assert meant in (found.topic, *(it.topic for it in found.candidates))
    assert found.outcome in ("answer", "clarify")


def test_a_clear_question_is_no_follow_up(library: Library) -> None:
    """
    Whoever asks about something else, in words that stand alone, gets the answer to that.
    """
    said = "支付令怎么申请"
    alone = answer(library, said)

    assert follow_up(library, "injury-benefits-calc", said, alone) == alone


def test_an_article_that_is_gone_leads_nowhere(library: Library) -> None:
    """
    A conversation may remember an article that this version no longer has.
    """
    alone = answer(library, "那要多久？")

    assert follow_up(library, "no-such-topic", "那要多久？", alone) == alone
