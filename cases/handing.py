"""What goes to an office with a referral 转办, and nothing else: drawn up once, before the worker is asked, and kept.

So what he was asked about is what the receiver reads, whatever is added to the case meanwhile. What he does not share
is left out, and masked where it stands in his own words.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from cases import facts
from cases.apart import labelled
from cases.errors import CaseError
from cases.office import Office
from knowledge.reading.masking import without_contacts
from storage import cases, conversations, files
from storage.cases import Case, Complaint
from storage.database import Transaction
from storage.files import File
from storage.referrals import Receiver, Share
from texts import Language

PAPER: Language = "zh-CN"  # what goes to an office is in its language, whatever the colleague or the worker reads
_IN_THE_STORY = ("facts", "story")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A hand-over sheet: what is not shared is empty. `files` are ids with what each shows."""

    facts: tuple[tuple[str, str], ...] = ()
    story: str = ""
    contact: str = ""
    name: str = ""
    files: tuple[tuple[str, str], ...] = ()


class NothingShared(CaseError):
    """A sheet with nothing on it helps nobody."""

    def __init__(self) -> None:
        super().__init__("请至少勾选一样要交给对方的内容。")


class NotToBeShared(CaseError):
    """What was ticked is not there, or the worker wished to stay unknown."""


def drawn_up(
    tx: Transaction, office: Office, case: Case, shares: Collection[Share], file_ids: Collection[str], name: str
) -> Sheet:
    """The sheet of a case with what was ticked; raises NothingShared or NotToBeShared."""
    complaint = cases.complaint_of(tx, case)
    _must_be_there(case, complaint, shares, file_ids, name)
    shown = Sheet(
        _facts(office, complaint) if "facts" in shares else (),
        complaint.story if "story" in shares else "",
        complaint.contact or "" if "contact" in shares else "",
        name.strip() if "name" in shares else "",
        tuple((one.id, _title(office, one)) for one in _chosen(tx, case, file_ids)) if "files" in shares else (),
    )
    return shown if "contact" in shares and "name" in shares else _masked(shown)


def written(sheet: Sheet) -> str:
    """A sheet in one line, to be sealed."""
    return json.dumps(asdict(sheet), ensure_ascii=False, sort_keys=True)


def read(line: str) -> Sheet:
    """The sheet of such a line."""
    kept = json.loads(line)
    pairs = {name: tuple((one, other) for one, other in kept[name]) for name in ("facts", "files")}
    return Sheet(**{**kept, **pairs})


def asked(tx: Transaction, office: Office, case: Case, receiver: Receiver, why: str, sheet: Sheet) -> str:
    """What the worker is asked: who gets it, why, and all that is on the sheet, in his language."""
    language = conversations.language_of(tx, case.conversation_id)
    text = office.texts.say(
        language,
        "referral.ask",
        number=case.number,
        receiver=receiver.name,
        kind=office.texts.say(language, f"referral.kind_{receiver.kind}"),
        why=why,
        shares=shared_in_words(office, sheet, language),
    )
    return labelled(tx, office, case, language, text)


def shared_in_words(office: Office, sheet: Sheet, language: str | None) -> list[str]:
    """What is on a sheet, line by line; not what it says, but for his name, which he should see as it is written."""
    said = {name: getattr(sheet, name) for name in ("facts", "story", "contact", "name", "files")}
    titles = [title for _, title in sheet.files]
    values: dict[str, dict[str, object]] = {"name": {"name": sheet.name}, "files": {"titles": titles, "n": len(titles)}}
    return [
        office.texts.say(language, f"referral.share_{name}", **values.get(name, {}))
        for name, value in said.items()
        if value
    ]


def day_on_paper(office: Office, day: date) -> str:
    """A day with its year, as it stands on what an office files."""
    return office.texts.say(PAPER, "referral.paper_day", year=day.year, month=day.month, day=day.day)


def digest(referral_id: str, receiver: Receiver, wording: str, sheet: str) -> str:
    """The SHA-256, in hex, of what the worker is asked: to whom, in which words, with which sheet.

    The id is nobody's to see, so that nobody tries out what the sheet may say.
    """
    told = [referral_id, receiver.kind, receiver.name, receiver.unit or "", wording, sheet]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _must_be_there(
    case: Case, complaint: Complaint, shares: Collection[Share], file_ids: Collection[str], name: str
) -> None:
    if not shares:
        raise NothingShared
    if case.anonymous and {"contact", "name"} & set(shares):
        raise NotToBeShared("这位工人是匿名登记的，不能把姓名、联系方式交给别人。请去掉这两项。")
    if "contact" in shares and not complaint.contact:
        raise NotToBeShared("工人没有留联系方式。请去掉“联系方式”。")
    if "name" in shares and not name.strip():
        raise NotToBeShared("勾选了姓名，请把工人的姓名写上；不知道就去掉“姓名”。")
    if "files" in shares and not file_ids:
        raise NotToBeShared("勾选了材料，请选出要交的是哪几份。")


def _chosen(tx: Transaction, case: Case, file_ids: Collection[str]) -> list[File]:
    """The chosen files of the case, in their order; raises NotToBeShared for one that cannot be handed over."""
    there = {one.id: one for one in files.of_case(tx, case.id) if one.status == "kept" and not one.flaw}
    if not set(file_ids) <= set(there):
        raise NotToBeShared("选的材料里有一份打不开或已经不在，请重新选。")
    return [one for its_id, one in there.items() if its_id in file_ids]


def _title(office: Office, file: File) -> str:
    if file.proves:
        return office.texts.say(PAPER, f"proofs.name_{file.proves}")
    return office.texts.say(PAPER, f"desk.file_kind_{file.kind}")


def _facts(office: Office, complaint: Complaint) -> tuple[tuple[str, str], ...]:
    unsaid = office.texts.say(PAPER, "desk.not_said")
    return tuple(line for line in facts.lines(office.texts, PAPER, complaint) if line[1] != unsaid)


def _masked(sheet: Sheet) -> Sheet:
    told = tuple((name, without_contacts(value)) for name, value in sheet.facts)
    return Sheet(told, without_contacts(sheet.story), sheet.contact, sheet.name, sheet.files)
