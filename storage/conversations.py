"""Where the dialogue with one address stands: its step, its draft, its language, its case in hand."""

import json
import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage import inbox
from storage.database import Transaction
from storage.ids import new_id
from storage.models import Conversation, DataKey, Inbound, Outbound, Person, WebCookie
from storage.vault import Place

Draft = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """A conversation as it stands, locked until the end of the transaction; `staff_id` if it is a colleague's."""

    id: str
    channel: str
    person_id: str
    key_id: str
    language: str | None
    step: str
    draft: Draft
    version: int
    last_n: int
    case_in_hand: str | None
    staff_id: str | None
    reachable: bool
    new: bool = field(default=False)


@dataclass(frozen=True, slots=True)
class WebSession:
    """A web chat: `token` is the cookie's secret, `csrf` goes with every post."""

    token: str
    csrf: str
    conversation_id: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something the worker said, sent or tapped, after which of our replies, and at which step of the dialogue.

    `button` is what he tapped, `files` the ids of what he sent that is with us.
    """

    after: int
    id: str
    text: str
    step: str = ""
    button: str = ""
    files: tuple[str, ...] = ()


def lock(tx: Transaction, channel: str, address: str) -> Standing:
    """The conversation with this address, made if there is none, held until the transaction ends.

    Two first messages at once race on the unique address: the loser's insert does nothing and both then wait for
    the same row. Whoever we hear from can be written to again, whatever he had done before.
    """
    hashed = inbox.address_hash(tx, channel, address)
    where = {"channel": channel, "address_hash": hashed}
    found = _standing(tx, tx.execute(_LOCK, where).first())
    if found and not found.reachable:
        set_reachable(tx, found.id, True)
        return replace(found, reachable=True)
    if found:
        return found
    made = _make(tx, channel, address, hashed, new_id())
    standing = _standing(tx, tx.execute(_LOCK, where).first())
    if standing is None:
        raise AssertionError("a conversation that was just made is gone")
    return replace(standing, new=made)


def lock_by_id(tx: Transaction, conversation_id: str) -> Standing:
    """A conversation known by its id, held until the transaction ends."""
    standing = _standing(tx, tx.execute(_LOCK_BY_ID, {"id": conversation_id}).first())
    if standing is None:
        raise LookupError("no such conversation")
    return standing


def save(tx: Transaction, standing: Standing, *, step: str, draft: Draft, language: str | None) -> None:
    """Write down where a locked conversation stands now; the draft is sealed."""
    sealed = (
        tx.vault.seal(standing.key_id, json.dumps(draft, ensure_ascii=False), _draft(standing.id)) if draft else None
    )
    values = {"step": step, "draft": sealed, "language": language, "version": standing.version + 1, "heard_at": tx.now}
    tx.execute(_SAVE, {"its_id": standing.id, **values})


def take_in_hand(tx: Transaction, conversation_id: str, case_id: str | None) -> None:
    """What the person writes next belongs to this case; None: to no case."""
    tx.execute(update(Conversation).where(Conversation.id == conversation_id).values(case_in_hand=case_id))


def set_reachable(tx: Transaction, conversation_id: str, reachable: bool) -> None:
    """Remember whether the person can be written to (he may have blocked us)."""
    tx.execute(update(Conversation).where(Conversation.id == conversation_id).values(reachable=reachable))


def set_discreet(tx: Transaction, conversation_id: str, discreet: bool) -> None:
    """Remember whether others look at this phone, so that nothing about a case is to be read in passing."""
    tx.execute(update(Conversation).where(Conversation.id == conversation_id).values(discreet=discreet))


def is_discreet(tx: Transaction, conversation_id: str) -> bool:
    """Whether others look at this phone."""
    return tx.execute(select(Conversation.discreet).where(Conversation.id == conversation_id)).scalar_one()


def language_of(tx: Transaction, conversation_id: str) -> str | None:
    """The language the person reads, if known."""
    return tx.execute(select(Conversation.language).where(Conversation.id == conversation_id)).scalar_one()


def person_of(tx: Transaction, conversation_id: str) -> str:
    """Who this conversation is with."""
    return tx.execute(select(Conversation.person_id).where(Conversation.id == conversation_id)).scalar_one()


def last_n(tx: Transaction, conversation_id: str) -> int:
    """The number of our last reply in a conversation, 0 if there was none."""
    return tx.execute(select(Conversation.last_n).where(Conversation.id == conversation_id)).scalar_one()


def start_web(tx: Transaction, language: str | None) -> WebSession:
    """A fresh web chat, whose address is its own id; the cookie's token is kept only as a hash."""
    token, csrf, conversation_id = secrets.token_urlsafe(32), secrets.token_urlsafe(24), new_id()
    hashed = inbox.address_hash(tx, "web", conversation_id)
    _make(tx, "web", conversation_id, hashed, conversation_id, language)
    hashed = tx.vault.look_up("web session", token)
    values = {"token_hash": hashed, "conversation_id": conversation_id, "csrf": csrf, "made_at": tx.now}
    tx.execute(insert(WebCookie).values(values))
    return WebSession(token, csrf, conversation_id)


def beside(tx: Transaction, conversation_id: str, channel: str, address: str) -> str:
    """The conversation that the same person has with us on another channel, made if there is none; returns its id.

    It is his alone, even if somebody else has the same address, such as the number of a phone they share. The caller
    holds the first conversation.
    """
    mine = Conversation.id == conversation_id
    person_id, language = tx.execute(select(Conversation.person_id, Conversation.language).where(mine)).one()
    hashed, its_id = inbox.address_hash(tx, channel, f"{person_id} {address}"), new_id()
    if _make(tx, channel, address, hashed, its_id, language):
        its = Conversation.id == its_id
        passing = tx.execute(select(Conversation.person_id).where(its)).scalar_one()
        tx.execute(update(Conversation).where(its).values(person_id=person_id))
        tx.execute(delete(Person).where(Person.id == passing))
        return its_id
    there = (Conversation.channel == channel, Conversation.address_hash == hashed)
    return tx.execute(select(Conversation.id).where(*there)).scalar_one()


