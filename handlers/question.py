"""A question in the worker's own words: answered from a vetted article, asked back, or honestly not known."""

from handlers.articles import shown, titles
from handlers.turn import Next, Turn
from knowledge.library import UnknownArticleError
from storage.outbox import Message


def ask(turn: Turn) -> Next:
    """Answer what was typed and stay; an empty message is told so."""
    if not turn.text:
        return turn.again(turn.message("empty_text", ("person",)))
    return turn.again(*answered(turn))


def answered(turn: Turn) -> tuple[Message, ...]:
    """The answer that was decided on before: an article, two to four titles, or that we do not know."""
    answer = turn.understood.answer
    if answer is None:
        return (turn.message("abstain", ("complaint", "person")),)
    if answer.topic:
        return (shown(turn, turn.library.article(answer.topic, turn.language)),)
    if answer.outcome == "clarify":
        choices = titles(turn, tuple(candidate.topic for candidate in answer.candidates))
        return (turn.message("clarify", (*choices, "person")),)
    return (turn.message("abstain", ("complaint", "person")),)


def is_sure(turn: Turn) -> bool:
    """Whether what was typed is a question and we have its answer."""
    answer = turn.understood.answer
    return turn.understood.is_question and answer is not None and answer.outcome == "answer"


def choose_topic(turn: Turn) -> Next:
    """Show the article whose title was tapped, wherever the conversation is."""
    _, topic = turn.pressed
    try:
        article = turn.library.article(topic, turn.language)
    except UnknownArticleError:
        return turn.again(turn.message("article_gone"))
    return turn.again(shown(turn, article))


def judge(turn: Turn) -> Next:
    """Thank whoever says whether an answer helped; "not helpful" offers a person."""
    button, _ = turn.pressed
    if button == "useful":
        return turn.again(turn.message("useful_thanks"))
    return turn.again(turn.message("useless_thanks", ("person", "complaint")))
