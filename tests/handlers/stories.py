"""Telling the bot a story, in one message or in several."""

from storage.cases import Complaint
from tests.handlers.town import Phone, complaint, only_case

STORY = "我们12个人在麦积区工地干了半年，老板欠8万块钱不给"


def told(phone: Phone, *messages: str) -> str:
    """Tell a story in these messages, take up the offer and agree; returns what is asked then."""
    for message in messages:
        phone.says(message)
    phone.taps("complaint")
    return phone.taps("agree")


def to_the_card(phone: Phone) -> str:
    """Skip every question that is left; returns the card."""
    while "submit" not in phone.shown():
        phone.taps("skip")
    return phone.last[-1].text


def complaint_after(phone: Phone) -> Complaint:
    """Skip to the end and submit; returns what was filed."""
    to_the_card(phone)
    phone.taps("submit")
    return complaint(phone.database, only_case(phone.database).number)