def aside(tx: Transaction, channel: str, address: str, whose: str) -> str:
    """A conversation that is a colleague's alone, by his id, and in which he is only written to; returns its id."""
    hashed, its_id = inbox.address_hash(tx, channel, f"{whose} {address}"), new_id()
    if _make(tx, channel, address, hashed, its_id):
        return its_id
    there = (Conversation.channel == channel, Conversation.address_hash == hashed)
    return tx.execute(select(Conversation.id).where(*there)).scalar_one()


def web_session(tx: Transaction, token: str) -> WebSession | None:
    """The web chat this cookie belongs to."""
    columns = (WebCookie.csrf, WebCookie.conversation_id)
    row = tx.execute(select(*columns).where(WebCookie.token_hash == tx.vault.look_up("web session", token))).first()
    return WebSession(token, row.csrf, row.conversation_id) if row else None


def end_web(tx: Transaction, token: str) -> None:
    """This cookie opens nothing any more; the conversation itself goes on."""
    tx.execute(delete(WebCookie).where(WebCookie.token_hash == tx.vault.look_up("web session", token)))


def address_of(tx: Transaction, conversation_id: str) -> str:
    """The address a conversation is held with, such as a Telegram chat."""
    sealed = tx.execute(select(Conversation.address).where(Conversation.id == conversation_id)).scalar_one()
    return tx.vault.open(sealed, _address(conversation_id))


def whereabouts(tx: Transaction, conversation_id: str) -> tuple[str, str]:
    """The channel and the address of a conversation."""
    channel = tx.execute(select(Conversation.channel).where(Conversation.id == conversation_id)).scalar_one()
    return channel, address_of(tx, conversation_id)


def spoken(tx: Transaction, conversation_id: str) -> list[Spoken]:
    """The person's own words in this conversation, oldest first, without presses of buttons."""
    return [one for one in said(tx, conversation_id) if one.text]


def said(tx: Transaction, conversation_id: str, limit: int = 500) -> list[Spoken]:
    """The person's latest messages, oldest first: words, files and presses of buttons."""
    bodies = [(after, its_id, json.loads(body)) for after, its_id, body in inbox.said(tx, conversation_id, limit)]
    return [
        Spoken(after, its_id, body.get("text", ""), body.get("step", ""), body.get("button") or "", _stored(body))
        for after, its_id, body in bodies
    ]


def counts(tx: Transaction) -> dict[str, int]:
    """How many conversations, messages in and replies out there are."""
    tables = {"conversations": Conversation, "inbox": Inbound, "outbox": Outbound}
    return {name: tx.execute(select(func.count()).select_from(table)).scalar_one() for name, table in tables.items()}


def _stored(body: dict[str, Any]) -> tuple[str, ...]:
    return tuple(one["file_id"] for one in body.get("files", ()) if one.get("stored"))


def _make(
    tx: Transaction, channel: str, address: str, hashed: bytes, conversation_id: str, language: str | None = None
) -> bool:
    """Insert the conversation and its person; False, and neither of them, if another transaction was first."""
    person_id, key_id = new_id(), tx.vault.new_key()
    tx.execute(insert(Person).values(id=person_id, made_at=tx.now))
    values = {
        "id": conversation_id,
        "channel": channel,
        "address_hash": hashed,
        "address": tx.vault.seal(key_id, address, _address(conversation_id)),
        "person_id": person_id,
        "key_id": key_id,
        "language": language,
        "step": "welcome",
        "version": 0,
        "last_n": 0,
        "reachable": True,
        "made_at": tx.now,
        "heard_at": tx.now,
    }
    upsert = postgresql_insert if tx.on_postgresql else sqlite_insert
    made = upsert(Conversation).values(values).on_conflict_do_nothing().returning(Conversation.id)
    if tx.execute(made).first() is None:
        tx.execute(delete(Person).where(Person.id == person_id))
        tx.execute(delete(DataKey).where(DataKey.id == key_id))
        return False
    return True


_STANDING = (
    Conversation.id,
    Conversation.channel,
    Conversation.person_id,
    Conversation.key_id,
    Conversation.language,
    Conversation.step,
    Conversation.draft,
    Conversation.version,
    Conversation.last_n,
    Conversation.case_in_hand,
    Conversation.staff_id,
    Conversation.reachable,
)
_LOCK_BY_ID = select(*_STANDING).where(Conversation.id == bindparam("id")).with_for_update()
_LOCK = (
    select(*_STANDING)
    .where(Conversation.channel == bindparam("channel"), Conversation.address_hash == bindparam("address_hash"))
    .with_for_update()
)
_SAVE = (
    update(Conversation)
    .where(Conversation.id == bindparam("its_id"))
    .values({name: bindparam(name) for name in ("step", "draft", "language", "version", "heard_at")})
)


def _standing(tx: Transaction, row: Row[*tuple[Any, ...]] | None) -> Standing | None:
    if row is None:
        return None
    values = dict(row._mapping)
    sealed = values["draft"]
    values["draft"] = json.loads(tx.vault.open(sealed, _draft(row.id))) if sealed else {}
    return Standing(**values)


def _draft(conversation_id: str) -> Place:
    return Place("conversations", "draft", conversation_id)


def _address(conversation_id: str) -> Place:
    return Place("conversations", "address", conversation_id)
