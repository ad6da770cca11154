"""Who may come back to a case besides whoever opened it, and the chat in which its worker is now."""

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage import cases, models
from storage.cases import Case
from storage.database import Transaction


def hold(tx: Transaction, case_id: str) -> Case:
    """The case, held without its conversation, for one who holds his own and must not wait for the other's."""
    tx.execute(select(models.Case.id).where(models.Case.id == case_id).with_for_update()).one()
    return cases.by_id(tx, case_id)


def let_in(tx: Transaction, case: Case, person_id: str) -> None:
    """The case is this person's own too, from now on."""
    insert = postgresql_insert if tx.on_postgresql else sqlite_insert
    row = insert(models.Access).values(case_id=case.id, person_id=person_id, since=tx.now)
    fresh = {"since": tx.now, "until": None}
    tx.execute(row.on_conflict_do_update(index_elements=["case_id", "person_id"], set_=fresh))


def chats_of_opener(tx: Transaction, case: Case, *, but: str) -> list[str]:
    """The conversations in which we write to whoever opened the case, on any channel but this."""
    his = (models.Conversation.person_id == case.person_id, models.Conversation.channel != but)
    return list(tx.execute(select(models.Conversation.id).where(*his)).scalars())


def shut_out(tx: Transaction, case: Case) -> list[str]:
    """The case is nobody's but his who opened it; returns the ids of the others' conversations."""
    its = (models.Access.case_id == case.id, models.Access.until.is_(None))
    others = list(tx.execute(select(models.Access.person_id).where(*its)).scalars())
    tx.execute(update(models.Access).where(*its).values(until=tx.now))
    theirs = select(models.Conversation.id).where(models.Conversation.person_id.in_(others))
    return list(tx.execute(theirs).scalars())


def may_see(tx: Transaction, case: Case, person_id: str) -> bool:
    """Whether the case is this person's own."""
    try:
        cases.of_person_by_number(tx, person_id, case.number)
    except cases.UnknownCase:
        return False
    return True


def lead_to(tx: Transaction, case: Case, conversation_id: str) -> Case:
    """What is written to the worker goes to this conversation from now on; returns the case as it stands then."""
    here = update(models.Case).where(models.Case.id == case.id)
    tx.execute(here.values(conversation_id=conversation_id))
    return cases.by_id(tx, case.id)
