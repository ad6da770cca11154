"""Words of a colleague that say not to whom: they wait until he has tapped, and are never sent on a guess."""

from collections.abc import Sequence
from dataclasses import replace

from cases.naming import tells_who
from handlers.lawyer.bench import Bench
from handlers.lawyer.pad import Piece
from handlers.turn import Next
from storage.cases import Case
from storage.messages import Button, Message

_ASKED_AT_ONCE = 6  # cases to choose from
_PREVIEW = 200  # characters of what waits


def hold(bench: Bench, piece: Piece, case: Case | None = None, why: str = "to_whom") -> Next:
    """Keep the piece and ask to whom it goes; `case` if it can be said which, `why` is what the question says."""
    pad = bench.pad.without_drafts().holding(piece)
    if case:
        pad = pad.taking(case.id, bench.turn.tx.now)
    if not bench.own_cases() and case is None and not bench.me.supervises:
        return bench.says(bench.saying("nobody_to_write_to"))
    return bench.says(question(replace(bench, pad=pad), why), pad=pad)


def draft(bench: Bench, case: Case, piece: Piece) -> Next:
    """Show a prepared letter, whole, and wait for his word; one shown before gives way to it."""
    pad = bench.pad.done().without_drafts().holding(piece).taking(case.id, bench.turn.tx.now)
    fresh = replace(bench, pad=pad)
    text = bench.turn.words("casework.template_draft", number=case.number, text=piece.text)
    ways = (_send(fresh, case, False), bench.button("drop", at=pad.stamp))
    return bench.says(Message(text, ways), pad=pad, case=case)


def waits_for(bench: Bench, piece: Piece) -> bool:
    """Whether another piece of the same album waits for his word."""
    return bool(piece.album) and any(one.album == piece.album for one in bench.pad.held)


def join(bench: Bench, piece: Piece) -> Next:
    """It waits with the rest of its album, which is a note if any of it is; asks again only if there is news in it."""
    its = [one for one in bench.pad.held if one.album == piece.album]
    note, was_note = any(one.note for one in (*its, piece)), any(one.note for one in its)
    held = (*bench.pad.held, piece)
    pad = replace(bench.pad, held=tuple(replace(one, note=note) if one.album == piece.album else one for one in held))
    if note == was_note and (note or not tells_who(piece.text, bench.me)):
        return bench.says(pad=pad)
    return bench.says(question(replace(bench, pad=pad)), pad=pad)


def question(bench: Bench, why: str = "to_whom") -> Message:
    """To whom what waits shall go: the case in hand, or each of his; or into a note, or nowhere.

    It is pointed out if a worker would learn from it who he is.
    """
    case, pad = bench.in_hand(), bench.pad
    found = [case] if case else bench.own_cases()[:_ASKED_AT_ONCE]
    only_notes = all(piece.note for piece in pad.held)
    send = [] if only_notes else [_send(bench, one, len(found) > 1) for one in found if not one.ended]
    keep = [_keep(bench, one, len(found) > 1) for one in found if only_notes or len(found) == 1]
    others = [bench.button("others", at=pad.stamp)] if case and len(bench.own_cases()) > 1 else []
    as_note = [bench.button("as_note", at=pad.stamp)] if len(found) > 1 and not only_notes else []
    drop = bench.button("drop", at=pad.stamp)
    tells = any(tells_who(piece.text, bench.me) for piece in pad.held if not piece.note)
    shown = "\n".join(_previews(bench))
    return bench.saying(why, *send, *keep, *others, *as_note, drop, text=shown, notes=only_notes, tells=tells)


def other_cases(bench: Bench) -> Next:
    """It is about none of the case in hand: choose among all."""
    pad = replace(bench.pad, hand="", hand_at="")
    return bench.says(question(replace(bench, pad=pad)), pad=pad)


def as_note(bench: Bench) -> Next:
    """All that waits is a note, and can be nothing else any more; only the case is still to be chosen."""
    pad = replace(bench.pad, held=tuple(replace(piece, note=True) for piece in bench.pad.held))
    return bench.says(question(replace(bench, pad=pad)), pad=pad)


def _send(bench: Bench, case: Case, many: bool) -> Button:
    label = bench.words("button_send_one", case=bench.line(case)) if many else ""
    return bench.button("send", case.number, bench.pad.stamp, label)


def _keep(bench: Bench, case: Case, many: bool) -> Button:
    label = bench.words("button_keep_one", case=bench.line(case)) if many else ""
    return bench.button("keep", case.number, bench.pad.stamp, label)


def _previews(bench: Bench) -> list[str]:
    """A line for each message that waits; the pictures of an album are one, of which more may be on their way."""
    together: dict[str, list[Piece]] = {}
    for piece in bench.pad.held:
        together.setdefault(piece.album or f"message {piece.message}", []).append(piece)
    return [_preview(bench, pieces) for pieces in together.values()]


def _preview(bench: Bench, pieces: Sequence[Piece]) -> str:
    text, n = "\n".join(piece.text for piece in pieces if piece.text), sum(len(piece.files) for piece in pieces)
    said = text[:_PREVIEW] + ("…" if len(text) > _PREVIEW else "")
    files = bench.words("with_album" if pieces[0].album else "with_files", n=n) if n else ""
    return f"> {' '.join(part for part in (said, files) if part)}"
