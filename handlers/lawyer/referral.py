"""Referrals 转办 in a colleague's chat: how each stands, handed over, and what the receiver said, with a tap."""

from dataclasses import replace

from cases import answering_referrals, rebutting, referral_words, referring
from cases.answering_referrals import Answer, Said
from cases.owing import in_words, today
from handlers.lawyer import holding
from handlers.lawyer.bench import Bench
from handlers.lawyer.pad import Piece
from handlers.turn import Next
from storage import referrals
from storage.cases import Case
from storage.messages import Button, Message
from storage.referrals import Referral

_REASONS: tuple[referrals.Reason, ...] = ("not_ours", "no_contract", "civil", "too_late", "evidence")
_LISTED = 12


def listed(bench: Bench) -> Next:
    """Every referral of a case, each with its way in. Raises UnknownCase."""
    case = bench.case(bench.pressed[1])
    found = referrals.of_case(bench.turn.tx, case.id)[-_LISTED:]
    if not found:
        return bench.says(_saying(bench, "chat_none", number=case.number), case=case)
    lines = [referral_words.line(bench.turn.tx, bench.turn.office, one, bench.turn.language) for one in found]
    ways = [_way(bench, "ref_one", "ref", case, one, receiver=one.receiver.name, number=one.number) for one in found]
    return bench.says(_saying(bench, "chat_listed", *ways, number=case.number, lines=lines), case=case)


def one(bench: Bench) -> Next:
    """How one referral stands, and what can be written down about it. Raises UnknownCase."""
    case, referral, _ = _meant(bench)
    if referral is None:
        return _stale(bench, case)
    said = [_shown(bench, case, referral)]
    if referral.state == "refused":
        said.append(_against(bench, case, referral))
    return bench.says(*said, pad=bench.pad.taking(case.id, bench.turn.tx.now), case=case)


def sent(bench: Bench) -> Next:
    """He has handed it over. Raises UnknownCase, NotYours, Ended, CaseError."""
    return _send(bench, with_letter=False)


def again(bench: Bench) -> Next:
    """He hands it over once more, with the prepared answer to a refusal. Raises UnknownCase, NotYours, Ended."""
    return _send(bench, with_letter=True)


def accepted(bench: Bench) -> Next:
    """The receiver has taken it; their number is asked for. Raises UnknownCase, NotYours, Ended, CaseError."""
    case, referral, _ = _meant(bench)
    if referral is None:
        return _stale(bench, case)
    _write_down(bench, case, referral, "accepted")
    never = Button("never", bench.turn.words("referral.button_never"))
    asked = _saying(bench, "chat_number", never, referral=referral.number)
    wanting = bench.pad.done().wanting("their_number", case.id).taking(case.id, bench.turn.tx.now)
    pad = replace(wanting, summary_of=str(referral.n))
    return bench.says(_recorded(bench, referral), asked, pad=pad, case=case)


def refused(bench: Bench) -> Next:
    """The receiver refused it: why? Raises UnknownCase."""
    case, referral, _ = _meant(bench)
    if referral is None:
        return _stale(bench, case)
    ways = [_reason(bench, case, referral, reason) for reason in _REASONS]
    return bench.says(_saying(bench, "chat_why", *ways, referral=referral.number), case=case)


def why(bench: Bench) -> Next:
    """That is why; what can be said against it follows. Raises UnknownCase, NotYours, Ended, CaseError."""
    case, referral, rest = _meant(bench)
    reason = next((one for one in _REASONS if one == rest), None)
    if referral is None or reason is None:
        return _stale(bench, case)
    _write_down(bench, case, referral, "refused", reason)
    now = referrals.by_id(bench.turn.tx, referral.id)
    return bench.says(_recorded(bench, now), _against(bench, case, now), case=case)


def returned(bench: Bench) -> Next:
    """The receiver gave it back. Raises UnknownCase, NotYours, Ended, CaseError."""
    return _settle(bench, "returned")


def done(bench: Bench) -> Next:
    """The receiver is done with it. Raises UnknownCase, NotYours, Ended, CaseError."""
    return _settle(bench, "done")


def their_number(bench: Bench, case: Case, piece: Piece) -> Next:
    """What he was asked to write: the number under which the receiver has it. Raises as `accepted`.

    What can be no number waits for his word like anything else that he writes.
    """
    n = int(bench.pad.summary_of)
    if piece.files or not 0 < len(piece.text) <= answering_referrals.LONGEST_NUMBER:
        return holding.hold(replace(bench, pad=bench.pad.done()), piece, case)
    referral = answering_referrals.keep_number(bench.turn.tx, bench.me, case.number, n, piece.text)
    kept = referrals.opened_if_there(bench.turn.tx, referral, "their_number")
    said = _saying(bench, "chat_number_kept", referral=referral.number, their_number=kept)
    return bench.says(said, pad=bench.pad.done(), case=case)


