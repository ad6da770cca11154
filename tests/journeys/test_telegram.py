"""The worker's side of the main job in Telegram: real python-telegram-bot over a Bot API on loopback."""

import json

import pytest

from storage import conversations, events, inbox
from tests.bot.telegram import updates
from tests.fake_telegram import TOKEN
from tests.journeys.telegram_worker import SECRET, TelegramWorker, Town, until

STORY = "我们在麦积区一个工地砌墙，从今年三月干到六月，包工头一直拖着三万二千元工钱不给，说甲方没有结账。"
QUESTION = "老板拖欠我三个月工资怎么办"


def kept(tianshui: Town) -> dict[str, int]:
    return tianshui.database.read(conversations.counts)


def parked(tianshui: Town) -> list[str]:
    return [one.message_id for one in tianshui.database.read(inbox.parked)]


def test_from_a_question_to_a_lawyers_answer(tianshui: Town, worker: TelegramWorker) -> None:
    """
    A worker asks and reads the law, complains and gets a number; the lawyer accepts and writes, the worker answers
    from his chat, and neither learns who the other is.
    """
    answer = worker.says(QUESTION)
    assert "《劳动争议调解仲裁法》" in answer
    worker.taps("complaint")
    worker.taps("agree")
    worker.says(STORY)
    while "submit" not in tianshui.telegram.buttons(worker.chat):
        worker.taps("skip")
    card = tianshui.telegram.texts(worker.chat)[-1]
    assert "32,000 元" in card
    said = worker.taps("submit")
    number = next(word for line in said.splitlines() for word in line.split("：") if word.startswith("TS"))

    lawyer = tianshui.lawyer_of(number)
    offered_to = tianshui.case(number).offered_to
    lawyer.submits(f"/desk/cases/{number}/accept")
    assert tianshui.case(number).owner == offered_to
    assert number in worker.reads()
    lawyer.submits(f"/desk/cases/{number}/letters", text="您好，工友里有谁能作证？")
    letter = worker.reads()
    assert "您好，工友里有谁能作证？" in letter
    assert "演示律师" not in letter
    assert number in worker.says("老张和老李都在场")

    page = lawyer.page(f"/desk/cases/{number}")
    assert "老张和老李都在场" in page
    assert "工友" in page
    assert f">{worker.chat}<" not in page
    recorded = tianshui.database.read(lambda tx: events.of_case(tx, tianshui.case(number)))
    assert [one.kind for one in recorded] == ["opened", "offered", "accepted", "to_worker", "from_worker"]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "秘密"])
def test_a_stranger_who_does_not_know_the_secret(tianshui: Town, secret: str | None) -> None:
    """
    Whoever posts to the webhook without Telegram's secret is refused, and nothing of it is kept.
    """
    before = kept(tianshui)
    forged = {"update_id": 1, "message": updates.message(66, text="我是骗子")}

    answer = tianshui.http.post(
        "/telegram/webhook",
        json=forged,
        headers={} if secret is None else {b"X-Telegram-Bot-Api-Secret-Token": secret.encode()},
    )

    assert answer.status_code == 403
    assert kept(tianshui) == before


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"update_id": 1'])
def test_what_is_not_json(tianshui: Town, body: bytes) -> None:
    """
    A broken or empty body is refused in one sentence, and nothing of it is kept.
    """
    before = kept(tianshui)

    answer = tianshui.post(body)

    assert answer.status_code == 400
    assert kept(tianshui) == before


@pytest.mark.parametrize(
    "raw",
    ["null", "7", '"text"', "[]", "{}", '{"update_id": "x"}', '{"update_id": 9000000, "message": {"chat": 7}}'],
)
def test_json_that_is_no_update(tianshui: Town, raw: str) -> None:
    """
    What has the secret and still is no update is set aside for the operators, once, and not asked for again.
    """
    before = len(parked(tianshui))

    assert [tianshui.post(raw.encode()).status_code for _ in range(2)] == [200, 200]
    assert len(parked(tianshui)) == before + 1


@pytest.mark.parametrize("kind", ["poll", "shipping_query", "a_kind_of_next_year"])
def test_an_update_of_an_unknown_kind(tianshui: Town, kind: str) -> None:
    """
    An update that has nobody to answer is taken, so that Telegram goes on to the next.
    """
    answer = tianshui.brings(**{kind: {}})

    assert answer.status_code == 200


