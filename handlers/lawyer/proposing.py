"""Proposing to close: what was done in words, read over once more, then the worker is asked whether it is solved."""

from dataclasses import replace

from cases import closing, referral_words
from cases.naming import tells_who
from handlers.lawyer.bench import Bench
from handlers.lawyer.pad import Piece
from handlers.turn import Next
from storage.cases import Case
from storage.messages import Message


def ask(bench: Bench, case: Case) -> Next:
    """What he writes next is what the worker will read when he is asked."""
    prompt = bench.saying("closing_prompt", bench.button("never"), number=case.number)
    pad = bench.pad.done().wanting("closing", case.id).taking(case.id, bench.turn.tx.now)
    return bench.says(prompt, pad=pad, case=case)


def preview(bench: Bench, case: Case, piece: Piece) -> Next:
    """Show what the worker would read, and whether it would tell him who he is; nothing is sent yet."""
    if not piece.text or piece.files:
        return bench.says(bench.saying("closing_in_words", number=case.number), case=case)
    tells = tells_who(piece.text, bench.me)
    label = bench.words("button_close_anyway" if tells else "button_close_yes")
    sure = bench.button("close_yes", case.number, piece.message, label)
    pad = replace(bench.pad, summary=piece.text, summary_of=piece.message)
    key = "closing_tells_who" if tells else "closing_preview"
    shown = bench.saying(key, sure, bench.button("never"), number=case.number, text=piece.text)
    still_open = referral_words.before_closing(bench.turn.tx, bench.turn.office, case, bench.turn.language)
    asked = Message("\n\n".join(filter(None, (shown.text, still_open))), shown.buttons)
    return bench.says(asked, pad=pad, case=case)


def propose(bench: Bench) -> Next:
    """He has read it over: the worker is asked. Raises UnknownCase, NotYours, Ended, CaseError."""
    _, number, at = bench.pressed
    wanted = bench.pad.wanted
    case = bench.case(number)
    fits = wanted and (wanted.what, wanted.case) == ("closing", case.id) and bench.pad.summary_of == at
    if not fits or not bench.pad.summary:
        return bench.says(bench.saying("old_button"))
    closing.propose_closing(bench.turn.tx, bench.turn.office, bench.me, number, bench.pad.summary)
    return bench.says(bench.saying("closing_proposed", number=number), pad=bench.pad.done(), case=case)
