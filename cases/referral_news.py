"""What a colleague hears of a referral in his chat: whoever has the case, and whoever is to answer for a receiver."""

from cases import referral_words
from cases.office import Office
from storage import referrals
from storage.cases import Case
from storage.database import Transaction
from storage.events import Event
from storage.messages import Button, Message
from storage.people import Colleague
from storage.referrals import Referral

TO_RECEIVER = (referral_words.SENT, referral_words.REVOKED, referral_words.TAKEN_BACK)


def told(
    tx: Transaction, office: Office, colleague: Colleague, case: Case, event: Event, language: str | None
) -> Message | None:
    """The news for whoever may read the case; for the supervisor who is to answer, that of his union body."""
    referral = _meant(tx, case, event)
    if referral is None:
        return None
    if event.kind in TO_RECEIVER and colleague.id not in (event.actor, case.owner):
        return _incoming(office, event, referral, language)
    text = office.texts.say(
        language,
        f"referral.news_{event.kind.removeprefix('referral_')}",
        number=case.number,
        receiver=referral.receiver.name,
        referral=referral.number,
        reason=office.texts.say(language, f"referral.reason_{event.facts['refusal']}") if _refused(event) else "",
        text=event.words or "",
        times=event.facts.get("times", 0),
        handed=bool(event.facts.get("handed")),
    )
    shown = office.texts.say(language, "referral.button_ref")
    return Message(text, (Button(f"ref:{case.number}", shown, str(referral.n)),))


def of_others(tx: Transaction, office: Office, event: Event, case: Case, language: str | None) -> Message | None:
    """The news for a supervisor who may not read the case: only its referral's number, while it is his to answer."""
    referral = _meant(tx, case, event)
    return _incoming(office, event, referral, language) if referral and referral.receiver.unit else None


def _incoming(office: Office, event: Event, referral: Referral, language: str | None) -> Message:
    key = "news_incoming" if event.kind == referral_words.SENT else "news_incoming_over"
    desk = f"{office.policy.public_url}/desk/referrals"
    return Message(office.texts.say(language, f"referral.{key}", referral=referral.number, desk=desk))


def _meant(tx: Transaction, case: Case, event: Event) -> Referral | None:
    number = event.facts.get("referral")
    return next((one for one in referrals.of_case(tx, case.id) if one.number == number), None)


def _refused(event: Event) -> bool:
    return event.kind == referral_words.REFUSED
