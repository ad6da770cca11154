"""The worker says that it is solved: where money is at stake, how much of it he has seen; and how we did."""

from decimal import Decimal

from cases import closing, ledger, money, surveying
from cases.facts import money as in_digits
from cases.ledger import Instalment, Ledger, plain
from handlers.letters import not_meant
from handlers.status import own_case, status_of
from handlers.sums import ask, case_of, done, say, way, yuan
from handlers.turn import Next, Turn
from storage import conversations
from storage.cases import Case
from storage.messages import Button, Message


def solved(turn: Turn) -> Next:
    """It is solved: his word ends the case; one about money is asked first how much has come, unless he has said so."""
    case = own_case(turn, "awaiting_worker")
    if case is None:
        return not_meant(turn)
    if case.status == "withdrawn":
        return status_of(turn, case)
    if case.ended and case.ending != "unanswered":
        return _end(turn, case)
    found = ledger.of_case(turn.tx, case)
    settled = found.totals.confirmed > 0 and found.totals.outstanding == 0
    if settled or not ledger.is_about_money(case, found):
        return _end(turn, case)
    conversations.take_in_hand(turn.tx, turn.standing.id, case.id)
    return _how_much(turn, case, found)


def all_of_it(turn: Turn) -> Next:
    """All of it has come: the sum that stood on the button, or if nobody knows it, the one he types now."""
    case, written = case_of(turn)
    if case is None:
        return not_meant(turn)
    amount = yuan(written) if written else ledger.of_case(turn.tx, case).totals.aim
    return _ask_sum(turn, case) if amount is None else _state(turn, case, amount)


def some_of_it(turn: Turn) -> Next:
    """A part has come: how much in all."""
    case, _ = case_of(turn)
    return not_meant(turn) if case is None else _ask_sum(turn, case)


def none_of_it(turn: Turn) -> Next:
    """Nothing has come yet: is it solved all the same?"""
    case, _ = case_of(turn)
    return not_meant(turn) if case is None else _ask_content(turn, case, ledger.of_case(turn.tx, case))


def right(turn: Turn) -> Next:
    """The sum that was shown back is right."""
    case, written = case_of(turn)
    amount = yuan(written)
    if case is None or amount is None:
        return not_meant(turn)
    return _state(turn, case, amount)


def content(turn: Turn) -> Next:
    """He is content with what has come, though it is less than what he claimed."""
    case, _ = case_of(turn)
    return not_meant(turn) if case is None else _end(turn, case)


def survey(turn: Turn) -> Next:
    """He says whether we answered in time, or whether he is content with us; only the buttons change."""
    case, said = case_of(turn)
    question, _, answer = said.partition("_")
    if case is None or not surveying.answer(turn.tx, turn.office, case, question, answer):
        return turn.again(turn.message("old_button", ("status", "person")))
    return turn.again()


def _state(turn: Turn, case: Case, amount: Decimal) -> Next:
    """How much he says has come in all goes into the ledger; less than all of it does not end the case by itself."""
    if case.status == "withdrawn":
        return status_of(turn, case)
    found = money.confirm_total(turn.tx, case, amount)
    if found.totals.confirmed < (found.totals.aim or Decimal("0.01")):
        return _ask_content(turn, case, found)
    return _end(turn, case)


def _end(turn: Turn, case: Case) -> Next:
    ended = closing.confirm(turn.tx, turn.office, case)
    if ended is None:
        return status_of(turn, case)
    conversations.take_in_hand(turn.tx, turn.standing.id, None)
    said = surveying.with_questions(turn.tx, turn.office, ended, _ended(turn, ended))
    return done(turn, said, about=ended)


def _ended(turn: Turn, case: Case) -> Message:
    unsolved = Button(f"unsolved:{case.number}", turn.words("buttons.unsolved"))
    found = ledger.of_case(turn.tx, case)
    if not found.totals.confirmed:
        return turn.message("confirmed", (unsolved,), number=case.number)
    amount, to_come = in_digits(found.totals.confirmed), _to_come(turn, found)
    return say(turn, "confirmed", unsolved, number=case.number, amount=amount, to_come=to_come)


def _how_much(turn: Turn, case: Case, found: Ledger) -> Next:
    """One tap where all has come; a part, or nothing, leads on. A sum may be typed at once."""
    totals = found.totals
    aim, so_far = totals.aim, in_digits(totals.confirmed) if totals.confirmed else ""
    whole = in_digits(aim) if aim is not None else ""
    first = way(turn, "paid_all", case, plain(aim) if aim is not None else "", amount=whole)
    buttons = (first, way(turn, "paid_some", case), way(turn, "paid_none", case))
    message = say(turn, "how_much", *buttons, number=case.number, whole=whole, so_far=so_far)
    all_ = plain(aim) if aim is not None else ""
    return ask(turn, case, message, then="sum_yes", again="paid_some", all_=all_)


def _ask_sum(turn: Turn, case: Case) -> Next:
    aim = ledger.of_case(turn.tx, case).totals.aim
    conversations.take_in_hand(turn.tx, turn.standing.id, case.id)
    buttons = () if aim is not None else (way(turn, "content", case),)
    message = say(turn, "how_much_came", *buttons, "cancel", number=case.number, known=aim is not None)
    all_ = plain(aim) if aim is not None else ""
    return ask(turn, case, message, then="sum_yes", again="paid_some", all_=all_)


def _ask_content(turn: Turn, case: Case, found: Ledger) -> Next:
    """Less than all of it has come: is he content, or is the rest still owed?"""
    totals = found.totals
    rest = totals.aim - totals.confirmed if totals.aim is not None else None
    owed = Button(f"unsolved:{case.number}", turn.words("money.button_owed"))
    said = say(
        turn,
        "content" if totals.confirmed else "content_with_nothing",
        owed,
        way(turn, "content", case),
        number=case.number,
        amount=in_digits(totals.confirmed),
        rest=in_digits(rest) if rest else "",
        to_come=_to_come(turn, found),
    )
    return done(turn, said, about=case)


def _to_come(turn: Turn, found: Ledger) -> list[str]:
    return [_line(turn, one) for one in found.to_come(turn.today)]


def _line(turn: Turn, one: Instalment) -> str:
    return turn.words("money.to_come", day=f"{one.due_on:%Y-%m-%d}", amount=in_digits(one.rest))