def _send(bench: Bench, *, with_letter: bool) -> Next:
    case, referral, _ = _meant(bench)
    if referral is None:
        return _stale(bench, case)
    tx, office = bench.turn.tx, bench.turn.office
    letter = rebutting.draft(tx, office, case, referral) if with_letter else ""
    now = referring.send(tx, office, bench.me, case.number, referral.n, letter)
    due = in_words(tx, office, now.due_on, bench.turn.language) if now.due_on else ""
    said = _saying(bench, "chat_sent", referral=now.number, receiver=now.receiver.name, due=due)
    return bench.says(said, case=case)


def _settle(bench: Bench, what: Said) -> Next:
    case, referral, _ = _meant(bench)
    if referral is None:
        return _stale(bench, case)
    _write_down(bench, case, referral, what)
    return bench.says(_recorded(bench, referral), case=case)


def _write_down(
    bench: Bench, case: Case, referral: Referral, what: Said, reason: referrals.Reason | None = None
) -> None:
    tx = bench.turn.tx
    answer = Answer(what, today(tx), reason)
    answering_referrals.write_down(tx, bench.turn.office, bench.me, case.number, referral.n, answer)


def _meant(bench: Bench) -> tuple[Case, Referral | None, str]:
    """The case and the referral that the button carries, and what else it says; raises UnknownCase."""
    _, number, at = bench.pressed
    case, (n, _, rest) = bench.case(number), at.partition(".")
    known = n.isascii() and n.isdecimal() and len(n) < 5
    return case, referrals.of_case_by_n(bench.turn.tx, case.id, int(n)) if known else None, rest


def _shown(bench: Bench, case: Case, referral: Referral) -> Message:
    tx, office, language = bench.turn.tx, bench.turn.office, bench.turn.language
    text = bench.turn.words(
        "referral.chat_one",
        referral=referral.number,
        line=referral_words.line(tx, office, referral, language),
        their_number=referrals.opened_if_there(tx, referral, "their_number"),
        union=referral.receiver.unit is not None and referral.at_receiver,
    )
    keys = _keys(referral) if case.owner == bench.me.id or bench.me.supervises else ()
    ways = tuple(_way(bench, key, key, case, referral) for key in keys)
    hint = bench.turn.words("referral.chat_answer") if "ref_no" in keys else ""
    return Message("\n".join(filter(None, (text.rstrip(), hint))), ways)


def _keys(referral: Referral) -> tuple[str, ...]:
    """What can be tapped about a referral where it stands; a union body answers for itself."""
    answers = () if referral.receiver.unit else _ANSWERS.get(referral.state, ())
    return (*_SENDING.get(referral.state, ()), *answers)


_SENDING = {"agreed": ("ref_sent",), "refused": ("ref_again",), "returned": ("ref_again",), "silent": ("ref_again",)}
_ANSWERS = {
    "sent": ("ref_ok", "ref_no", "ref_back", "ref_done"),
    "silent": ("ref_ok", "ref_no", "ref_back", "ref_done"),
    "accepted": ("ref_done", "ref_back", "ref_no"),
}


def _against(bench: Bench, case: Case, referral: Referral) -> Message:
    found = rebutting.arguments(bench.turn.tx, case, referral)
    lines = [f"{one.says}（{one.law}）" for one in found]
    return _saying(bench, "chat_against", _way(bench, "ref_again", "ref_again", case, referral), arguments=lines)


def _recorded(bench: Bench, referral: Referral) -> Message:
    now = referrals.by_id(bench.turn.tx, referral.id)
    line = referral_words.line(bench.turn.tx, bench.turn.office, now, bench.turn.language)
    return _saying(bench, "chat_recorded", line=line)


def _reason(bench: Bench, case: Case, referral: Referral, reason: str) -> Button:
    label = bench.turn.words(f"referral.reason_{reason}")
    return Button(f"ref_why:{case.number}", label, f"{referral.n}.{reason}")


def _way(bench: Bench, label: str, key: str, case: Case, referral: Referral, **values: object) -> Button:
    return Button(f"{key}:{case.number}", bench.turn.words(f"referral.button_{label}", **values), str(referral.n))


def _saying(bench: Bench, key: str, *ways: Button, **values: object) -> Message:
    return Message(bench.turn.words(f"referral.{key}", **values), ways)


def _stale(bench: Bench, case: Case) -> Next:
    return bench.says(Message(bench.turn.words("referral.chat_gone")), case=case)
