"""A worker tells what happened before anybody asked him to: it is known for a story, and offered to become a complaint.

Until he agrees, what he told is kept only as the sealed messages it came in; the draft remembers which they were.
"""

import re
from datetime import date, datetime, timedelta

from handlers import correcting
from handlers.fields import FIELDS
from handlers.filling import fill, told_by
from handlers.turn import Next, Turn, readable
from knowledge.answering import Answer
from knowledge.kinds import USUAL, kind_of
from knowledge.reading.corrections import read_correction
from knowledge.reading.identity_numbers import without_papers
from storage import conversations
from storage.conversations import Draft
from storage.messages import Button

OFFER = "complaint:told"  # the button below what was heard
# of a draft: the ids of his messages, when the last came, the names of their facts, whether it was offered, the kind
TOLD = ("told", "told_at", "named", "offered", "kind")
_STILL_MEANT = timedelta(days=1)  # how long what he told is the beginning of a complaint
_MOST = 20  # messages of one story
_SHORTEST, _SHORTEST_PART = 12, 4  # characters
_A_TALE = 30  # characters from which one fact is enough
_OF_HIMSELF = re.compile(r"[我俺咱]|\b(?:i|my|me|we|us|our)\b", re.IGNORECASE)
_WHAT_HAPPENED = (
    "amount_owed",
    "months_owed",
    "days_worked",
    "daily_wage",
    "monthly_wage",
    "headcount",
    "headcount_min",
    "owed_from",
    "employer",
    "foreman",
    "site",
    "place",
    "has_iou",
    "phone",
)
_TELLING = 2  # facts from which a message tells a story
_SHOWN = ("amount", "months_owed", "since", "headcount", "employer", "foreman", "site", "district", "place")
_SHOWN_AT_MOST = 4


def tells(turn: Turn) -> bool:
    """Whether a message tells of something that happened to him, or goes on with what he told just now."""
    if corrects(turn):
        return True
    if is_part(turn):
        return _was_offered(turn) or (_is_enough(turn) and (is_of_himself(turn.text) or _is_fresh(turn)))
    enough = 1 if _was_offered(turn) else _TELLING
    if len(turn.text) < _SHORTEST or len(_named(turn)) < enough:
        return False
    return is_of_himself(turn.text) or _is_fresh(turn)


def is_part(turn: Turn) -> bool:
    """Whether a message says a bit of what happened, and asks nothing: it is remembered, to be said only once."""
    if turn.understood.is_question or len(turn.text) < _SHORTEST_PART:
        return False
    return bool(_named(turn)) or _is_fresh(turn) or is_of_himself(turn.text)


def goes_on(turn: Turn) -> bool:
    """Whether a message only adds to a story that he was asked to go on with, or corrects it."""
    return corrects(turn) or (_was_offered(turn) and is_part(turn) and len(turn.text) < _A_TALE)


def was_offered(draft: Draft) -> bool:
    """Whether he was told that what he said can become a complaint, so that he means it for a story."""
    return bool(draft.get("offered"))


def corrects(turn: Turn) -> bool:
    """Whether a message puts right what he told just now."""
    return _is_fresh(turn) and read_correction(turn.text) is not None


def is_of_himself(text: str) -> bool:
    """Whether a text speaks of him who wrote it, or of his people."""
    return _OF_HIMSELF.search(text) is not None


def offered(turn: Turn, following: Next) -> Next:
    """What was going to be said, and the offer to make a complaint of what he told, which says what was understood."""
    draft = {**with_told(turn, turn.draft if following.draft is None else following.draft), "offered": True}
    found = taken_in(turn, {"answers": {}}, _words(turn, draft))["answers"]
    heard = [FIELDS[name].show(turn, found[name]) for name in _SHOWN if found.get(name)][:_SHOWN_AT_MOST]
    ways = (Button(OFFER, turn.words("buttons.make_complaint")), "person")
    said = turn.message("story_heard", ways, heard=heard)
    return Next(following.step, (*following.say, said), draft, about=following.about)


