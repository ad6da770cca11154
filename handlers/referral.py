"""The worker's word about a referral 转办: yes or no to one receiver, and his yes taken back."""

from cases import referral_words, referring
from handlers.status import of_case
from handlers.sums import case_of
from handlers.turn import Next, Turn
from storage import referrals
from storage.cases import Case
from storage.messages import Button, Message
from storage.referrals import Referral


def agree(turn: Turn) -> Next:
    """He agrees that this receiver gets what he was told."""
    case, n = _meant(turn)
    if case is None:
        return _gone(turn)
    referral = referring.agree(turn.tx, case, n)
    if referral is None or referral.state != "agreed":
        return _nothing(turn, case)
    return _says(turn, case, referral, "agreed", referral_words.stop(turn.office, turn.language, case, referral))


def decline(turn: Turn) -> Next:
    """He does not agree: nothing goes out."""
    case, n = _meant(turn)
    if case is None:
        return _gone(turn)
    before = referrals.of_case_by_n(turn.tx, case.id, n)
    if before and before.sent_at and before.state != "revoked":
        return stop(turn)
    referral = referring.decline(turn.tx, case, n)
    if referral is None or referral.state not in ("declined", "revoked"):
        return _nothing(turn, case)
    return _says(turn, case, referral, "declined")


def stop(turn: Turn) -> Next:
    """Ask whether he really takes his yes back, and say what that can undo and what not."""
    case, n = _meant(turn)
    if case is None:
        return _gone(turn)
    referral = referrals.of_case_by_n(turn.tx, case.id, n)
    if referral is None or not (referral.handed or referral.state == "agreed"):
        return _nothing(turn, case)
    sure = referral_words.way(turn.office, turn.language, "refer_stop_yes", case, str(n))
    return _says(turn, case, referral, "stop_sure", sure, turn.button("status"))


def stop_for_sure(turn: Turn) -> Next:
    """He takes his yes back; a second tap says nothing new."""
    case, n = _meant(turn)
    if case is None:
        return _gone(turn)
    referral = referring.revoke(turn.tx, case, n)
    if referral is None or referral.state != "revoked":
        return _nothing(turn, case)
    return _says(turn, case, referral, "stopped")


def _meant(turn: Turn) -> tuple[Case | None, int]:
    """His case and the counting number of the referral that the button carries, 0 if it carries none."""
    case, rest = case_of(turn)
    return case, int(rest) if rest.isascii() and rest.isdecimal() and len(rest) < 5 else 0


def _says(turn: Turn, case: Case, referral: Referral, key: str, *ways: Button) -> Next:
    text = turn.words(f"referral.{key}", receiver=referral.receiver.name, handed=referral.sent_at is not None)
    return turn.again(of_case(turn, case, Message(text, ways)), about=case.id)


def _nothing(turn: Turn, case: Case) -> Next:
    said = Message(turn.words("referral.nothing_to_say"), (turn.button("status"),))
    return turn.again(of_case(turn, case, said), about=case.id)


def _gone(turn: Turn) -> Next:
    return turn.again(turn.message("case_gone", ("status",)))
