"""The card on which a worker finds everything that was understood, to say of each line whether it is right."""

from handlers.arriving import loose
from handlers.fields import FIELDS, contact
from handlers.turn import Next, Turn
from knowledge.kinds import KINDS
from storage.conversations import Draft
from storage.messages import Button, Message

_SHOWN_OF_STORY = 200  # characters


def card(turn: Turn, draft: Draft) -> Message:
    """Everything that was told, line by line; below it 对 and 改 for each line that was read and not said by him."""
    rows = [_line(turn, "story", short(draft["story"]))]
    rows += [_line(turn, name, _shown(turn, draft, name)) for name in lines(draft)]
    if count := len(loose(turn)):
        rows.append(turn.words("evidence.card_files", count=count))
    unsure = [button for name in lines(draft) if name in draft["read"] for button in _right_or_mend(turn, name)]
    return turn.message("review", ("submit", "mend", *unsure, "cancel"), lines=rows)


def lines(draft: Draft) -> list[str]:
    """The lines of the card below the story: what is asked in such a complaint, and whatever else is known."""
    asked, answers = KINDS[draft["kind"]].asks, draft["answers"]
    shown = {*asked, *(name for name, value in answers.items() if value is not None)}
    return ["kind", *(name for name in FIELDS if name in shown)]


def value(draft: Draft, name: str) -> str | None:
    """What is known for a line of the card."""
    if name == "contact":
        return contact(draft)
    known: str | None = draft["kind"] if name == "kind" else draft["answers"].get(name)
    return known


def confirm(turn: Turn, name: str) -> Next:
    """He says that a line is right: it is his own word from now on."""
    draft = {**turn.draft, "read": [one for one in turn.draft["read"] if one != name]}
    return Next("review", (card(turn, draft),), draft)


def lines_to_mend(turn: Turn) -> Message:
    """Every line by its name, to tap the one that is wrong."""
    names = ("story", *lines(turn.draft))
    return turn.message("mend_which", (*(_mend(turn, name) for name in names), "back"))


def named(turn: Turn, said: str) -> str | None:
    """The line that is called so."""
    names = ("story", *lines(turn.draft))
    return next((name for name in names if said == turn.words(f"fields.name_{name}")), None)


def short(story: str) -> str:
    """The beginning of a story."""
    return story if len(story) <= _SHOWN_OF_STORY else f"{story[:_SHOWN_OF_STORY]}……"


def _line(turn: Turn, name: str, shown: str) -> str:
    return turn.words("dialogue.line", name=turn.words(f"fields.name_{name}"), value=shown)


def _shown(turn: Turn, draft: Draft, name: str) -> str:
    known = value(draft, name)
    if known is None:
        return turn.words("dialogue.open_line")
    said = FIELDS[name].show(turn, known)
    return turn.words("dialogue.read_from_story", value=said) if name in draft["read"] else said


def _right_or_mend(turn: Turn, name: str) -> tuple[Button, Button]:
    called = turn.words(f"fields.name_{name}")
    right = Button(f"right:{name}", turn.words("buttons.right", name=called))
    return right, Button(f"mend:{name}", turn.words("buttons.mend_line", name=called), beside=True)


def _mend(turn: Turn, name: str) -> Button:
    return Button(f"mend:{name}", turn.words(f"fields.name_{name}"))
