"""Chats with message ids, as Telegram has them: replies, edits, files; and a colleague's, who hears what happens."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

from bot.timers import Timers
from cases import enclosures
from handlers.incoming import Attachment, Incoming
from storage import files, outbox, people, sending, tasks
from storage.database import Database, Transaction
from storage.messages import Message
from storage.outbox import Numbered
from tests.cases.desk import Desk
from tests.handlers.town import Phone

FETCH = "fetch_file"
LETTER = "您好，工友里有谁能作证？"


def settle(tx: Transaction) -> int:
    """Everything promised so far is sent, under the id "b" and its number; returns how many that were."""
    heads = sending.lease(tx, "telegram", limit=500, seconds=60)
    for one in heads:
        sending.sent(tx, one.id, f"b{one.n}")
    return len(heads)


def fetch(tx: Transaction) -> int:
    """Every file that was announced is here now; returns how many that were."""
    due = tasks.lease(tx, kinds=[FETCH], limit=50, seconds=60)
    for task in due:
        files.kept(tx, task.subject, size=3, sha256="00")
        enclosures.file_kept(tx, files.by_id(tx, task.subject))
        tasks.done(tx, task.id)
    return len(due)


@dataclass
class Chat(Phone):
    """Somebody in Telegram; every message of his has an id, "m1" and so on."""

    changes: list[Numbered] = field(default_factory=list)

    def says(self, text: str) -> str:
        """Type something that answers nothing."""
        return self.writes(text)

    def writes(self, text: str, *, to: str = "", quoted: str = "", **more: str) -> str:
        """Type something, as an answer to the message of this id."""
        return self.gives(self.message("text", text, reply_to=to, quoted=quoted, **more))

    def sends_files(self, *kinds: str, caption: str = "", to: str = "", album: str = "", name: str = "a.jpg") -> str:
        """Send files, each in a message of its own when they are an album; the first with the caption."""
        said = []
        for n, kind in enumerate(kinds):
            one = Attachment(kind, f"remote-{kind}-{n}", name, 3, "image/jpeg")
            message = self.message("media", "" if n else caption, reply_to=to, album=album)
            said.append(self.gives(replace(message, files=(one,))))
        return "\n".join(part for part in said if part)

    def edits(self, message: str, text: str) -> str:
        """Change what the message of this id says."""
        return self.gives(replace(self.message("edited", text), message=message))

    def message(self, kind: str, text: str = "", **more: str) -> Incoming:
        """A message that is not sent yet."""
        plain = self._incoming(kind, text=text)  # type: ignore[arg-type]
        return replace(plain, message=f"m{plain.id}", **more)  # type: ignore[arg-type]

    def hears(self) -> str:
        """Let timers ring, files come, messages be sent, until all is quiet; what is new here, in one text."""
        pass_time(self.database, self)
        return self.reads()

    def reads(self) -> str:
        """Everything new since the last look; edits and deletions are in `changes`."""
        new = self.database.read(lambda tx: outbox.after(tx, self.conversation_id, self.read_to))
        assert [it.n for it in new] == list(range(self.read_to + 1, self.read_to + 1 + len(new))), "a reply was skipped"
        self.read_to += len(new)
        self.changes += [it for it in new if it.action != "send"]
        self.last = [it.message for it in new if it.action == "send" and not it.taken_back]
        self._can_be_shown()
        return "\n".join(message.text for message in self.last)

    def everything(self) -> list[Message]:
        """Every message that was ever promised to this chat, edits included."""
        return [it.message for it in self.database.read(lambda tx: outbox.after(tx, self.conversation_id, 0))]

    def answers(self, about: str, text: str) -> str:
        """Type an answer to the newest message here in which `about` stands, once it has been sent."""
        while self.database.call(settle):
            pass
        return self.writes(text, to=self.last_id(about))

    def last_id(self, text: str) -> str:
        """The id of the newest message here in which this stands."""
        said = self.database.read(lambda tx: outbox.after(tx, self.conversation_id, 0))
        return f"b{[it.n for it in said if text in it.message.text][-1]}"


def pass_time(database: Database, chat: Chat) -> None:
    """Do everything that is due until nothing is."""
    timers = Timers(database, chat.door.office)
    while database.call(settle) + database.call(fetch) + asyncio.run(timers.do_due()):
        pass


@dataclass
class StaffChat(Chat):
    """A colleague's chat."""

    staff_id: str = ""

    def links(self, staff_id: str) -> str:
        """Redeem a fresh code for this colleague."""
        self.staff_id = staff_id
        invite = partial(people.invite, staff_id=staff_id, purpose=people.TELEGRAM, lasts=timedelta(days=3))
        return self.writes(f"/start {self.database.call(invite)}")

    def takes(self, number: str) -> str:
        """Accept the case that is offered; returns its card."""
        self.hears()
        self.presses(f"accept:{number}")
        return self.hears()


def second_case(worker: Chat, lawyer: StaffChat, desk: Desk) -> tuple[Chat, str]:
    """Another worker whose case L01 was given."""
    other = Chat(worker.door, worker.database, address="4712")
    number = other.complains(district="秦州")
    desk.assign("S02", number, "L01")
    lawyer.hears()
    other.hears()
    return other, number


def sent_last(lawyer: StaffChat) -> str:
    """The id of the last message he sent."""
    return f"m{int(lawyer.message('text').id) - 1}"
