"""What a lawyer can answer to an office that refused a case: arguments with their law, and a letter made of them."""

from dataclasses import dataclass

from cases import owing
from cases.handing import PAPER, day_on_paper
from cases.office import Office
from knowledge.article import Citation
from knowledge.rebuttals import Rebuttal, against, rebuttals
from storage import cases, people
from storage.cases import Case
from storage.clock import CHINA
from storage.database import Transaction
from storage.referrals import Referral


@dataclass(frozen=True, slots=True)
class Argument:
    """What can be said, on which law, and what a lawyer has to look at before he says it."""

    says: str
    when: str
    law: str


def arguments(tx: Transaction, case: Case, referral: Referral) -> list[Argument]:
    """What can be said against the reason for which a receiver refused a case; nothing if it did not."""
    if referral.state != "refused" or referral.reason is None:
        return []
    office, on_site = referral.receiver.kind, _on_site(tx, case)
    found = against(rebuttals(), referral.reason, office, case.kind, on_site=on_site)
    return [Argument(one.says, one.when, _law(one)) for one in found]


def draft(tx: Transaction, office: Office, case: Case, referral: Referral) -> str:
    """A letter that answers a refusal, to be read over, changed and sent or printed; "" if nothing was refused.

    It names the referral and nobody: what is on the sheet stays on the sheet.
    """
    if referral.state != "refused" or referral.reason is None:
        return ""
    found = arguments(tx, case, referral)
    return office.texts.say(
        PAPER,
        "referral.letter",
        receiver=referral.receiver.name,
        number=referral.number,
        sent=day_on_paper(office, referral.sent_at.astimezone(CHINA).date()) if referral.sent_at else "",
        on=day_on_paper(office, referral.answered_on) if referral.answered_on else "",
        reason=office.texts.say(PAPER, f"referral.reason_{referral.reason}"),
        arguments=[f"{_COUNTED[n]}、{one.says}（{one.law}）" for n, one in enumerate(found)],
        unit=unit_name(tx, case),
        today=day_on_paper(office, owing.today(tx)),
    )


def unit_name(tx: Transaction, case: Case) -> str:
    """The union body that has the case."""
    found = people.units(tx, [case.unit])
    return found[0].name if found else ""


def _on_site(tx: Transaction, case: Case) -> bool:
    complaint = cases.complaint_of(tx, case)
    return complaint.answers.get("construction") == "yes" or bool(complaint.site)


def _law(one: Rebuttal) -> str:
    return "；".join(_cited(citation) for citation in one.citations)


def _cited(citation: Citation) -> str:
    if _NOTICE in citation.law:
        return f"{citation.law}第{citation.article}项"
    number = citation.article.replace("之", "条之") if "之" in citation.article else f"{citation.article}条"
    return f"《{citation.law}》第{number}"


_NOTICE = "〔"  # stands in the number of a notice, which has items and no articles
_COUNTED = "一二三四五六七八九十"
