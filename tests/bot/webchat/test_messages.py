"""Messages in and replies out, as the page sends and fetches them."""

from typing import Any

import pytest
from sqlalchemy import text as sql

from bot.webchat import reading
from storage import conversations, outbox
from storage.database import Database
from storage.messages import Button, Message
from tests.bot.webchat.conftest import Phone, Site, both_engines
from tests.replies import statuses

IMPOSSIBLE: list[Any] = [
    {"text": "没有编号"},
    {"id": "", "text": "空编号"},
    {"id": "x" * 65, "text": "编号太长"},
    {"id": 7, "text": "编号是数字"},
    {"id": "a\x00", "text": "编号里有 NUL"},
    {"id": "a"},
    {"id": "a", "text": ""},
    {"id": "a", "text": "文字", "button": "agree"},
    {"id": "a", "text": 7},
    {"id": "a", "button": ["agree"]},
    {"id": "a", "button": "x" * 201},
    ["a"],
    "a",
    None,
]


def lawyer_writes(database: Database, phone: Phone, *texts: str) -> None:
    """Replies that nobody asked for just now."""
    database.call(lambda tx: [outbox.promise(tx, phone.session, Message(text)) for text in texts])


@both_engines
async def test_a_question_is_answered(phone: Phone, database: Database) -> None:
    """
    200 means that the message is in the database, and `n` is the number of the reply that waits there.
    """
    answer = await phone.posts({"id": "a", "text": "老板拖欠我三个月工资怎么办"})

    assert answer.status_code == 200
    assert answer.json() == {"ok": True, "n": database.read(lambda tx: conversations.last_n(tx, phone.session))}
    assert (await phone.reads())["messages"]


@both_engines
async def test_what_was_taken_back_is_not_given_out_again(phone: Phone, database: Database) -> None:
    """
    A letter to somebody else was taken back, read or unread: a page opened later has its number and not its words, an
    open one is told.
    """
    lawyer_writes(database, phone, "给别人的信", "也是给别人的")
    first = (await phone.reads())["messages"][-2]["n"]
    lawyer_writes(database, phone, "还没有看过的信")
    for n in (first, first + 2):
        database.call(lambda tx, n=n: outbox.delete(tx, phone.session, n, "已撤回"))  # type: ignore[misc]

    for where in ("after=0", "newest=1"):
        messages = (await phone.http.get(f"/chat/api/messages?{where}")).json()["messages"]
        assert [it["n"] for it in messages] == list(range(1, first + 5))
        shown = {it["n"]: it["text"] for it in messages}
        assert (shown[first], shown[first + 1], shown[first + 2]) == ("已撤回", "也是给别人的", "已撤回")
        assert [it["deletes"] for it in messages if "deletes" in it] == [first, first + 2]


@both_engines
async def test_the_same_message_again_changes_nothing(phone: Phone) -> None:
    """
    On a bad network the page sends a message again under its id: same answer, one message, one reply.
    """
    first = await phone.posts({"id": "a", "text": "你好"})
    again = await phone.posts({"id": "a", "text": "你好"})

    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert len((await phone.reads())["mine"]) == 1


async def test_a_tapped_button_is_answered(phone: Phone) -> None:
    """
    人工 works from the first moment, before anything was written.
    """
    answer = await phone.posts({"id": "b", "button": "person"})

    assert answer.status_code == 200
    assert answer.json()["n"] >= 1


async def test_replies_are_numbered_without_gaps(phone: Phone, database: Database) -> None:
    """
    A page that has read up to a number fetches exactly what came after it, in order, hundreds of them if need be.
    """
    lawyer_writes(database, phone, *(f"第{n}封信" for n in range(1, 206)))

    first = (await phone.reads())["messages"]
    rest = (await phone.reads(after=first[-1]["n"]))["messages"]

    assert [message["n"] for message in first + rest] == list(range(1, 206))
    assert rest[-1]["text"] == "第205封信"


async def test_a_reply_has_the_promised_shape(phone: Phone, database: Database) -> None:
    """
    Number, text, buttons with id and label, files.
    """
    asked = Message("您同意吗？", (Button("agree", "同意"), Button("cancel", "不同意")))
    database.call(lambda tx: outbox.promise(tx, phone.session, asked))

    buttons = [
        {"id": "agree", "label": "同意", "press": "agree"},
        {"id": "cancel", "label": "不同意", "press": "cancel"},
    ]
    assert (await phone.reads())["messages"] == [{"n": 1, "text": "您同意吗？", "buttons": buttons, "files": []}]


@both_engines
async def test_a_reloaded_page_shows_the_workers_own_words_in_their_place(phone: Phone, database: Database) -> None:
    """
    What he wrote comes back with the number of the reply before it; the page's own /start does not.
    """
    await phone.posts({"id": f"start-{phone.session}", "text": "/start"})
    n = (await phone.posts({"id": "a", "text": "你好"})).json()["n"]
    lawyer_writes(database, phone, "请发工资条")
    await phone.posts({"id": "b", "text": "好的，明天发"})

    mine = (await phone.reads())["mine"]
    assert [said["text"] for said in mine] == ["你好", "好的，明天发"]
    assert mine[1] == {"after": n + 1, "id": "b", "text": "好的，明天发", "button": "", "files": []}
    assert [said["id"] for said in (await phone.reads(after=n + 1))["mine"]] == ["b"]


