"""What a worker changes after he sent it: both versions are kept, and whoever read the first reads the second."""

import json
from dataclasses import replace

from cases import correspondence
from handlers.arriving import attach, oversized
from handlers.attachments import described
from handlers.question import answered, is_sure
from handlers.turn import IDLE, Next, Turn
from storage import access, cases, events, inbox, threads
from storage.cases import Case
from storage.messages import Message
from storage.threads import Thread


def edited(turn: Turn) -> Next:
    """Bring the change to the case the message belongs to; in a form, say how to mend the answer."""
    if not turn.files and _reads_as_before(turn):
        return turn.again()
    thread = threads.find(turn.tx, turn.standing.id, turn.incoming.message) if turn.incoming.message else None
    if thread and (case := _told_in(turn, thread)):
        return _in_case(turn, case, thread)
    if turn.standing.step != IDLE:
        key = "edited_in_review" if turn.standing.step == "review" else "edited_in_form"
        return turn.again(*oversized(turn), Message(turn.words(f"evidence.{key}"), (turn.button("person"),)))
    if is_sure(turn):
        return turn.again(*answered(turn))
    return turn.again(*oversized(turn), turn.message("edited_kept", ("person",)))


def _told_in(turn: Turn, thread: Thread) -> Case | None:
    """His own case, into which he wrote the message; what he wrote here as a colleague is not his as a worker."""
    if thread.case_id is None or thread.event_n is None:
        return None
    case = cases.by_id(turn.tx, thread.case_id)
    his = access.may_see(turn.tx, case, turn.standing.person_id)
    return case if his and events.by_n(turn.tx, case, thread.event_n).actor == events.WORKER else None


def _in_case(turn: Turn, case: Case, thread: Thread) -> Next:
    correspondence.edited_by_worker(turn.tx, case, thread, turn.said or described(turn))
    attach(turn, case, turn.files)
    said = turn.words("evidence.edited_in_case", number=case.number)
    heard = turn.again(*oversized(turn), Message(said, (turn.button("status"),)))
    return replace(heard, about=case.id)


def _reads_as_before(turn: Turn) -> bool:
    """Whether nothing changed that a reader could see, as when Telegram adds the preview of a link."""
    if not turn.incoming.message:
        return False
    kept = inbox.said(turn.tx, turn.standing.id)
    bodies = (json.loads(body) for _, message_id, body in kept if message_id != turn.incoming.id)
    versions = [body.get("text") for body in bodies if body.get("message") == turn.incoming.message]
    return bool(versions) and versions[-1] == turn.incoming.text
