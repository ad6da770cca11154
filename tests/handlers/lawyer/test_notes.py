"""Notes: for colleagues only. No way there is leads one to a worker."""

from collections.abc import Callable

import pytest

from cases import correspondence
from storage import events
from storage.outbox import Message
from tests.cases.desk import Desk
from tests.handlers.lawyer.chats import Chat, StaffChat
from tests.handlers.lawyer.test_letters import second_case, sent_last

SECRET = "对方老板态度强硬，先别告诉工人"


def notes_of(lawyer: StaffChat, number: str) -> list[str | None]:
    """The words of every note of the case, changed ones too."""
    desk = Desk(lawyer.database, lawyer.door.office, None)  # type: ignore[arg-type]
    kinds = (correspondence.NOTE, correspondence.NOTE_EDITED)
    return [it.words for it in lawyer.database.read(lambda tx: events.of_case(tx, desk.case(number), kinds))]


def read_by(worker: Chat) -> str:
    """Everything that was ever promised to the worker, edits and files included."""
    worker.hears()

    def shown(message: Message) -> str:
        return message.text + str(message.buttons) + str(message.files)

    return "".join(shown(message) for message in worker.everything())


Way = Callable[[StaffChat, str], object]
WAYS: dict[str, Way] = {
    "with two strokes": lambda chat, number: chat.says(f"//{SECRET}"),
    "with two strokes, wide": lambda chat, number: chat.says(f"／／{SECRET}"),
    "with the word": lambda chat, number: chat.says(f"备注：{SECRET}"),
    "with the word alone": lambda chat, number: chat.says(f"备注{SECRET}"),
    "after blanks": lambda chat, number: chat.says(f"  // {SECRET}"),
    "after a sign no eye sees": lambda chat, number: chat.says(f"\u200b//{SECRET}"),
    "by command": lambda chat, number: chat.says(f"/note {number} {SECRET}"),
    "by command in small letters": lambda chat, number: chat.says(f"/note {number.lower()} {SECRET}"),
    "by command to the bot": lambda chat, number: chat.says(f"/note@hotline_bot {number} {SECRET}"),
    "by command without a number": lambda chat, number: chat.says(f"/note {SECRET}"),
    "in English": lambda chat, number: chat.says(f"note: {SECRET}"),
    "as an answer": lambda chat, number: chat.answers(number, f"//{SECRET}"),
    "as an answer by command": lambda chat, number: chat.answers(number, f"/note {SECRET}"),
    "after the button": lambda chat, number: (chat.presses(f"note:{number}"), chat.says(SECRET)),
    "after the button, as an answer": lambda chat, number: (
        chat.presses(f"note:{number}"),
        chat.answers("工人的讲述", SECRET),
    ),
    "as an answer to the question": lambda chat, number: (
        chat.presses(f"note:{number}"),
        chat.hears(),
        chat.says("先记一句"),
        chat.answers("下一条消息记为", SECRET),
    ),
    "as an answer to the acknowledgement": lambda chat, number: (
        chat.says("//先记一句"),
        chat.hears(),
        chat.answers("已记为内部备注", SECRET),
    ),
    "as an answer to a note": lambda chat, number: (
        chat.says("//先记一句"),
        chat.writes(SECRET, to=sent_last(chat)),
    ),
    "below a photo": lambda chat, number: chat.sends_files("photo", caption=f"//{SECRET}", to=chat.last_id(number)),
    "with a photo after the button": lambda chat, number: (
        chat.presses(f"note:{number}"),
        chat.sends_files("photo", caption=SECRET),
    ),
    "kept instead of sent": lambda chat, number: (chat.says(SECRET), chat.taps("keep")),
    "edited": lambda chat, number: (chat.says("//先记一句"), chat.edits(sent_last(chat), f"//{SECRET}")),
    "edited without its sign": lambda chat, number: (chat.says("//先记一句"), chat.edits(sent_last(chat), SECRET)),
    "edited while it waits": lambda chat, number: (
        chat.says("随便写写"),
        chat.edits(sent_last(chat), f"//{SECRET}"),
        chat.taps("keep"),
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_note_never_reaches_the_worker(worker: Chat, lawyer: StaffChat, number: str, way: str) -> None:
    """
    Whatever way it was written, it stands in the record as a note and nowhere in the worker's chat.
    """
    WAYS[way](lawyer, number)

    assert SECRET in str(notes_of(lawyer, number))
    assert "强硬" not in read_by(worker)
    assert not any(it.files for it in worker.everything())
    assert worker.changes == []


def test_what_waits_as_a_note_cannot_be_sent(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    A note that says not to which case waits; even a forged tap on "send" makes it a note.
    """
    second_case(worker, lawyer, desk)
    desk.clock.advance(hours=2)
    lawyer.says(f"//{SECRET}")
    assert "send" not in lawyer.shown()

    at = next(it.at for it in lawyer.buttons() if it.id == f"keep:{number}")
    lawyer.presses(f"send:{number}:{at}")

    assert SECRET in str(notes_of(lawyer, number))
    assert "强硬" not in read_by(worker)


def test_once_a_note_always_a_note(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    Taking the sign away while it waits does not turn it into a letter.
    """
    second_case(worker, lawyer, desk)
    desk.clock.advance(hours=2)
    lawyer.says(f"//{SECRET}")
    lawyer.edits(sent_last(lawyer), SECRET)
    assert "send" not in lawyer.shown()

    lawyer.taps(f"keep:{number}")

    assert SECRET in str(notes_of(lawyer, number))
    assert "强硬" not in read_by(worker)


def test_a_letter_edited_into_a_note(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    He puts // before a letter that has gone out: the new words go nowhere, and he is told how to take it back.
    """
    lawyer.answers(number, "您好")

    said = lawyer.edits(sent_last(lawyer), f"//{SECRET}")

    assert "撤回" in said
    assert "强硬" not in read_by(worker)


def test_an_answer_to_another_case_while_a_note_is_expected(
    worker: Chat, lawyer: StaffChat, number: str, desk: Desk
) -> None:
    """
    He tapped "note" for one case and answers another: he is asked what it shall be, and nothing is sent meanwhile.
    """
    other, its_number = second_case(worker, lawyer, desk)
    lawyer.presses(f"note:{number}")

    said = lawyer.answers(its_number, SECRET)

    assert "怎么处理" in said
    assert "强硬" not in read_by(other) + read_by(worker)
    lawyer.taps(f"keep:{its_number}")
    assert SECRET in str(notes_of(lawyer, its_number))
    assert "强硬" not in read_by(other)


def test_a_note_to_a_case_that_is_not_his(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    A note on somebody else's case is refused and kept nowhere.
    """
    desk.assign("S02", number, "L02")

    assert "什么都没有发出" in lawyer.says(f"/note {number} {SECRET}")
    assert notes_of(lawyer, number) == []


def test_an_unknown_command_is_no_letter(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    A mistyped command that answers a case goes to nobody.
    """
    assert "没有这个命令" in lawyer.answers(number, f"/nota {SECRET}")
    assert "强硬" not in read_by(worker)
