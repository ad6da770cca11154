"""A question in the worker's own words: answered from a vetted article, asked back, or honestly not known."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from handlers import citing, human, stories
from handlers.articles import article, shown, titles
from handlers.turn import Next, Turn
from knowledge import following
from knowledge.answering import Answer
from knowledge.library import Article, UnknownArticleError
from knowledge.reading.corrections import read_correction
from knowledge.reading.masking import masked
from storage import cases, judgements, question_log
from storage.cases import Case
from storage.conversations import Draft
from storage.messages import Button, Message
from storage.question_log import Asked

_WHY = {
    "unclear": "buttons.unclear",
    "other": "buttons.other",
    "impossible": "buttons.impossible",
    "wrong": "buttons.wrong",
}
_OFFERED = 3  # cases to which words that are no question can be added
_STILL_MEANT = timedelta(days=1)  # how long "and how long does that take?" is about the article shown last
_BUTTONS_AFTER = {"greeting": ("complaint", "status", "person", "language"), "chat": ("complaint", "person")}


def ask(turn: Turn) -> Next:
    """Answer what was typed and stay; an empty message is told so."""
    if not turn.text:
        return turn.again(turn.message("empty_text", ("person",)))
    if not any(sign.isalnum() for sign in turn.text):
        return turn.again(Message(turn.words("evidence.sticker"), (turn.button("person"),)))
    answer = _in_context(turn)
    said, draft = _said(turn, answer), _with_topic(turn, answer.topic if answer else None)
    if _is_story(turn, answer):
        unanswered = answer is None or answer.outcome == "abstain" or stories.goes_on(turn)
        following = _held(turn, answer, Next(turn.standing.step, () if unanswered else said, draft))
        return stories.offered(turn, following)
    if read_correction(turn.ours) and _open_cases(turn):
        return _held(turn, None, Next(turn.standing.step, (), draft))
    remembered = stories.with_told(turn, draft) if _may_tell(turn, answer) and stories.is_part(turn) else draft
    return _held(turn, answer, Next(turn.standing.step, said, remembered))


def _is_story(turn: Turn, answer: Answer | None) -> bool:
    """Whether he tells what happened to him."""
    return _may_tell(turn, answer) and stories.tells(turn)


def _may_tell(turn: Turn, answer: Answer | None) -> bool:
    """Whether it is not just talk, and no form is open that it would belong to."""
    is_talk = answer is not None and answer.small_talk is not None
    return not turn.draft.get("at") and not is_talk


def _held(turn: Turn, answer: Answer | None, following: Next) -> Next:
    """What was going to be said, and, to whoever has open cases, the way to add his words to one."""
    draft, said = following.draft or {}, following.say
    mine = [] if answer and answer.outcome == "answer" and turn.understood.is_question else _open_cases(turn)
    if not mine:
        return Next(turn.standing.step, said, without_held(draft))
    ways = [Button(f"reply:{it.number}", f"{turn.words('buttons.add_this')} {it.number}") for it in mine]
    return Next(turn.standing.step, (*said, turn.message("held_for_case", ways)), {**draft, "held": turn.text})


def without_held(draft: Draft) -> Draft:
    """The draft without words that were held back until he says where they belong."""
    return {name: value for name, value in draft.items() if name not in ("held", "held_at")}


def _in_context(turn: Turn) -> Answer | None:
    """What was decided on, or, for words that make sense only after the article shown last, what they ask about it."""
    answer, (topic, at) = turn.understood.answer, turn.draft.get("shown") or ("", "")
    if answer is None or not topic or turn.tx.now - datetime.fromisoformat(at) > _STILL_MEANT:
        return answer
    return following.follow_up(turn.library, topic, turn.text, answer, on=turn.today)


def _with_topic(turn: Turn, topic: str | None) -> Draft:
    """The draft with the article that is shown now."""
    return {**turn.draft, "shown": [topic, turn.tx.now.isoformat()]} if topic else turn.draft


def _open_cases(turn: Turn) -> list[Case]:
    mine = cases.of_person(turn.tx, turn.standing.person_id)
    return [case for case in mine if not case.ended][:_OFFERED]


def answered(turn: Turn) -> tuple[Message, ...]:
    """The answer that was decided on before: articles, two to four titles, a human word, or that we do not know."""
    return _said(turn, turn.understood.answer)


def _said(turn: Turn, answer: Answer | None) -> tuple[Message, ...]:
    """What is said to a question, which is kept without the person."""
    if answer is None:
        return (turn.message("abstain", ("complaint", "person")),)
    if answer.small_talk:
        return (turn.message(answer.small_talk, _BUTTONS_AFTER.get(answer.small_talk, ("person",))),)
    offered = tuple(it.topic for it in answer.candidates) if answer.outcome == "clarify" else ()
    asked = Asked(masked(turn.said), turn.language, answer.outcome, answer.topic or "", offered)
    logged = question_log.record(turn.tx, asked)
    if answer.topic:
        articles = (answer, *answer.also)
        return tuple(shown(turn, article(turn, it.topic, it.law_of), it.law_of, logged) for it in articles if it.topic)
    if offered:
        none = Button("none", turn.words("buttons.none"), logged)
        return (turn.message("clarify", (*titles(turn, offered, logged), none)),)
    return (turn.message("abstain", ("complaint", "person")),)


def is_sure(turn: Turn) -> bool:
    """Whether what was typed is a question and we have its answer."""
    answer = turn.understood.answer
    return turn.understood.is_question and answer is not None and answer.outcome == "answer"


def choose_topic(turn: Turn) -> Next:
    """Show the article whose title was tapped, wherever the conversation is."""
    topic, _, logged = turn.pressed[1].partition(":")
    question_log.choose(turn.tx, logged, topic)
    said = _of(turn, topic, lambda its: shown(turn, its, logged=logged))
    return Next(turn.standing.step, (said,), _with_topic(turn, topic))


def none_of_them(turn: Turn) -> Next:
    """No title that was offered is the one: a person answers."""
    question_log.choose(turn.tx, turn.pressed[1], question_log.NONE_OF_THEM)
    return human.ask_for(turn)


def show_law(turn: Turn) -> Next:
    """Show the articles of law below an answer, as many as one can read at once, from where the last page ended."""
    topic, _, begin = turn.pressed[1].partition(":")
    return turn.again(_of(turn, topic, lambda its: citing.texts(turn, its, int(begin) if begin.isdecimal() else 0)))


def show_more(turn: Turn) -> Next:
    """Show every citation of an answer and what it is cited for."""
    return turn.again(_of(turn, turn.pressed[1], lambda its: citing.whole(turn, its)))


def judge(turn: Turn) -> Next:
    """Note whether an answer helped; whoever says that it did not is asked why, and offered a person."""
    button, _ = turn.pressed
    topic, _, logged = turn.pressed[1].partition(":")
    question_log.judge(turn.tx, logged, button)
    if topic not in turn.library.topics:
        return turn.again(Message(turn.words("answers.useful_thanks")))
    judged = judgements.record(turn.tx, topic, useful=button == "useful")
    if button == "useful":
        return turn.again(Message(turn.words("answers.useful_thanks")))
    why = [Button("why", turn.words(label), f"{judged}:{logged}:{reason}") for reason, label in _WHY.items()]
    return turn.again(Message(turn.words("answers.useless_why"), (*why, turn.button("person"))))


def say_why(turn: Turn) -> Next:
    """Note why an answer did not help."""
    judged, logged, reason = _three(turn.pressed[1])
    if reason in _WHY and judgements.explain(turn.tx, judged, reason):
        question_log.judge(turn.tx, logged, reason)
    return turn.again(Message(turn.words("answers.reason_thanks"), (turn.button("person"), turn.button("complaint"))))


def _three(at: str) -> tuple[str, str, str]:
    """Judgement, question and reason of a button; buttons of before name no question."""
    judged, _, rest = at.partition(":")
    logged, _, reason = rest.rpartition(":")
    return judged, logged, reason


def _of(turn: Turn, key: str, show: Callable[[Article], Message]) -> Message:
    """What is shown of an article, today's or that of the day in its key, or that it is gone."""
    topic, _, day = key.partition("@")
    try:
        return show(article(turn, topic, date.fromisoformat(day) if day else None))
    except (UnknownArticleError, ValueError):
        return Message(turn.words("answers.gone"))
