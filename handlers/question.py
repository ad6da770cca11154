"""A question in the worker's own words: answered from a vetted article, asked back, or honestly not known."""

from collections.abc import Callable
from datetime import date

from handlers import citing
from handlers.articles import article, shown, titles
from handlers.turn import Next, Turn
from knowledge.library import Article, UnknownArticleError
from storage import cases, judgements
from storage.cases import Case
from storage.conversations import Draft
from storage.messages import Button, Message

_WHY = {
    "unclear": "buttons.unclear",
    "other": "buttons.other",
    "impossible": "buttons.impossible",
    "wrong": "buttons.wrong",
}
_OFFERED = 3  # cases to which words that are no question can be added


def ask(turn: Turn) -> Next:
    """Answer what was typed and stay; an empty message is told so."""
    if not turn.text:
        return turn.again(turn.message("empty_text", ("person",)))
    answer, said = turn.understood.answer, answered(turn)
    mine = [] if answer and answer.outcome == "answer" else _open_cases(turn)
    if not mine:
        return Next(turn.standing.step, said, without_held(turn.draft))
    ways = [Button(f"reply:{it.number}", f"{turn.words('buttons.add_this')} {it.number}") for it in mine]
    return Next(turn.standing.step, (*said, turn.message("held_for_case", ways)), {**turn.draft, "held": turn.text})


def without_held(draft: Draft) -> Draft:
    """The draft without words that were held back until he says where they belong."""
    return {name: value for name, value in draft.items() if name not in ("held", "held_at")}


def _open_cases(turn: Turn) -> list[Case]:
    mine = cases.of_person(turn.tx, turn.standing.person_id)
    return [case for case in mine if not case.ended][:_OFFERED]


def answered(turn: Turn) -> tuple[Message, ...]:
    """The answer that was decided on before: an article, two to four titles, or that we do not know."""
    answer = turn.understood.answer
    if answer is None:
        return (turn.message("abstain", ("complaint", "person")),)
    if answer.topic:
        return (shown(turn, article(turn, answer.topic, answer.law_of), answer.law_of),)
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
    return turn.again(_of(turn, topic, lambda its: shown(turn, its)))


def show_law(turn: Turn) -> Next:
    """Show the articles of law below an answer, as many as one can read at once, from where the last page ended."""
    topic, _, begin = turn.pressed[1].partition(":")
    return turn.again(_of(turn, topic, lambda its: citing.texts(turn, its, int(begin) if begin.isdecimal() else 0)))


def show_more(turn: Turn) -> Next:
    """Show every citation of an answer and what it is cited for."""
    return turn.again(_of(turn, turn.pressed[1], lambda its: citing.whole(turn, its)))


def judge(turn: Turn) -> Next:
    """Note whether an answer helped; whoever says that it did not is asked why, and offered a person."""
    button, topic = turn.pressed
    if topic not in turn.library.topics:
        return turn.again(Message(turn.words("answers.useful_thanks")))
    judged = judgements.record(turn.tx, topic, useful=button == "useful")
    if button == "useful":
        return turn.again(Message(turn.words("answers.useful_thanks")))
    why = [Button("why", turn.words(label), f"{judged}:{reason}") for reason, label in _WHY.items()]
    return turn.again(Message(turn.words("answers.useless_why"), (*why, turn.button("person"))))


def say_why(turn: Turn) -> Next:
    """Note why an answer did not help."""
    judged, _, reason = turn.pressed[1].partition(":")
    if reason in _WHY:
        judgements.explain(turn.tx, judged, reason)
    return turn.again(Message(turn.words("answers.reason_thanks"), (turn.button("person"), turn.button("complaint"))))


def _of(turn: Turn, key: str, show: Callable[[Article], Message]) -> Message:
    """What is shown of an article, today's or that of the day in its key, or that it is gone."""
    topic, _, day = key.partition("@")
    try:
        return show(article(turn, topic, date.fromisoformat(day) if day else None))
    except (UnknownArticleError, ValueError):
        return Message(turn.words("answers.gone"))
