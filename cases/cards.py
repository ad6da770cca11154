"""What a colleague reads of a case on a small screen: an offer without a word of the story, the case once it is his."""

from collections import Counter
from datetime import datetime
from functools import partial

from cases import facts, history, ledger, owing, referral_words, roster, timetable, together
from cases.explaining import why_offered
from cases.office import Office
from knowledge.kinds import KINDS
from knowledge.reading.places import DISTRICTS
from storage import cases, files
from storage.cases import Case, Complaint
from storage.clock import CHINA
from storage.database import Transaction
from storage.messages import Button, Message
from storage.offers import Offer
from storage.people import Colleague

_NAMES = {one.code: one.name for one in DISTRICTS}
_NAMES_EN = {one.code: one.name_en for one in DISTRICTS}
_STORY_SHOWN = 2_000  # characters of the story on the card; all of it one tap away
_EVENTS_SHOWN = 5


def offered(tx: Transaction, office: Office, case: Case, offer: Offer, language: str | None) -> Message:
    """The card of an offer: enough to decide, nothing that the worker told us, nothing of who he is."""
    text = office.texts.say(
        language,
        "lawyer.offer",
        number=case.number,
        **_labels(office, case, language),
        due=clock_time(offer.due_at),
        why=why_offered(tx, office, case, offer.staff_id, language),
    )
    return Message(text, _buttons(office, language, case, "accept", "decline"))


def summary(tx: Transaction, office: Office, colleague: Colleague, case: Case, language: str | None) -> Message:
    """The case on one card: facts, story, files, what happened last; the caller has decided that he may read it."""
    complaint = cases.complaint_of(tx, case)
    text = office.texts.say(
        language,
        "lawyer.card",
        number=case.number,
        **_labels(office, case, language),
        opened=clock_time(case.opened_at),
        facts=[
            *_facts(office, case, complaint, language),
            *_of_money(tx, office, case, language),
            *roster.on_card(tx, office, case, complaint, language),
            *together.on_card(tx, office, colleague, case, language),
            *referral_words.on_card(tx, office, case, language),
            *owing.on_card(tx, office, case, language),
            *timetable.lines(tx, case.id, partial(office.texts.say, language)),
        ],
        story=complaint.story[:_STORY_SHOWN],
        more=len(complaint.story) > _STORY_SHOWN,
        contact=complaint.contact is not None,
        anonymous=case.anonymous,
        files=files_in_words(tx, office, case, language),
        history=history.lines(tx, office, colleague, case, language)[-_EVENTS_SHOWN:],
    )
    ways = ("case", "history") if case.ended else ("write", "note", "propose", "history")
    more = ("story",) if len(complaint.story) > _STORY_SHOWN else ()
    held = ("files",) if files.of_case(tx, case.id) else ()
    refs = referral_words.listed(tx, office, case, language)
    to_all = together.buttons(tx, office, colleague, case, language)
    return Message(text, (*_buttons(office, language, case, *ways, *more, *held), *refs, *to_all))


def line(office: Office, case: Case, language: str | None) -> str:
    """A case in a few words, for a button or a list: the end of its number, kind, place."""
    labels = _labels(office, case, language)
    return f"{case.number} {labels['kind']} {labels['district']}".strip()


def files_in_words(tx: Transaction, office: Office, case: Case, language: str | None) -> list[str]:
    """How many files of which kind a case has."""
    counted = Counter(one.kind for one in files.of_case(tx, case.id) if one.status == "kept")
    return [office.texts.say(language, f"lawyer.file_{kind}", n=n) for kind, n in counted.items()]


def clock_time(at: datetime) -> str:
    """Month, day and time in China."""
    return at.astimezone(CHINA).strftime("%m-%d %H:%M")


def district(office: Office, code: str | None, language: str | None) -> str:
    """The name of a district or county."""
    names = _NAMES_EN if language and language.startswith("en") else _NAMES
    return names.get(code, code) if code else office.texts.say(language, "desk.not_said")


def _labels(office: Office, case: Case, language: str | None) -> dict[str, str]:
    say = office.texts.say
    return {
        "kind": say(language, f"desk.kind_{case.kind}"),
        "status": say(language, f"desk.status_{case.status}"),
        "urgency": say(language, f"desk.urgency_{case.urgency}"),
        "district": district(office, case.district, language),
    }


def _facts(office: Office, case: Case, complaint: Complaint, language: str | None) -> list[str]:
    """The hotline's class of the case, then the facts line by line."""
    say = office.texts.say
    of_class = say(language, f"words.class_{KINDS[case.kind].of_class}")
    told = facts.lines(office.texts, language, complaint)
    return [f"{name}：{value}" for name, value in ((say(language, "words.class_name"), of_class), *told)]


def _of_money(tx: Transaction, office: Office, case: Case, language: str | None) -> list[str]:
    return ledger.in_words(office, language, ledger.of_case(tx, case).totals)


def _buttons(office: Office, language: str | None, case: Case, *keys: str) -> tuple[Button, ...]:
    return tuple(button(office, language, key, case.number) for key in keys)


def button(office: Office, language: str | None, key: str, number: str, at: str = "", **values: object) -> Button:
    """A button of a case, "accept:TS26112200007", labelled `lawyer.button_accept`."""
    return Button(f"{key}:{number}", office.texts.say(language, f"lawyer.button_{key}", **values), at)