def kept_of(turn: Turn) -> tuple[str, ...]:
    """What a complaint that begins now takes of the draft: his story if he just told it, or taps the offer below it."""
    return TOLD if _is_fresh(turn) or turn.incoming.button == OFFER else ()


def with_told(turn: Turn, draft: Draft | None = None) -> Draft:
    """The draft, which remembers this message as a part of his story."""
    kept = turn.draft if draft is None else draft
    before = kept if _is_fresh(turn) else {}
    told = {
        "told": [*before.get("told", ()), turn.incoming.id][-_MOST:],
        "told_at": turn.tx.now.isoformat(),
        "named": sorted({*before.get("named", ()), *_named(turn)}),
        "offered": was_offered(before),
    }
    return with_kind(turn, {**kept, **told})


def with_kind(turn: Turn, draft: Draft) -> Draft:
    """The draft with the kind of complaint that this message speaks of, if it plainly speaks of another than usual."""
    guessed = _guessed(turn)
    if guessed is None or guessed == draft.get("kind", USUAL):
        return draft
    return {**draft, "kind": guessed, "read": sorted({*draft.get("read", ()), "kind"})}


def told(turn: Turn) -> list[str]:
    """The messages in which he told his story, oldest first."""
    return _words(turn, turn.draft)


def taken_in(turn: Turn, draft: Draft, told: list[str]) -> Draft:
    """The draft with this story and its facts; what he corrected on the way counts as he corrected it."""
    story = "\n".join(told)[: turn.office.policy.longest_text]
    first = [words for words in told if read_correction(words) is None]
    draft = fill({**draft, "story": story}, _read(first, turn.today))
    for words in told:
        correction = read_correction(words)
        if correction and (changed := correcting.apply(turn, draft, correction)):
            draft = correcting.with_answer(draft, *changed)
    return {name: value for name, value in draft.items() if name not in TOLD or name == "kind"}


def _guessed(turn: Turn) -> str | None:
    """The kind that every article which we would show belongs to; wages where somebody is owed some."""
    answer, said = turn.understood.answer, turn.understood.facts
    if answer is None or said.amount_owed or said.months_owed:
        return None
    topics = _topics(answer)
    kinds = {kind.id if (kind := kind_of(topic, turn.library.topics[topic].category)) else None for topic in topics}
    return kinds.pop() if len(kinds) == 1 else None


def _topics(answer: Answer) -> list[str]:
    if answer.topic:
        return [answer.topic]
    return [one.topic for one in answer.candidates] if answer.outcome == "clarify" else []


def _named(turn: Turn) -> list[str]:
    """The facts of what happened that this message states."""
    return [name for name in _WHAT_HAPPENED if getattr(turn.understood.facts, name)]


def _is_enough(turn: Turn) -> bool:
    """Whether this message, with what he said just before, states enough to be a story."""
    here, before = _named(turn), turn.draft.get("named", ()) if _is_fresh(turn) else ()
    return len({*here, *before}) >= _TELLING or (bool(here) and len(turn.text) >= _A_TALE)


def _was_offered(turn: Turn) -> bool:
    return _is_fresh(turn) and was_offered(turn.draft)


def _is_fresh(turn: Turn) -> bool:
    """Whether he told a part of his story just now."""
    at = turn.draft.get("told_at") or ""
    return at != "" and turn.tx.now - datetime.fromisoformat(at) <= _STILL_MEANT


def _words(turn: Turn, draft: Draft) -> list[str]:
    ids = draft.get("told", ())
    longest = turn.office.policy.longest_text
    spoken = {one.id: one.text for one in conversations.spoken(turn.tx, turn.standing.id)}
    return [without_papers(readable(spoken[one]))[:longest] for one in ids if one in spoken]


def _read(words: list[str], today: date) -> dict[str, str]:
    return told_by("\n".join(words), today)
