"""What a worker wishes forgotten: his words, our replies, his ended cases; who he was can then no longer be found.

Words are taken out of their rows, and the keys that sealed them are destroyed, so that no backup brings them back. A
key is kept as long as a file of an open case still needs it, or a conversation of somebody else, such as a colleague
who sent a picture to the case: such a picture is only taken out of its row.
"""

from sqlalchemy import ColumnElement, delete, insert, select, update

from storage import cases, models
from storage.cases import ENDED, Case
from storage.database import Transaction
from storage.ids import new_id
from storage.outbox import TAKEN_BACK
from storage.vault import Place


def person(tx: Transaction, person_id: str) -> list[Case]:
    """Forget all that can be forgotten of somebody whose conversation the caller holds; returns what stays.

    That are his open cases, and those to which he came by code. His conversations begin anew under fresh keys, so that
    he can be answered.
    """
    mine = cases.of_person(tx, person_id)
    ended = [one for one in mine if one.ended and one.person_id == person_id]
    keys = {key for one in _conversations(tx, person_id) for key in _begin_anew(tx, one)}
    keys |= {key for one in ended for key in (one.key_id, *_let_go(tx, models.StoredFile.case_id == one.id))}
    _detach(tx, [one.id for one in ended])
    for key_id in sorted(keys - _needed(tx, keys)):
        tx.vault.erase(key_id)
    return [one for one in mine if not one.ended]


def _conversations(tx: Transaction, person_id: str) -> list[str]:
    return list(tx.execute(select(models.Conversation.id).where(models.Conversation.person_id == person_id)).scalars())


def _begin_anew(tx: Transaction, conversation_id: str) -> set[str]:
    """Take every word out of a conversation and give it a fresh key; returns the keys that sealed what was there."""
    here = models.Conversation.id == conversation_id
    columns = (models.Conversation.key_id, models.Conversation.address)
    row = tx.execute(select(*columns, models.Conversation.channel, models.Conversation.address_hash).where(here)).one()
    place, key_id = Place("conversations", "address", conversation_id), tx.vault.new_key()
    address = tx.vault.seal(key_id, tx.vault.open(row.address, place), place)
    anew = {"key_id": key_id, "address": address, "draft": None, "step": "welcome", "case_in_hand": None}
    tx.execute(update(models.Conversation).where(here).values(anew))
    _empty(tx, conversation_id, row.channel, row.address_hash)
    loose = (models.StoredFile.conversation_id == conversation_id, models.StoredFile.case_id.is_(None))
    return {row.key_id, *_let_go(tx, *loose)}


def _let_go(tx: Transaction, *which: ColumnElement[bool]) -> set[str]:
    """These files are not here any more, so that nobody is shown them or puts them into a case; returns their keys."""
    keys = set(tx.execute(select(models.StoredFile.key_id).where(*which)).scalars())
    tx.execute(update(models.StoredFile).where(*which).values(status="gone"))
    return keys


def _needed(tx: Transaction, keys: set[str]) -> set[str]:
    """Those of these keys without which a conversation, or a file of an open case, could not be read."""
    talking = select(models.Conversation.key_id).where(models.Conversation.key_id.in_(keys))
    held = select(models.StoredFile.key_id).join(models.Case, models.Case.id == models.StoredFile.case_id)
    its = (models.StoredFile.key_id.in_(keys), models.Case.status.not_in(ENDED))
    return {*tx.execute(talking).scalars(), *tx.execute(held.where(*its)).scalars()}


def _empty(tx: Transaction, conversation_id: str, channel: str, hashed: bytes) -> None:
    """What was said, answered and set aside; that there were messages, and when, stays."""
    said = models.Inbound.conversation_id == conversation_id
    tx.execute(update(models.Inbound).where(said).values(body=None))
    answered = models.Outbound.conversation_id == conversation_id
    gone = {"message": b"", "behind": None, "status": TAKEN_BACK, "settled_at": tx.now}
    tx.execute(update(models.Outbound).where(answered).values(gone))
    set_aside = (models.Failure.channel == channel, models.Failure.address_hash == hashed)
    tx.execute(delete(models.Failure).where(*set_aside))
    tx.execute(delete(models.ChatMessage).where(models.ChatMessage.conversation_id == conversation_id))


def _detach(tx: Transaction, case_ids: list[str]) -> None:
    """These cases are nobody's any more: their numbers and dates stay for the figures."""
    for case_id in case_ids:
        nobody = new_id()
        tx.execute(insert(models.Person).values(id=nobody, made_at=tx.now))
        bare = {"person_id": nobody, "receipt": None, "digest": None, "receipt_locked_at": tx.now}
        tx.execute(update(models.Case).where(models.Case.id == case_id).values(bare))
        tx.execute(delete(models.Access).where(models.Access.case_id == case_id))
        tx.execute(delete(models.CaseMark).where(models.CaseMark.case_id == case_id))
