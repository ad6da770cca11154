"""The main job, as a worker and a lawyer live it: from a question to money in hand."""

import json
from pathlib import Path

from tests.hotline_process import Running, Worker, command
from tests.journeys.telegram_worker import Town

STORY = "我们在麦积区一个工地砌墙，从今年三月干到六月，包工头一直拖着工钱不给，说甲方没有结账。"


def number_in(text: str) -> str:
    """The case number in what the worker was told."""
    return next(word for line in text.splitlines() for word in line.split("：") if word.startswith("TS"))


def complains(worker: Worker) -> str:
    """Go the whole way of the form, with a district, an employer, an amount in words; returns the number."""
    worker.taps("complaint")
    worker.taps("agree")
    worker.says(STORY)
    answers = {"哪个区县": "麦积", "叫什么": "演示云峰劳务队", "多少钱": "三万二", "几个人": "五个人"}
    while "submit" not in worker.buttons():
        asked = worker.last[-1]["text"]
        fitting = next((answer for words, answer in answers.items() if words in asked), None)
        worker.says(fitting) if fitting else worker.taps("skip")
    assert "32,000 元" in worker.last[-1]["text"]
    return number_in(worker.taps("submit"))


def test_from_a_question_to_money_in_hand(tianshui: Town) -> None:
    """
    A worker asks, complains and gets a number; the lawyer accepts and writes; they exchange letters; the worker says
    that the money has come, and only then is the case closed.
    """
    worker = tianshui.hotline.worker()
    answer = worker.says("老板拖欠我三个月工资怎么办")
    assert "《劳动争议调解仲裁法》" in answer
    number = complains(worker)
    offered = tianshui.case(number)
    assert (offered.status, offered.owner, offered.district) == ("offered", "S01", "620503")

    lawyer = tianshui.lawyer_of(number)
    card = lawyer.page()
    assert number in card
    assert "砌墙" not in card
    assert "云峰" not in card
    lawyer.submits(f"/desk/cases/{number}/accept")
    assert tianshui.case(number).owner == offered.offered_to
    assert "砌墙" in lawyer.page(f"/desk/cases/{number}")

    lawyer.submits(f"/desk/cases/{number}/letters", text="您好，工友里有谁能作证？")
    letter = worker.reads()
    assert "您好，工友里有谁能作证？" in letter
    assert "演示律师" not in letter
    worker.says("老张和老李都在场")
    assert "老张和老李都在场" in lawyer.page(f"/desk/cases/{number}")

    lawyer.submits(f"/desk/cases/{number}/closing", summary="总包已经答应先付。")
    assert "总包已经答应先付" in worker.reads()
    assert tianshui.case(number).status == "awaiting_worker"
    worker.post({"id": "it-is-solved", "button": f"solved:{number}"})
    worker.reads()
    worker.taps(next(one for one in worker.buttons() if one.startswith("paid_all:")))
    ended = tianshui.case(number)
    assert (ended.status, ended.ending) == ("closed", "confirmed")


def test_nobody_but_the_lawyer_in_charge_reads_the_case(tianshui: Town) -> None:
    """
    A lawyer to whom a case was not offered gets the same answer as for a case that does not exist, and the command
    line explains the way of the case without a word of the story.
    """
    worker = tianshui.hotline.worker()
    worker.says("/start")
    number = complains(worker)
    stranger = "L01" if tianshui.case(number).offered_to != "L01" else "L02"
    invited = json.loads(command(tianshui.folder, tianshui.env, "staff", "invite", stranger, "--json").stdout)

    assert tianshui.hotline.clerk(invited["sign_in"]).http.get(f"/desk/cases/{number}").status_code == 404
    explained = command(tianshui.folder, tianshui.env, "cases", "explain", number).stdout
    assert "派单给" in explained
    assert "砌墙" not in explained


def test_a_second_hotline_by_mistake_is_refused(hotline: Running, settings: dict[str, str], tmp_path: Path) -> None:
    """
    Starting the hotline twice by mistake ends with one sentence, and the first goes on; on PostgreSQL, where several
    may share a folder, it is the port that is taken.
    """
    second = command(tmp_path, settings, "serve")

    assert second.returncode == 1
    assert ("HOTLINE_PORT" if "HOTLINE_DATABASE_URL" in settings else "HOTLINE_DATA_DIR") in second.stderr
    assert hotline.worker().says("/start")
