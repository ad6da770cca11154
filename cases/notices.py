"""What a worker is told when something happens to his case: in his language, never with a name or a number of ours."""

from collections.abc import Sequence

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
    return outbox.promise(tx, case.conversation_id, message, case_id=case.id)


def worded(
    tx: Transaction, office: Office, case: Case, notice: str, buttons: Sequence[str] = (), **values: object
) -> Message:
    """The sentence `notices.<notice>` with its buttons, as this worker reads it."""
    language = conversations.language_of(tx, case.conversation_id)
    text = office.texts.say(language, f"notices.{notice}", number=case.number, **values)
    labels = {button: office.texts.say(language, f"buttons.{button}") for button in buttons}
    return Message(text, tuple(Button(f"{button}:{case.number}", label) for button, label in labels.items()))
