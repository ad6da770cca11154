"""A small federation and a worker's phone, which talks to it through the real door and the real database."""

from dataclasses import dataclass, field, replace
from functools import partial

from handlers.incoming import Attachment, Incoming, Kind
from handlers.receive import Door, Received
from storage import cases, outbox, people
from storage.cases import Case, Complaint
from storage.database import Database, Transaction
from storage.messages import Button, Message
from storage.people import Colleague, UnionBody

CITY, QINZHOU, MAIJI = "620500", "620502", "620503"
UNITS = (
    UnionBody(CITY, "天水市总工会", None),
    UnionBody(QINZHOU, "秦州区总工会", CITY),
    UnionBody(MAIJI, "麦积区总工会", CITY),
)
STAFF = (
    Colleague("S01", "市督导", "supervisor", CITY),
    Colleague("S02", "秦州督导", "supervisor", QINZHOU),
    Colleague("O01", "话务员", "operator", CITY),
    Colleague("L01", "王律师", "lawyer", QINZHOU, QINZHOU, ("wages", "contract"), ("星河建筑工程有限公司",), 5),
    Colleague("L02", "李律师", "lawyer", QINZHOU, QINZHOU, ("contract", "wages"), (), 5),
    Colleague("L03", "赵律师", "lawyer", MAIJI, MAIJI, ("wages", "injury"), (), 5),
    Colleague("L04", "钱律师", "lawyer", CITY, None, ("injury", "wages"), (), 5),
)
VAGUE_STORY = "给人干了一阵子活，说好干完就结账，到现在一直拖着，我要了几回都没有用。"
_LONGEST_PRESS = 64  # bytes that Telegram carries in a button


def found(tx: Transaction) -> None:
    """Add every union body and everybody who works there."""
    for unit in UNITS:
        people.add_unit(tx, unit)
    for colleague in STAFF:
        people.add(tx, colleague)


def colleague(database: Database, staff_id: str) -> Colleague:
    """One of the staff, as he stands now."""
    return database.read(lambda tx: people.colleague(tx, staff_id))


def all_cases(database: Database) -> list[Case]:
    """Every case there is, the newest first."""
    return database.read(cases.everything)


def only_case(database: Database) -> Case:
    """The one case there is."""
    [case] = all_cases(database)
    return case


def case(database: Database, number: str) -> Case:
    """The case with this number as it stands now."""
    return database.read(lambda tx: cases.by_number(tx, number))


def complaint(database: Database, number: str) -> Complaint:
    """What the case with this number says."""
    return database.read(lambda tx: cases.complaint_of(tx, cases.by_number(tx, number)))


def supervisors(database: Database, *, active: bool) -> None:
    """Every supervisor comes on duty or goes home."""
    for one in database.read(lambda tx: people.everybody(tx, "supervisor")):
        database.call(partial(people.change, colleague=replace(one, active=active)))


@dataclass
class Phone:
    """Somebody who says and taps; every answer is the text of all new messages, in their order."""

    door: Door
    database: Database
    address: str = "4711"
    channel: str = "telegram"
    language: str | None = None
    last: list[Message] = field(default_factory=list)
    read_to: int = 0
    conversation_id: str = ""
    sent: int = 0

    def says(self, text: str) -> str:
        """Type something."""
        return self.sends("text", text)

    def sends(self, kind: Kind, text: str = "", *files: Attachment) -> str:
        """Send anything that is not a press of a button."""
        return self.gives(self._incoming(kind, text=text, files=files))

    def taps(self, button: str) -> str:
        """Tap a button below what was read last, named by its id or by the beginning of it."""
        fitting = [it for it in self.buttons() if button in (it.id, it.id.partition(":")[0])]
        assert fitting, f"{button} is not among {[it.id for it in self.buttons()]}"
        return self.presses(fitting[0].press)

    def presses(self, press: str) -> str:
        """Send the press of any button, whether it is shown or not."""
        return self.gives(self._incoming("button", button=press))

    def gives(self, incoming: Incoming) -> str:
        """Hand a message to the door as it is."""
        received = self.receive(incoming)
        self.conversation_id = received.conversation_id or self.conversation_id
        return self.reads()

    def receive(self, incoming: Incoming) -> Received:
        """One message through the door, in one transaction."""
        understood = self.door.understand(incoming)
        return self.database.call(lambda tx: self.door.receive(tx, incoming, understood))

    def reads(self) -> str:
        """Everything new since the last look."""
        new = self.database.read(lambda tx: outbox.after(tx, self.conversation_id, self.read_to))
        assert [it.n for it in new] == list(range(self.read_to + 1, self.read_to + 1 + len(new))), "a reply was skipped"
        self.read_to += len(new)
        self.last = [it.message for it in new]
        self._can_be_shown()
        return "\n".join(message.text for message in self.last)

    def buttons(self) -> list[Button]:
        """The buttons below what was read last."""
        return [button for message in self.last for button in message.buttons]

    def shown(self) -> list[str]:
        """The ids of these buttons, without what they are for."""
        return [button.id.partition(":")[0] for button in self.buttons()]

    def complains(self, story: str = VAGUE_STORY, **answers: str) -> str:
        """File a complaint, skipping whatever is not answered by name; returns its number."""
        self.presses("complaint")
        self.taps("agree")
        said = self.says(story)
        while "submit" not in self.shown():
            asked = next(it.at for it in self.buttons() if it.id == "skip")
            assert asked, said
            said = self.says(answers[asked]) if asked in answers else self.taps("skip")
        before = {it.number for it in all_cases(self.database)}
        self.taps("submit")
        [number] = {it.number for it in all_cases(self.database)} - before
        return number

    def is_paid(self, number: str, yuan: str = "8000") -> str:
        """Say of a case that it is solved, and that so much money came."""
        self.presses(f"solved:{number}")
        self.says(yuan)
        return self.taps("sum_yes")

    def _incoming(
        self, kind: Kind, *, text: str = "", button: str | None = None, files: tuple[Attachment, ...] = ()
    ) -> Incoming:
        self.sent += 1
        return Incoming(self.channel, self.address, str(self.sent), kind, text, button, files, self.language)

    def _can_be_shown(self) -> None:
        for message in self.last:
            assert message.text.strip(), "an empty message"
            assert "{{" not in message.text
            assert all(it.label and len(it.press.encode()) <= _LONGEST_PRESS for it in message.buttons)
