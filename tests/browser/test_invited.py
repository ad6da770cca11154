"""A workmate's link opened in a browser: it asks at once whether he wants to join, and leaves the address."""

import re

from playwright.sync_api import expect

from cases import grouping
from cases.office import Office
from cases.opening import open_case
from cases.policy import Policy
from storage import conversations
from storage.cases import Complaint
from storage.database import Transaction
from tests.browser.conftest import House, Opens
from texts import Texts


def test_a_link_from_a_workmate(house: House, opens: Opens) -> None:
    """
    The code behind the # is said for him, the answer asks whether he agrees, and a reload does not say it again.
    """
    code = house.unit(_code)
    phone = opens(f"/chat#g-{code}")
    expect(phone.locator(".bubble", has_text="您自己愿意加入吗")).to_be_visible()
    assert "#" not in phone.url
    phone.reload()
    expect(phone.locator(".mine", has_text=re.compile(f"^.*加入 {code}"))).to_have_count(1)


def _code(tx: Transaction) -> str:
    office, worker = Office(Texts.load(), Policy()), conversations.lock(tx, "telegram", "the starter")
    its = {"conversation_id": worker.id, "person_id": worker.person_id, "urgency": "normal"}
    case = open_case(tx, office, Complaint("wages", "老板一直拖着工钱不给。"), **its).case
    return grouping.share(tx, office, case).code or ""
