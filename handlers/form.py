"""The engine that walks a complaint's questions: next gap, skip, back, mend, card.

Of the questions it knows only the contact by name, because numbers given elsewhere belong to it.
"""

from typing import Any

from handlers.arriving import NUMBERS, OWN_NUMBERS, has_number, loose, put_aside, put_number
from handlers.fields import BY_NAME, FIELDS, Field, contact
from handlers.question import answered, is_sure
from handlers.turn import Next, Turn
from storage.conversations import Draft
from storage.messages import Button, Message

_A_TALE = 30  # characters from which an answer that does not fit is more of the story
_SHOWN_OF_STORY = 200
_UNKNOWN_TO_HIM = (
    "不知道",
    "不清楚",
    "不晓得",
    "不记得",
    "记不清",
    "没有",
    "不想说",
    "我不想说",
    "不方便说",
    "i don't know",
    "don't know",
    "dont know",
    "not sure",
)


def gap(draft: Draft) -> Field | None:
    """The next question that was neither answered nor skipped."""
    answers: dict[str, Any] = draft["answers"]
    return next((field for field in FIELDS if field.name not in answers), None)


def ask(turn: Turn, draft: Draft) -> tuple[Message, ...]:
    """The question that stands open, with its choices, skip, back and cancel, and how far along we are."""
    field = BY_NAME[draft["asking"]]
    place = turn.words("dialogue.step_of", at=FIELDS.index(field) + 2, of=len(FIELDS) + 1)
    space = " " if turn.language == "en" else ""
    question = f"{turn.words(f'dialogue.ask_{field.name}')}{space}{place}"
    ways = [Button(way, turn.words(f"buttons.{way}"), field.name) for way in ("skip", "back")]
    return (Message(question, (*field.choices(turn), *ways, turn.button("cancel"))),)


def asked_story(turn: Turn, draft: Draft) -> tuple[Message, ...]:
    """The one open question; who has told it already sees it and may leave it as it is."""
    told = draft.get("story")
    if not told:
        return (turn.message("tell_story", ("cancel",)),)
    skip, back = (Button(way, turn.words(f"buttons.{way}"), "story") for way in ("skip", "back"))
    if draft.get("mending"):
        return (turn.message("mend_story", (skip, back, "cancel"), story=_short(told)),)
    return (turn.message("story_again", (skip, back, "cancel"), story=_short(told)),)


def answer(turn: Turn) -> Next:
    """Take the answer to the open question; a question in between is answered and the form goes on."""
    draft = turn.draft
    field = BY_NAME[draft["asking"]]
    button, at = turn.pressed
    if button in ("skip", "back") and at not in ("", field.name):
        return stale(turn)
    if button == "back" or turn.choice("back"):
        return back(turn)
    if turn.choice("skip") or turn.text.strip("。.!！ ").casefold() in _UNKNOWN_TO_HIM:
        return _keep(turn, field, draft["answers"].get(field.name) if draft.get("mending") else None)
    if button and button != field.name:
        return stale(turn)
    if not button and (is_sure(turn) or (field.free and asks_outright(turn.text))):
        return _answered_in_between(turn)
    value = field.read(turn, at if button else turn.text)
    return _unread(turn, field) if value is None else _keep(turn, field, value)


def begin(turn: Turn, draft: Draft, *said: Message) -> Next:
    """Ask the next question, or show the card when none is left."""
    field = None if draft.get("mending") else gap(draft)
    if field is None:
        done = {**draft, "asking": None, "mending": False, "at": "review"}
        return Next("review", (*said, card(turn, done)), done)
    asking = {**draft, "asking": field.name, "at": "form"}
    return Next("form", (*said, *ask(turn, asking)), asking)


def back(turn: Turn) -> Next:
    """Go to the question before, or to the story from the first one; the answer there is asked anew."""
    draft = turn.draft
    if draft.get("mending"):
        return begin(turn, draft)
    names = [field.name for field in FIELDS]
    before = [name for name in names[: names.index(draft["asking"])] if name in draft["answers"]]
    if not before:
        return Next("story", asked_story(turn, draft), {**draft, "at": "story"})
    answers = {name: value for name, value in draft["answers"].items() if name != before[-1]}
    asking = {**draft, "answers": answers, "asking": before[-1]}
    return Next("form", ask(turn, asking), asking)


