"""A question in the worker's own words: answered from a vetted article, asked back, or honestly not known."""

from handlers.articles import article, shown, titles
from handlers.turn import Next, Turn
from knowledge.library import UnknownArticleError
from storage import cases
from storage.cases import Case
from storage.conversations import Draft
from storage.messages import Button, Message

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
        return (shown(turn, article(turn, answer.topic)),)
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
        return turn.again(shown(turn, article(turn, topic)))
    except UnknownArticleError:
        return turn.again(turn.message("article_gone"))


def judge(turn: Turn) -> Next:
    """Thank whoever says whether an answer helped; "not helpful" offers a person."""
    button, _ = turn.pressed
    if button == "useful":
        return turn.again(turn.message("useful_thanks"))
    return turn.again(turn.message("useless_thanks", ("person", "complaint")))
