"""A worker tells what happened before anybody asked him to: it is known for a story, and offered to become a complaint.

Until he agrees, what he told is kept only as the sealed messages it came in; the draft remembers which they were.
"""

from datetime import date, datetime, timedelta

from handlers import correcting
from handlers.fields import FIELDS
from handlers.filling import fill, from_story
from handlers.turn import Next, Turn, readable
from knowledge.answering import Answer
from knowledge.kinds import USUAL, kind_of
from knowledge.reading.corrections import read_correction
from knowledge.reading.identity_numbers import without_papers
from knowledge.reading.story import read_story
from storage import conversations
from storage.conversations import Draft
from storage.messages import Button

TOLD = ("told", "told_at", "kind")  # of a draft: the ids of his messages, when the last came, what they are about
_STILL_MEANT = timedelta(days=1)  # how long what he told is the beginning of a complaint
_MOST = 20  # messages of one story
_SHORTEST = 12  # characters
_OF_HIMSELF = ("我", "俺", "咱", "my ", "me ", "we ", "I ", "our ")
_WHAT_HAPPENED = (
    "amount_owed",
    "months_owed",
    "days_worked",
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
    if len(turn.text) < _SHORTEST:
        return False
    told = sum(1 for name in _WHAT_HAPPENED if getattr(turn.understood.facts, name))
    enough = 1 if _is_fresh(turn) else _TELLING
    return told >= enough and (is_of_himself(turn.text) or _is_fresh(turn))


def corrects(turn: Turn) -> bool:
    """Whether a message puts right what he told just now."""
    return _is_fresh(turn) and read_correction(turn.text) is not None


def is_of_himself(text: str) -> bool:
    """Whether a text speaks of him who wrote it, or of his people."""
    return any(word in text for word in _OF_HIMSELF)


def offered(turn: Turn, following: Next) -> Next:
    """What was going to be said, and the offer to make a complaint of what he told, which says what was understood."""
    draft = with_told(turn, turn.draft if following.draft is None else following.draft)
    found = taken_in(turn, {"answers": {}}, _words(turn, draft))["answers"]
    heard = [FIELDS[name].show(turn, found[name]) for name in _SHOWN if found.get(name)][:_SHOWN_AT_MOST]
    ways = (Button("complaint:told", turn.words("buttons.make_complaint")), "person")
    said = turn.message("story_heard", ways, heard=heard)
    return Next(following.step, (*following.say, said), draft, about=following.about)


def with_told(turn: Turn, draft: Draft | None = None) -> Draft:
    """The draft, which remembers this message as a part of his story."""
    kept = turn.draft if draft is None else draft
    before = kept.get("told", []) if _is_fresh(turn) else []
    told = {"told": [*before, turn.incoming.id][-_MOST:], "told_at": turn.tx.now.isoformat()}
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
    return {name: value for name, value in draft.items() if name not in ("told", "told_at")}


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
    story = "\n".join(words)
    return from_story(read_story(story, today), story, today)
