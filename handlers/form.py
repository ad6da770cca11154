"""The engine that walks a complaint's questions: next gap, skip, back, mend, and back to the card.

Which questions a complaint has, its kind says. Of the questions themselves this knows only two by name: the kind,
because others follow from it, and the contact, because numbers given elsewhere belong to it.
"""

from handlers import correcting, review_card
from handlers.arriving import NUMBERS, OWN_NUMBERS, has_number, put_aside, put_number
from handlers.fields import FIELDS, Field, is_unknown
from handlers.filling import fill, told_by
from handlers.question import answered, is_sure
from handlers.turn import Next, Turn
from knowledge.kinds import KINDS
from storage.conversations import Draft
from storage.messages import Button, Message

_A_TALE = 30  # characters from which an answer that does not fit is more of the story


def asked_of(draft: Draft) -> list[str]:
    """What is asked in a complaint of this kind, in order; without a name, nobody is asked how to reach him."""
    left_out = ("contact",) if draft.get("anonymous") else ()
    return [name for name in KINDS[draft["kind"]].asks if name not in left_out]


def gap(draft: Draft) -> Field | None:
    """The next question that was neither answered nor skipped."""
    return next((FIELDS[name] for name in asked_of(draft) if name not in draft["answers"]), None)


def ask(turn: Turn, draft: Draft) -> tuple[Message, ...]:
    """The question that stands open, with its choices, skip, back and cancel, and how far along we are."""
    field, names = FIELDS[draft["asking"]], asked_of(draft)
    question = turn.words(f"fields.ask_{field.name}")
    if field.name in names:
        space = " " if turn.language == "en" else ""
        place = turn.words("dialogue.step_of", at=names.index(field.name) + 1, of=len(names))
        question = f"{question}{space}{place}"
    ways = [Button(way, turn.words(f"buttons.{way}"), field.name) for way in ("skip", "back")]
    return (Message(question, (*field.choices(turn), *ways, turn.button("cancel"))),)


def asked_story(turn: Turn, draft: Draft) -> tuple[Message, ...]:
    """The one open question; who has told it already sees it and may leave it as it is."""
    told = draft.get("story")
    if not told:
        return (turn.message("tell_story", ("cancel",)),)
    skip, back = (Button(way, turn.words(f"buttons.{way}"), "story") for way in ("skip", "back"))
    shown, ways, mends = review_card.short(told), (skip, back, "cancel"), draft.get("mending")
    return (turn.message("mend_story" if mends else "story_again", ways, story=shown),)


def answer(turn: Turn) -> Next:
    """Take the answer to the open question; a question in between is answered and the form goes on."""
    draft = turn.draft
    field = FIELDS[draft["asking"]]
    button, at = turn.pressed
    if not button and (corrected := correcting.corrected(turn, field)):
        return begin(turn, *corrected)
    if button in ("skip", "back") and at not in ("", field.name):
        return stale(turn)
    if button == "back" or turn.choice("back"):
        return back(turn)
    if turn.choice("skip") or _does_not_know(turn, field):
        return _keep(turn, field, draft["answers"].get(field.name) if draft.get("mending") else None)
    if button and button != field.name:
        return stale(turn)
    if not button and (is_sure(turn) or (field.free and asks_outright(turn.text))):
        return _answered_in_between(turn)
    typed = turn.text if field.free else turn.ours
    value = field.read(turn, at if button else typed)
    return _unread(turn, field) if value is None else _keep(turn, field, value)


def begin(turn: Turn, draft: Draft, *said: Message) -> Next:
    """Ask the next question, or show the card when none is left."""
    field = None if draft.get("mending") else gap(draft)
    if field is None:
        done = {**draft, "asking": None, "mending": False, "at": "review"}
        return Next("review", (*said, review_card.card(turn, done)), done)
    asking = {**draft, "asking": field.name, "at": "form"}
    return Next("form", (*said, *ask(turn, asking)), asking)


def back(turn: Turn) -> Next:
    """Go to the question before, or to the story from the first one; the answer there is asked anew."""
    draft = turn.draft
    if draft.get("mending"):
        return begin(turn, draft)
    names = asked_of(draft)
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


def stale(turn: Turn) -> Next:
    """A button of an earlier question was tapped: say so and ask the open question again."""
    return turn.again(turn.message("old_button"), *ask(turn, turn.draft))


def asks_outright(text: str) -> bool:
    """Whether words typed where any words will do are plainly a question: 要写全称吗, 你们收不收钱？"""
    return text.endswith(("?", "？", "吗", "呢", "怎么办", "咋办"))


def is_answered_by(turn: Turn, caption: str) -> bool:
    """Whether words below a photo answer the open question; where any words would, they must be plainly an answer."""
    field = FIELDS[turn.draft["asking"]]
    return field.plainly(caption) if field.plainly else field.read(turn, caption) is not None


def is_a_tale(text: str) -> bool:
    """Whether something typed where it does not fit is long enough to be more of the story."""
    return len(text) >= _A_TALE


def with_more(turn: Turn) -> Draft:
    """The draft with what was just typed added to its story, and with the facts that only this part of it tells."""
    story = f"{turn.draft['story']}\n{turn.text}"
    return fill({**turn.draft, "story": story}, told_by(story, turn.today))


def _keep(turn: Turn, field: Field, value: str | None) -> Next:
    draft = {**_with_numbers(turn, field, value), "read": [it for it in turn.draft["read"] if it != field.name]}
    if field.name == "kind":
        return begin(turn, {**draft, "kind": value or draft["kind"], "mending": False})
    draft["answers"] = {**draft["answers"], field.name: value}
    heard = field.echoed and value is not None
    said = (turn.message("heard_amount", amount=field.show(turn, value or "")),) if heard else ()
    return begin(turn, draft, *said)


def _does_not_know(turn: Turn, field: Field) -> bool:
    """Whether he says that he cannot say; "没有" is an answer where yes and no are."""
    said = turn.ours.strip("。.!！ 了")
    return is_unknown(said) and not (said.endswith("没有") and field.read(turn, said))


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
        unread = Message(turn.words(f"fields.{field.why_unread(turn, turn.text)}"))
        return Next("form", (unread, *heard, *ask(turn, kept)), kept)
    draft, added = with_more(turn), turn.message("added_to_story")
    return Next("form", (added, *ask(turn, draft)), draft) if draft.get("mending") else begin(turn, draft, added)


def _elsewhere(turn: Turn) -> tuple[Draft, tuple[Message, ...]]:
    """Keep words that are no answer here, for they may belong elsewhere: a telephone number is the contact."""
    if not has_number(turn.text):
        return put_aside(turn.draft, turn.text), ()
    noted = Message(turn.words("evidence.contact_with_form"))
    return put_number(turn.draft, turn.text, OWN_NUMBERS), (noted,)
