"""What a worker writes about a case he has, and what he says when he is asked whether it is solved."""

from cases import closing, correspondence
from handlers.question import without_held
from handlers.status import here, of_case, own_case, several_wait, show, status_of, switcher
from handlers.turn import IDLE, Next, Turn
from storage import access, cases, conversations, threads
from storage.cases import Case
from storage.messages import Button, Message

_FORWARDED = "[转发] "  # the record is kept in Chinese, whatever the worker speaks


def write(turn: Turn, case: Case) -> Next:
    """Put the words into the case, where its owner reads them; an ended case also says how to have it reopened."""
    words = f"{_FORWARDED}{turn.text}" if turn.incoming.forwarded else turn.text
    correspondence.write_from_worker(turn.tx, case, words, turn.incoming.message)
    if case.ended:
        return turn.again(ended(turn, case), about=case.id)
    return turn.again(_passed(turn, case, "ask", "status"), about=case.id)


def ended(turn: Turn, case: Case) -> Message:
    """What is said of something new about a case that has ended: it is kept, one tap reopens the case."""
    conversations.take_in_hand(turn.tx, turn.standing.id, None)
    said = turn.message("case_ended", (_unsolved(turn, case), "person"), number=case.number)
    return of_case(turn, case, said)


def reply(turn: Turn) -> Next:
    """What he writes next belongs to the case of this button; so does what he wrote when we asked him which."""
    case = own_case(turn)
    if case is None:
        return turn.again(turn.message("case_gone", ("status",)))
    if case.ended:
        said = turn.message("case_ended", (_unsolved(turn, case), "person"), number=case.number)
        return turn.again(of_case(turn, case, said), about=case.id)
    conversations.take_in_hand(turn.tx, turn.standing.id, case.id)
    held = turn.draft.get("held")
    if not held:
        asked = turn.message("reply_now", (*switcher(turn), "ask"), number=case.number)
        return turn.idle(of_case(turn, case, asked), about=case.id)
    correspondence.write_from_worker(turn.tx, case, held)
    draft = without_held(turn.draft)
    ways = ("resume", "ask") if draft.get("at") else ("ask", "status")
    return Next(IDLE, (_passed(turn, case, *ways),), draft, about=case.id)


def which_one(turn: Turn, case: Case) -> Next:
    """One of us is in touch with him since he began a form: ask whom these words are for, before either swallows them.

    Whichever he taps, they need not be written again.
    """
    draft = {**turn.draft, "hand": case.id, "held": turn.text, "held_at": turn.draft.get("asking")}
    if case.kind == "other":
        to_duty = Button(f"reply:{case.number}", turn.words("dialogue.which_to_duty"))
        asked = turn.message("which_one_duty", (to_duty, "resume"), number=case.number)
    else:
        to_lawyer = Button(f"reply:{case.number}", turn.words("buttons.reply_letter"))
        asked = turn.message("which_one", (to_lawyer, "resume"), number=case.number)
    return Next(turn.standing.step, (of_case(turn, case, asked),), draft)


def stop_writing(turn: Turn) -> Next:
    """What he writes next is a question to the hotline again."""
    conversations.take_in_hand(turn.tx, turn.standing.id, None)
    ways = ("resume",) if turn.draft.get("at") else ()
    return turn.idle(turn.message("ask_now", ways))


def unsolved(turn: Turn) -> Next:
    """It is not solved: the case goes on, and what he writes next goes to its owner."""
    case = own_case(turn, "awaiting_worker", "closed", "withdrawn")
    if case is None:
        return not_meant(turn)
    if closing.dispute(turn.tx, turn.office, case) is None:
        return status_of(turn, case)
    conversations.take_in_hand(turn.tx, turn.standing.id, case.id)
    return turn.idle(of_case(turn, case, turn.message("disputed", number=case.number)), about=case.id)


def not_meant(turn: Turn) -> Next:
    """The word was typed and no case waits for it: whoever he is writing to reads it; if several wait, ask which."""
    if several_wait(cases.of_person(turn.tx, turn.standing.person_id)):
        return show(turn)
    case = case_in_hand(turn)
    if turn.incoming.button or case is None:
        return turn.again(turn.message("case_gone", ("status",)))
    return write(turn, case)


def _passed(turn: Turn, case: Case, *ways: str) -> Message:
    """His words are with whoever has the case; of several cases it is said which, with a way to the others."""
    said = turn.message("letter_passed", (*ways, *switcher(turn)), number=case.number)
    return of_case(turn, case, said)


def _unsolved(turn: Turn, case: Case) -> Button:
    return Button(f"unsolved:{case.number}", turn.words("buttons.unsolved"))


def answered_case(turn: Turn) -> Case | None:
    """The case of the message that he replies to, if it is about one of his."""
    thread = threads.find(turn.tx, turn.standing.id, turn.incoming.reply_to) if turn.incoming.reply_to else None
    if thread is None or thread.case_id is None:
        return None
    return _if_his(turn, cases.by_id(turn.tx, thread.case_id))


def case_in_hand(turn: Turn) -> Case | None:
    """The case that this person is writing about, if any."""
    in_hand = turn.standing.case_in_hand
    return _if_his(turn, cases.by_id(turn.tx, in_hand)) if in_hand else None


def _if_his(turn: Turn, case: Case) -> Case | None:
    """The case, led to this chat, if it is his; one that was opened by its code may have been locked since."""
    return here(turn, case) if access.may_see(turn.tx, case, turn.standing.person_id) else None
