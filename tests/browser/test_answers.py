"""Ten answers as they are read on a small phone: nothing sticks out, every one has its law, what is below works."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opens
from tests.browser.judging import SMALL, judge
from tests.browser.phone import welcomed

TEN = (
    "wage-arrears-first-steps",
    "general-contractor-pays-first",
    "minimum-wage-gansu-lookup",
    "overtime-pay-rate",
    "injury-insurance-claim-deadline",
    "overage-worker-wages",
    "arbitration-how-to-apply",
    "legal-aid-eligibility-migrant",
    "accident-emergency",
    "holiday-which-days",
)
LONGEST = 900


def asked(phone: Page, topic: str, before: int) -> str:
    """Tap the title of this article, as somebody does who was offered it; returns what he reads."""
    headers = {"X-CSRF-Token": phone.request.post("/chat/api/sessions").json()["csrf"]}
    phone.request.post("/chat/api/messages", data={"id": f"t-{topic}", "button": f"topic:{topic}"}, headers=headers)
    answers = phone.locator(".bubble", has_text="依据：")
    expect(answers).to_have_count(before + 1)
    answers.last.evaluate("it => it.scrollIntoView()")
    return answers.last.inner_text()


def test_ten_answers_on_a_small_phone(opens: Opens) -> None:
    """
    Each is short enough, has its law, and sticks out nowhere; whoever says that one did not help is asked why.
    """
    phone = welcomed(opens(width=360))
    for before, topic in enumerate(TEN):
        said = asked(phone, topic, before)
        judge(phone, f"answer-{topic}", axe=before == 0, widths=SMALL)
        assert len(said) <= LONGEST, topic

    phone.locator(".choices button", has_text="没用").last.click()
    expect(phone.locator(".choices button", has_text="看不懂")).to_be_visible()
    judge(phone, "answer-useless", axe=False, widths=SMALL)