@both_engines
async def test_only_what_was_fetched_counts_as_seen(phone: Phone, database: Database) -> None:
    """
    A letter that the worker's page has not fetched still waits, so that somebody may call him back.
    """
    lawyer_writes(database, phone, "第一封")
    await phone.reads()
    lawyer_writes(database, phone, "第二封")

    assert statuses(database) == ["sent", "waiting"]


async def test_a_bad_number_is_answered_with_a_sentence(phone: Phone) -> None:
    """
    A number that is none is refused in plain words.
    """
    for after in ("-1", "x", "1.5", "٣", "9" * 20):
        answer = await phone.http.get("/chat/api/messages", params={"after": after})
        assert answer.status_code == 422
        assert answer.json()["error"]


async def test_an_impossible_message_is_refused_in_plain_words(phone: Phone, database: Database) -> None:
    """
    A message that cannot be understood gets a sentence, and leaves nothing behind.
    """
    for message in IMPOSSIBLE:
        answer = await phone.posts(message)
        assert answer.status_code in (400, 422), message
        assert set(answer.json()) == {"error"}

    assert database.read(conversations.counts)["inbox"] == 0


async def test_what_is_no_json_is_refused_in_plain_words(phone: Phone) -> None:
    """
    Broken, binary, bottomless or empty bodies: a sentence, not an error page.
    """
    for body in (b"", b"{bad", b"\xff\xfe", b"[" * 200_000, b"id=1&text=a"):
        answer = await phone.posts(content=body)
        assert answer.status_code == 400
        assert answer.json()["error"]


async def test_odd_characters_are_no_reason_to_lose_a_message(phone: Phone) -> None:
    """
    Emoji, half an emoji, right-to-left marks, NUL: taken, and his words are there again after a reload.
    """
    for number, word in enumerate(("\\ud83d\\ude4f谢谢", "半个\\ud83d", "\\u202e反的", "a\\u0000b空")):
        answer = await phone.posts(content=f'{{"id":"{number}","text":"{word}"}}'.encode())
        assert answer.status_code == 200

    mine = [said["text"] for said in (await phone.reads())["mine"]]
    assert len(mine) == 4
    assert all(word in text for word, text in zip(("🙏谢谢", "半个", "反的", "空"), mine, strict=True))


async def test_a_very_long_story_is_taken(phone: Phone) -> None:
    """
    Ten megabytes of text are answered, not lost and not an error.
    """
    answer = await phone.posts({"id": "a", "text": "长" * 3_300_000})

    assert answer.status_code == 200
    assert answer.json()["n"] >= 1


async def test_what_is_too_large_is_refused_in_plain_words(phone: Phone) -> None:
    """
    More than twelve megabytes: the sentence arrives even though the phone is still sending.
    """
    answer = await phone.posts(content=b"x" * (reading.LIMIT + 1))

    assert answer.status_code == 413
    assert "12 MB" in answer.json()["error"]


async def test_a_photo_is_answered_with_a_sentence(phone: Phone) -> None:
    """
    A file with its caption goes through the same door and gets an answer.
    """
    photo = ("../工资条 .jpg", b"\xff\xd8" * 1_500_000, "image/jpeg")
    answer = await phone.posts(data={"id": "a", "text": "这是工资条"}, files={"file": photo})

    assert answer.status_code == 200
    assert (await phone.reads())["messages"][-1]["text"]


async def test_a_torn_upload_is_refused_in_plain_words(phone: Phone) -> None:
    """
    An upload that broke off half-way is not mistaken for a message.
    """
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x"):
        headers = {"X-CSRF-Token": phone.csrf, "Content-Type": kind}
        answer = await phone.http.post("/chat/api/messages", content=b"--x\r\nbroken", headers=headers)
        assert answer.status_code in (400, 422)
        assert answer.json()["error"]


@both_engines
async def test_a_message_that_could_not_be_kept_is_taken_when_sent_again(
    phone: Phone, database: Database, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    While the database cannot keep it nobody is told 200; the same message under its id is taken afterwards.
    """
    database.call(lambda tx: tx.execute(sql("ALTER TABLE inbox RENAME TO elsewhere")))
    failed = await phone.posts({"id": "a", "text": "我叫王小明"})
    database.call(lambda tx: tx.execute(sql("ALTER TABLE elsewhere RENAME TO inbox")))
    again = await phone.posts({"id": "a", "text": "我叫王小明"})

    assert failed.status_code == 503
    assert failed.json()["error"]
    assert again.status_code == 200
    assert "王小明" not in caplog.text + "".join(capsys.readouterr())
    assert [said["text"] for said in (await phone.reads())["mine"]] == ["我叫王小明"]


async def test_refusals_speak_the_language_of_the_browser(site: Site) -> None:
    """
    An English phone reads English, any other Chinese; nothing of it may be cached.
    """
    english = await site.phone(**{"Accept-Language": "en-GB,en;q=0.9"}).http.get("/chat/api/messages")
    uyghur = await site.phone(**{"Accept-Language": "ug"}).http.get("/chat/api/messages")

    assert "reload" in english.json()["error"]
    assert "刷新" in uyghur.json()["error"]
    assert english.headers["cache-control"] == "no-store"
    assert english.headers["referrer-policy"] == "no-referrer"
