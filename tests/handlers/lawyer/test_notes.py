"""Notes: for colleagues only. No way there is leads one to a worker."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from cases import correspondence
from handlers.incoming import Attachment
from storage import events
from storage.messages import Message
from tests.cases.desk import Desk
from tests.handlers.lawyer.chats import Chat, StaffChat, second_case, sent_last

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
    "with the word on a line of its own": lambda chat, number: chat.says(f"备注\n{SECRET}"),
    "with the word alone": lambda chat, number: (chat.says(f"备注{SECRET}"), chat.taps("keep")),
    "with the word alone, as an answer": lambda chat, number: (
        chat.answers(number, f"备注{SECRET}"),
        chat.taps("keep"),
    ),
    "with the word in brackets": lambda chat, number: (
        chat.answers(number, f"（内部备注）{SECRET}"),
        chat.taps("keep"),
    ),
    "with the sign of another keyboard": lambda chat, number: (
        chat.answers(number, f"、、{SECRET}"),
        chat.taps("keep"),
    ),
    "by command, wide": lambda chat, number: chat.answers(number, f"／note {SECRET}"),
    "in English without a colon": lambda chat, number: (chat.answers(number, f"note {SECRET}"), chat.taps("keep")),
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


@pytest.mark.parametrize(
    "letter", ["备注栏请填三月的工资", "备注一下：社保要自己签字", "Note that you must sign it", "notes: sign it"]
)
def test_a_letter_that_begins_like_a_note(worker: Chat, lawyer: StaffChat, number: str, letter: str) -> None:
    """
    It is neither filed away as a note nor sent on a guess: he is asked, and with one tap the worker has all of it.
    """
    said = lawyer.answers(number, letter)

    assert "开头像是备注" in said
    assert letter in said
    assert notes_of(lawyer, number) == []
    assert letter not in worker.hears()
    lawyer.taps("send")
    assert letter in worker.hears()


def test_a_letter_is_not_edited_into_what_may_be_a_note(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    He changes a letter into words that begin like a note: the worker's copy stays as it was, and he is told.
    """
    lawyer.answers(number, "您好")

    assert "开头像是备注" in lawyer.edits(sent_last(lawyer), f"备注{SECRET}")
    assert "强硬" not in read_by(worker)


def test_a_letter_that_begins_like_a_note_can_be_corrected(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    What he has said is a letter stays one when he corrects a word in it.
    """
    lawyer.answers(number, "备注栏请填三月")
    mine = sent_last(lawyer)
    lawyer.taps("send")
    worker.hears()

    assert "会跟着改" in lawyer.edits(mine, "备注栏请填四月")


def album(chat: StaffChat, *captions: str, to: str = "") -> str:
    """Pictures sent together, each in a message of its own; they come in this order. Returns what is answered."""

    def picture(place: int, caption: str) -> str:
        one = Attachment("photo", f"remote-{place}", "a.jpg", 3, "image/jpeg")
        return chat.gives(replace(chat.message("media", caption, reply_to=to, album="77"), files=(one,)))

    return "\n".join(filter(None, [picture(place, caption) for place, caption in enumerate(captions)]))


ALBUMS: dict[str, Way] = {
    "as an answer": lambda chat, number: album(chat, f"//{SECRET}", "", "", to=chat.last_id(number)),
    "as an answer, the caption last": lambda chat, number: album(chat, "", "", f"//{SECRET}", to=chat.last_id(number)),
    "as an answer, the caption between": lambda chat, number: album(
        chat, "", f"//{SECRET}", "", to=chat.last_id(number)
    ),
    "after the button": lambda chat, number: (chat.presses(f"note:{number}"), album(chat, SECRET, "", "")),
    "after the button, as an answer": lambda chat, number: (
        chat.presses(f"note:{number}"),
        album(chat, SECRET, "", "", to=chat.last_id(number)),
    ),
    "after the button for a letter": lambda chat, number: (
        chat.presses(f"write:{number}"),
        album(chat, f"//{SECRET}", "", ""),
    ),
    "as an answer, what may be a note last": lambda chat, number: album(
        chat, "", "", f"备注{SECRET}", to=chat.last_id(number)
    ),
    "into the case in hand": lambda chat, number: (chat.says(f"/case {number}"), album(chat, f"//{SECRET}", "", "")),
}


@pytest.mark.parametrize("way", ALBUMS)
def test_an_album_below_a_note_never_reaches_the_worker(
    worker: Chat, lawyer: StaffChat, number: str, desk: Desk, way: str
) -> None:
    """
    Only one picture of an album has the caption: all of them are the note, whichever comes first.
    """
    ALBUMS[way](lawyer, number)
    lawyer.hears()
    desk.clock.advance(seconds=3)

    assert "强硬" not in read_by(worker)
    assert not any(it.files for it in worker.everything())
    assert SECRET in str(notes_of(lawyer, number))


def test_an_album_that_is_kept_back_is_told_once(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    Two pictures were meant for the worker when the one with the note came: he reads once that none of them goes.
    """
    album(lawyer, "", "", f"//{SECRET}", to=lawyer.last_id(number))
    worker.hears()
    desk.clock.advance(seconds=3)

    assert lawyer.hears().count("整组都不发给工人") == 1
    assert ("file_lost", "hotline") in desk.record(number)


@pytest.mark.parametrize("captions", [(f"//{SECRET}", "", ""), ("", f"//{SECRET}", "")])
def test_an_album_that_waits_as_a_note_cannot_be_sent(
    worker: Chat, lawyer: StaffChat, number: str, desk: Desk, captions: tuple[str, ...]
) -> None:
    """
    With two cases the note waits for his tap: its pictures wait with it, and no tap sends one of them.
    """
    second_case(worker, lawyer, desk)
    desk.clock.advance(hours=2)
    lawyer.hears()
    album(lawyer, *captions)
    presses = [it.press for message in lawyer.everything() for it in message.buttons if it.id.startswith("keep")]
    assert "发给谁" not in lawyer.everything()[-1].text

    lawyer.presses(presses[-1].replace("keep", "send"))
    desk.clock.advance(seconds=3)

    assert "强硬" not in read_by(worker)
    assert not any(it.files for it in worker.everything())


def test_an_album_that_tells_who_he_is_waits_whole(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    The caption has his number: the other pictures do not go ahead, and can all become a note.
    """
    album(lawyer, "我的电话13800001111", "", "", to=lawyer.last_id(number))
    lawyer.presses(next(it.press for m in lawyer.everything() for it in m.buttons if it.id == f"keep:{number}"))
    lawyer.hears()
    desk.clock.advance(seconds=3)

    read_by(worker)
    assert not any(it.files for it in worker.everything())


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
