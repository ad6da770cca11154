"""What is looked at once more before a worker is asked whether it is solved: what he reads, and what is still open."""

from cases import referral_words
from cases.office import Office
from desk.second_look import Held, must_be_meant
from desk.visitors import Visit
from storage import cases
from storage.database import Transaction


def must_be_ready(tx: Transaction, office: Office, visit: Visit, number: str, summary: str) -> None:
    """Raise as must_be_meant, and Held if a referral of the case waits for somebody's word; UnknownCase."""
    case = cases.visible(tx, visit.colleague, number)
    still_open = referral_words.before_closing(tx, office, case, visit.words.language)
    try:
        must_be_meant(visit, summary, visit.words("closing_tells_who"))
    except Held as refusal:
        raise type(refusal)(" ".join(filter(None, (str(refusal), still_open)))) from None
    if still_open:
        raise Held(still_open)
