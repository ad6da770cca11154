"""Cases offered to a colleague: the cards, taking one, and declining with the reason in one tap."""

from cases import assigning, cards
from handlers.lawyer.bench import END_OF_NUMBER, Bench
from handlers.turn import Next
from storage import cases, offers
from storage.cases import Case
from storage.messages import Button, Message


def show(bench: Bench) -> Next:
    """Every card that waits for his answer, the most pressing first."""
    tx, office = bench.turn.tx, bench.turn.office
    waiting = [(offer, cases.by_id(tx, offer.case_id)) for offer in offers.open_offers_to(tx, bench.me.id)]
    shown = [cards.offered(tx, office, case, offer, bench.turn.language) for offer, case in waiting]
    return bench.says(*(shown or [bench.saying("no_offers")]))


def of_number(bench: Bench, number: str) -> Next | None:
    """What waits for his answer under this number, or the end of one; None if nothing does."""
    tx, office = bench.turn.tx, bench.turn.office
    waiting = [(offer, cases.by_id(tx, offer.case_id)) for offer in offers.open_offers_to(tx, bench.me.id)]
    meant = [(offer, case) for offer, case in waiting if _is_meant(case, number)]
    shown = [cards.offered(tx, office, case, offer, bench.turn.language) for offer, case in meant]
    return bench.says(bench.saying("only_offered", number=meant[0][1].number), *shown) if meant else None


def accept(bench: Bench) -> Next:
    """Take the case; the whole of it is told at once afterwards. Raises NotOffered, NotEligible."""
    _, number, _ = bench.pressed
    case = assigning.accept(bench.turn.tx, bench.turn.office, bench.me, number)
    pad = bench.pad.done().taking(case.id, bench.turn.tx.now)
    return bench.says(bench.saying("accepted", number=case.number), pad=pad, case=case)


def decline(bench: Bench) -> Next:
    """Ask why, or with the reason decline it, so that the next one is asked at once. Raises NotOffered."""
    _, number, reason = bench.pressed
    if reason not in assigning.DECLINE_REASONS:
        return bench.says(_why(bench, number))
    assigning.decline(bench.turn.tx, bench.turn.office, bench.me, number, reason)
    return bench.says(bench.saying("declined", number=number))


def _is_meant(case: Case, number: str) -> bool:
    return case.number == number.upper() or (bool(END_OF_NUMBER.fullmatch(number)) and case.number.endswith(number))


def _why(bench: Bench, number: str) -> Message:
    reasons = [
        Button(f"decline:{number}", bench.turn.words(f"desk.decline_{reason}"), reason)
        for reason in assigning.DECLINE_REASONS
    ]
    return bench.saying("decline_why", *reasons, number=number)
