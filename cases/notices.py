"""What a worker is told when something happens to his case: in his language, never with a name or a number of ours."""

from collections.abc import Sequence

from cases.office import Office
from storage import conversations, outbox
from storage.cases import Case
from storage.database import Transaction
from storage.outbox import Button, Message


def tell_worker(
    tx: Transaction, office: Office, case: Case, notice: str, buttons: Sequence[str] = (), **values: object
) -> int:
    """Promise the worker the sentence `notices.<notice>`; `buttons` come back with the case's number."""
    language = conversations.language_of(tx, case.conversation_id)
    text = office.texts.say(language, f"notices.{notice}", number=case.number, **values)
    tapped = tuple(Button(button, office.texts.say(language, f"buttons.{button}"), case.number) for button in buttons)
    return outbox.promise(tx, case.conversation_id, Message(text, tapped), case_id=case.id)