def mend(turn: Turn, name: str) -> Next:
    """Ask one question again and come back to the card."""
    if name == "story":
        draft = {**turn.draft, "at": "story", "mending": True}
        return Next("story", asked_story(turn, draft), draft)
    asking = {**turn.draft, "asking": name, "mending": True, "at": "form"}
    return Next("form", ask(turn, asking), asking)


def card(turn: Turn, draft: Draft) -> Message:
    """Everything that was told, line by line, to be checked before it is submitted."""
    rows = [line(turn, "story", _short(draft["story"]))]
    rows += [line(turn, field.name, _shown(turn, field, draft)) for field in FIELDS]
    if count := len(loose(turn)):
        rows.append(turn.words("evidence.card_files", count=count))
    return turn.message("review", ("submit", "mend", "cancel"), lines=rows)


def line(turn: Turn, name: str, value: str) -> str:
    """One line of the card: what it is, and what was said."""
    return turn.words("dialogue.line", name=turn.words(f"dialogue.name_{name}"), value=value)


def stale(turn: Turn) -> Next:
    """A button of an earlier question was tapped: say so and ask the open question again."""
    return turn.again(turn.message("old_button"), *ask(turn, turn.draft))


def asks_outright(text: str) -> bool:
    """Whether words typed where any words will do are plainly a question: 要写全称吗, 你们收不收钱？"""
    return text.endswith(("?", "？", "吗", "呢", "怎么办", "咋办"))


def is_answered_by(turn: Turn, caption: str) -> bool:
    """Whether words below a photo answer the open question; where any words would, they must be plainly an answer."""
    field = BY_NAME[turn.draft["asking"]]
    return field.plainly(caption) if field.plainly else field.read(turn, caption) is not None


def is_a_tale(text: str) -> bool:
    """Whether something typed where it does not fit is long enough to be more of the story."""
    return len(text) >= _A_TALE


def with_more(turn: Turn) -> Draft:
    """The draft with what was just typed added to its story."""
    return {**turn.draft, "story": f"{turn.draft['story']}\n{turn.text}"}


def _keep(turn: Turn, field: Field, value: str | None) -> Next:
    draft = {**_with_numbers(turn, field, value), "answers": {**turn.draft["answers"], field.name: value}}
    draft["read"] = [name for name in draft.get("read", ()) if name != field.name]
    heard = field.echoed and value is not None
    said = (turn.message("heard_amount", amount=field.show(turn, value or "")),) if heard else ()
    return begin(turn, draft, *said)


def _with_numbers(turn: Turn, field: Field, value: str | None) -> Draft:
    """The draft; who mends how he can be reached means the new answer instead of the numbers he gave elsewhere."""
    draft = turn.draft
    if field.name != "contact" or not draft.get("mending") or value in (None, draft["answers"].get("contact")):
        return draft
    return {name: kept for name, kept in draft.items() if name not in (NUMBERS, OWN_NUMBERS)}


def _answered_in_between(turn: Turn) -> Next:
    return turn.again(*answered(turn), turn.message("on_with_form"), *ask(turn, turn.draft))


def _unread(turn: Turn, field: Field) -> Next:
    if turn.understood.is_question:
        return _answered_in_between(turn)
    if not is_a_tale(turn.text):
        kept, heard = _elsewhere(turn)
        return Next("form", (turn.message(f"unread_{field.name}"), *heard, *ask(turn, kept)), kept)
    draft = with_more(turn)
    return Next("form", (turn.message("added_to_story"), *ask(turn, draft)), draft)


def _elsewhere(turn: Turn) -> tuple[Draft, tuple[Message, ...]]:
    """Keep words that are no answer here, for they may belong elsewhere: a telephone number is the contact."""
    if not has_number(turn.text):
        return put_aside(turn.draft, turn.text), ()
    noted = Message(turn.words("evidence.contact_with_form"))
    return put_number(turn.draft, turn.text, OWN_NUMBERS), (noted,)


def _shown(turn: Turn, field: Field, draft: Draft) -> str:
    value = contact(draft) if field.name == "contact" else draft["answers"].get(field.name)
    if value is None:
        return turn.words("dialogue.open_line")
    said = field.show(turn, value)
    return turn.words("dialogue.read_from_story", value=said) if field.name in draft.get("read", ()) else said


def _short(story: str) -> str:
    return story if len(story) <= _SHOWN_OF_STORY else f"{story[:_SHOWN_OF_STORY]}……"