def test_whatever_a_worker_types(worker: TelegramWorker) -> None:
    """
    Emoji, direction marks, NUL, blanks, half an emoji and ten megabytes are each answered and kept, and the
    conversation goes on.
    """
    strange = ["😡💰👷🏽", "\u202e怎么办\u200f", "a\0b", "   ", "\ud83d", "欠" * (10 * 2**20 // 3)]

    for text in strange:
        assert worker.says(text)
    bodies = [json.loads(body)["text"] for body in worker.said()]

    assert bodies[:4] == strange[:4]
    assert bodies[4] == "\ufffd"
    assert bodies[5:] == strange[5:]
    assert "《劳动争议调解仲裁法》" in worker.says(QUESTION)


def test_what_is_not_text(worker: TelegramWorker) -> None:
    """
    A photo, a corrected message, a sticker and a place are answered with a plain sentence, never with silence.
    """
    worker.says(QUESTION)

    assert worker.sends(message=updates.message(worker.chat, photo=updates.photo()))
    assert worker.sends(edited_message=updates.message(worker.chat, text="老板欠钱", edit_date=1764000001))
    assert worker.sends(message=updates.message(worker.chat, dice={"emoji": "🎲", "value": 3}))
    assert worker.sends(message=updates.message(worker.chat, location={"latitude": 34.58, "longitude": 105.72}))


def test_the_same_update_again(worker: TelegramWorker) -> None:
    """
    Telegram bringing an update a second time gets its 200, and the worker reads the answer once.
    """
    update = {"update_id": 777_777, "message": updates.message(worker.chat, text=QUESTION)}

    assert worker.sends(**update)
    assert worker.sends(**update) == ""
    assert len(worker.said()) == 1


def test_an_impatient_thumb(tianshui: Town, worker: TelegramWorker) -> None:
    """
    Pressing submit twice opens one case; a button of an earlier question is told to be old, not taken for an answer.
    """
    number = worker.complains(STORY)

    again = worker.sends(callback_query=updates.press(worker.chat, "submit"))
    old = worker.sends(callback_query=updates.press(worker.chat, "skip:employer"))
    unknown = worker.sends(callback_query=updates.press(worker.chat, "no-such-button"))
    without = worker.sends(callback_query=updates.press(worker.chat, None, game_short_name="g"))

    assert number in again
    assert old
    assert unknown
    assert without
    listed = worker.says("进度")
    assert listed.count("登记）") == 1


def test_a_worker_who_has_blocked_us(tianshui: Town, worker: TelegramWorker) -> None:
    """
    The lawyer's letter cannot reach a worker who blocked the bot: the case page says that it was not delivered.
    """
    number = worker.complains(STORY)
    lawyer = tianshui.lawyer_of(number)
    lawyer.submits(f"/desk/cases/{number}/accept")
    worker.reads()

    tianshui.telegram.block(worker.chat)
    lawyer.submits(f"/desk/cases/{number}/letters", text="您在吗？")
    until(worker.has_everything)

    recorded = tianshui.database.read(lambda tx: events.of_case(tx, tianshui.case(number), ("not_delivered",)))
    assert [one.facts["outcome"] for one in recorded] == ["unreachable"]
    assert "没有送到" in lawyer.page(f"/desk/cases/{number}")


def test_telegram_wants_to_be_left_alone(tianshui: Town, worker: TelegramWorker) -> None:
    """
    After "too many requests" the reply waits as long as Telegram asks and then arrives, once.
    """
    tianshui.telegram.flood(retry_after=1, chat=worker.chat)

    assert "《劳动争议调解仲裁法》" in worker.says(QUESTION)

    first, second = [call for call in tianshui.telegram.attempts if call.chat == worker.chat]
    assert second.at - first.at >= 1
    assert len(tianshui.telegram.received(worker.chat)) == 1


def test_nothing_of_it_is_in_the_log(tianshui: Town, worker: TelegramWorker) -> None:
    """
    Neither the token nor a word of the story is printed, also when Telegram hangs up or refuses.
    """
    tianshui.telegram.hang_up()
    worker.complains(STORY)
    tianshui.telegram.fail("sendMessage", 400, "Bad Request: message is strange", chat=worker.chat)
    worker.says(QUESTION)

    printed = "\n".join(tianshui.hotline.printed)
    assert "reply sent" in printed
    assert TOKEN not in printed
    assert TOKEN.partition(":")[2] not in printed
    assert SECRET not in printed
    assert "砌墙" not in printed
    assert "拖欠" not in printed
