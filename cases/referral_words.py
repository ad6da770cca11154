"""How a referral 转办 reads: to the worker below his case, to colleagues on cards; who has it, since when, by when."""

from datetime import date

from cases import notices, owing
from cases.apart import labelled
from cases.office import Office
from storage import conversations, referrals
from storage.cases import Case
from storage.clock import CHINA
from storage.database import Transaction
from storage.messages import Button, Message
from storage.referrals import Referral

AGREED, DECLINED, REVOKED = "referral_agreed", "referral_declined", "referral_revoked"
ASKED, SENT, TAKEN_BACK, SILENT = "referral_asked", "referral_sent", "referral_taken_back", "referral_silent"
ACCEPTED, REFUSED, RETURNED, DONE = "referral_accepted", "referral_refused", "referral_returned", "referral_done"
KINDS = (AGREED, DECLINED, REVOKED, SENT, SILENT, ACCEPTED, REFUSED, RETURNED, DONE)  # of which colleagues are told
_UNDER_WAY = ("sent", "accepted")
_NOT_HIS = ("taken_back",)  # what came to nothing, and was not the worker's doing


def for_worker(tx: Transaction, office: Office, case: Case, language: str | None) -> list[str]:
    """Where his case was handed, since when, and by when an answer is due, line by line; nothing once it has ended."""
    if case.ended:
        return []
    shown = (one for one in referrals.of_case(tx, case.id) if one.state not in _NOT_HIS)
    return [_line(tx, office, one, language, "worker") for one in shown]


def on_card(tx: Transaction, office: Office, case: Case, language: str | None) -> list[str]:
    """The same for whoever may read the case."""
    return [line(tx, office, one, language) for one in referrals.of_case(tx, case.id)]


def line(tx: Transaction, office: Office, referral: Referral, language: str | None) -> str:
    """A referral as a colleague reads of it."""
    return _line(tx, office, referral, language, "state")


def way(office: Office, language: str | None, key: str, case: Case, at: str, **values: object) -> Button:
    """A button about a referral of a case, "refer_yes:TS26112200007:1", labelled `referral.button_<key>`."""
    return Button(f"{key}:{case.number}", office.texts.say(language, f"referral.button_{key}", **values), at)


def before_closing(tx: Transaction, office: Office, case: Case, language: str | None) -> str:
    """What whoever would close a case is told while somebody's word about a referral is waited for; "" if none is."""
    waits = [line(tx, office, one, language) for one in referrals.of_case(tx, case.id) if one.state in referrals.OPEN]
    return office.texts.say(language, "referral.open_before_closing", lines=waits) if waits else ""


def listed(tx: Transaction, office: Office, case: Case, language: str | None) -> list[Button]:
    """The way to the referrals of a case, for a colleague; nothing where there is none."""
    there = bool(referrals.of_case(tx, case.id))
    return [Button(f"refs:{case.number}", office.texts.say(language, "referral.button_refs"))] if there else []


def stops(tx: Transaction, office: Office, case: Case, language: str | None) -> list[Button]:
    """The ways for the worker of a case to answer what he was asked, or to take back what he agreed to."""
    if case.ended:
        return []
    return [it for one in referrals.of_case(tx, case.id) for it in _ways(office, language, case, one)]


def asks(office: Office, language: str | None, case: Case, referral: Referral) -> tuple[Button, ...]:
    """Yes and no to a referral."""
    kind, at = office.texts.say(language, f"referral.kind_{referral.receiver.kind}"), str(referral.n)
    return (
        way(office, language, "refer_yes", case, at, kind=kind),
        way(office, language, "refer_no", case, at, kind=kind),
    )


def stop(office: Office, language: str | None, case: Case, referral: Referral) -> Button:
    """The way to take back what he agreed to."""
    kind = office.texts.say(language, f"referral.kind_{referral.receiver.kind}")
    return way(office, language, "refer_stop", case, str(referral.n), kind=kind)


def overdue(tx: Transaction, referral: Referral) -> bool:
    """Whether an answer was due before today, or has stayed out."""
    late = referral.at_receiver and referral.due_on is not None and referral.due_on < owing.today(tx)
    return late or referral.state == "silent"


def about(referral: Referral) -> dict[str, object]:
    """The facts of every event about a referral: which, and whose; no word of the case."""
    return {"referral": referral.number, "receiver": referral.receiver.name, "office": referral.receiver.kind}


def tell_worker(tx: Transaction, office: Office, case: Case, referral: Referral, what: str) -> None:
    """Promise the worker `referral.told_<what>`; of what is under way, with the way to take his yes back."""
    language = conversations.language_of(tx, case.conversation_id)
    reply = Button(f"reply:{case.number}", office.texts.say(language, "buttons.reply"))
    text = office.texts.say(
        language,
        f"referral.told_{what}",
        number=case.number,
        receiver=referral.receiver.name,
        due=owing.in_words(tx, office, referral.due_on, language) if referral.due_on else "",
    )
    ways = (reply, stop(office, language, case, referral)) if what in _UNDER_WAY else (reply,)
    message = Message(labelled(tx, office, case, language, text), ways)
    notices.promise(tx, office, case.conversation_id, message, case_id=case.id)


def _ways(office: Office, language: str | None, case: Case, referral: Referral) -> tuple[Button, ...]:
    if referral.state == "asked":
        return asks(office, language, case, referral)
    return (stop(office, language, case, referral),) if referral.state in ("agreed", *_UNDER_WAY) else ()


def _line(tx: Transaction, office: Office, referral: Referral, language: str | None, reader: str) -> str:
    since = referral.sent_at.astimezone(CHINA).date() if referral.sent_at else None
    return office.texts.say(
        language,
        f"referral.{reader}_{referral.state}",
        receiver=referral.receiver.name,
        since=_day(tx, office, since, language),
        due=_day(tx, office, referral.due_on, language),
        on=_day(tx, office, referral.answered_on, language),
        reason=office.texts.say(language, f"referral.reason_{referral.reason}") if referral.reason else "",
        times=referral.times_silent,
    )


def _day(tx: Transaction, office: Office, day: date | None, language: str | None) -> str:
    return owing.in_words(tx, office, day, language) if day else ""
