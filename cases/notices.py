"""What a worker is told when something happens to his case: in his language, never with a name or a number of ours."""

from collections.abc import Sequence

from cases.apart import labelled
from cases.office import Office
from storage import conversations, outbox
from storage.cases import Case
from storage.database import Transaction
from storage.messages import Button, Message


def tell_worker(
    tx: Transaction, office: Office, case: Case, notice: str, buttons: Sequence[str] = (), **values: object
) -> int:
    """Promise the worker the sentence `notices.<notice>`; `buttons` carry the case's number."""
    message = worded(tx, office, case, notice, buttons, **values)
    return promise(tx, office, case.conversation_id, message, case_id=case.id)


def promise(
    tx: Transaction, office: Office, conversation_id: str, message: Message, *, case_id: str | None = None
) -> int:
    """Promise a worker, whose conversation the caller holds, what he did not just ask for; returns its number.

    On a phone that others look at he reads only that there is something; the message itself waits behind a button.
    """
    if not conversations.is_discreet(tx, conversation_id):
        return outbox.promise(tx, conversation_id, message, case_id=case_id)
    neutral = unspoken(tx, office, conversation_id, conversations.last_n(tx, conversation_id) + 1)
    return outbox.promise_behind(tx, conversation_id, neutral, message, case_id=case_id)


def edit(tx: Transaction, office: Office, conversation_id: str, n: int, message: Message) -> None:
    """Promise that our reply `n` will read like this; what it stands for does, if it says nothing itself."""
    if outbox.behind(tx, conversation_id, n) is None:
        outbox.edit(tx, conversation_id, n, message)
        return
    outbox.put_behind(tx, conversation_id, n, message)
    outbox.edit(tx, conversation_id, n, unspoken(tx, office, conversation_id, n))


def unspoken(tx: Transaction, office: Office, conversation_id: str, n: int) -> Message:
    """What stands in the place of reply `n` on a phone that others look at: nothing of a case, a button to see it."""
    language = conversations.language_of(tx, conversation_id)
    look = Button(f"look:{n}", office.texts.say(language, "buttons.look"))
    return Message(office.texts.say(language, "receipt.unspoken"), (look,))


def worded(
    tx: Transaction, office: Office, case: Case, notice: str, buttons: Sequence[str] = (), **values: object
) -> Message:
    """The sentence `notices.<notice>` with its buttons, as this worker reads it: with its case, if he has several."""
    language = conversations.language_of(tx, case.conversation_id)
    text = office.texts.say(language, f"notices.{notice}", number=case.number, **values)
    labels = {button: office.texts.say(language, f"buttons.{button}") for button in buttons}
    said = labelled(tx, office, case, language, text)
    return Message(said, tuple(Button(f"{button}:{case.number}", label) for button, label in labels.items()))
