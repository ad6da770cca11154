"""Workmates stand together: one starts, others join by a code, each tells his own days and money to the lawyer alone.

A workmate's message comes with his own conversation; of the case he takes the row and never its starter's
conversation. So what the starter and the other workmates are to hear is told by tasks, which take one conversation
each.
"""

from datetime import timedelta

from cases import notices, telling
from cases.errors import Ended
from cases.office import Office
from storage import access, cases, conversations, events, groups, tasks, tellings
from storage.cases import Case
from storage.database import Transaction
from storage.groups import Group, Member, Told
from storage.messages import Button, Message

COLLECTIVE = 10  # workers with one claim, from whom on they may choose representatives (调仲法 7, 办案规则 63)
TELL_MEMBER, TELL_STARTER = "tell_member", "tell_starter"  # the tasks; their subjects: member and news, case
CODE_GIVEN, CODE_CLOSED = "group_code_given", "group_code_closed"
JOINED, CHANGED, LEFT, MANY = "member_joined", "member_changed", "member_left", "group_of_ten"
PAID, UNPAID = "member_paid", "member_unpaid"
_A_WHILE = timedelta(minutes=5)  # in which several who join are one piece of news
_ASKED = ("paid", "unpaid")
_WAYS = {"accepted": (), "taken_over": (), "closing_proposed": _ASKED, "closed": ("unpaid",), "withdrawn": ()}


def share(tx: Transaction, office: Office, case: Case) -> Group:
    """The group of a case with a code that runs; a fresh one if there is none. Raises Ended."""
    case = _open(tx, case)
    group = groups.of_case(tx, case)
    return group if group and group.code else _give_code(tx, office, case)


def renew(tx: Transaction, office: Office, case: Case) -> Group:
    """A fresh code; the one before leads nowhere from now on. Raises Ended."""
    return _give_code(tx, office, _open(tx, case))


def close(tx: Transaction, case: Case) -> None:
    """Nobody joins any more; who has joined stays."""
    case = cases.lock(tx, case.id)
    group = groups.of_case(tx, case)
    if group and group.code:
        groups.close(tx, case.id)
        events.record(tx, case, CODE_CLOSED, events.WORKER)


def is_full(tx: Transaction, office: Office, case: Case) -> bool:
    """Whether as many have joined as may."""
    return groups.count(tx, case.id) >= office.policy.most_members


def admit(
    tx: Transaction, office: Office, code: str, told: Told, *, conversation_id: str, person_id: str
) -> Member | None:
    """Somebody joins by a code, from the conversation that the caller holds; None if it leads nowhere any more.

    The code may have been closed, or the case withdrawn, while he was answering: that is looked at with the case held.
    """
    found = groups.by_code(tx, code)
    if found is None:
        return None
    case = access.hold(tx, found.id)
    if groups.by_code(tx, code) is None or is_full(tx, office, case):
        return None
    member = groups.add(tx, case, conversation_id, person_id, told)
    _tell_of_joining(tx, case, events.record(tx, case, JOINED, events.WORKER, {"member": member.number}))
    _count_to_ten(tx, case)
    return member


def change(tx: Transaction, member: Member, told: Told) -> bool:
    """A member says something else than before; False if the case has ended meanwhile."""
    case = access.hold(tx, member.case_id)
    if case.ended:
        return False
    groups.change(tx, member, told)
    events.record(tx, case, CHANGED, events.WORKER, {"member": member.number})
    return True


def leave(tx: Transaction, member: Member) -> None:
    """A member leaves, whatever has become of the case; what he told is erased."""
    case = access.hold(tx, member.case_id)
    groups.leave(tx, member)
    telling.tell_owner(tx, case, events.record(tx, case, LEFT, events.WORKER, {"member": member.number}))


def leave_all(tx: Transaction, person_id: str) -> None:
    """Somebody wishes to be forgotten: he leaves whatever he has joined."""
    for member in sorted(groups.of_person(tx, person_id), key=lambda one: one.case_id):  # held in one order by all
        leave(tx, member)


def say_paid(tx: Transaction, member: Member, *, paid: bool) -> Case:
    """A member says whether he has his money; whoever has the case hears of one who has not.

    It ends nothing: the case is its starter's to end.
    """
    case = access.hold(tx, member.case_id)
    n = events.record(tx, case, PAID if paid else UNPAID, events.WORKER, {"member": member.number})
    if not paid:
        telling.tell_owner(tx, case, n)
    return case


def tell_members(tx: Transaction, case: Case, what: str) -> None:
    """Have every member told what happened to the case, such as "accepted"."""
    for member in groups.members(tx, case.id):
        tasks.add(tx, TELL_MEMBER, f"{member.id}:{what}", tx.now)


def lock_member(tx: Transaction, subject: str) -> None:
    """Hold the conversation of the member who is told."""
    if member := _member_of(tx, subject):
        conversations.lock_by_id(tx, member.conversation_id)


def tell_member_now(tx: Transaction, office: Office, subject: str) -> None:
    """Promise a member what happened to the case, without a word of what anybody wrote; nothing if he has left."""
    member, what = _member_of(tx, subject), subject.partition(":")[2]
    if member is None:
        return
    language = conversations.language_of(tx, member.conversation_id)
    ways = [*_WAYS[what], "member"]
    buttons = tuple(Button(f"{way}:{member.number}", _say(office, language, f"button_{way}")) for way in ways)
    text = _say(office, language, f"told_{what}", number=member.number)
    notices.promise(tx, office, member.conversation_id, Message(text, buttons))


def tell_starter_now(tx: Transaction, office: Office, case_id: str) -> None:
    """Promise the starter how many have joined by now, and nothing else of them."""
    case = cases.by_id(tx, case_id)
    if case.ended:
        return
    language = conversations.language_of(tx, case.conversation_id)
    said = _say(office, language, "told_joined", number=case.number, joined=groups.count(tx, case.id))
    button = Button(f"group:{case.number}", _say(office, language, "button_group"))
    notices.promise(tx, office, case.conversation_id, Message(said, (button,)), case_id=case.id)


def _open(tx: Transaction, case: Case) -> Case:
    case = cases.lock(tx, case.id)
    if case.ended:
        raise Ended(case.number)
    return case


def _give_code(tx: Transaction, office: Office, case: Case) -> Group:
    group = groups.give_code(tx, case, office.policy.group_code_lasts)
    events.record(tx, case, CODE_GIVEN, events.WORKER)
    return group


def _tell_of_joining(tx: Transaction, case: Case, event_n: int) -> None:
    """Let the starter know, and the owner; who is about to be told of another who joined will read of both."""
    if not tasks.exists_open(tx, TELL_STARTER, case.id):
        tasks.add(tx, TELL_STARTER, case.id, tx.now)
    waiting = set(tellings.waiting(tx, case.owner, case.id, event_n))
    if not any(one.n in waiting for one in events.of_case(tx, case, (JOINED,))):
        telling.tell_owner(tx, case, event_n, delay=_A_WHILE)


def _count_to_ten(tx: Transaction, case: Case) -> None:
    """With the tenth worker the case becomes pressing, and its lawyer hears that they may choose representatives."""
    people = groups.count(tx, case.id) + 1
    if people < COLLECTIVE or events.of_case(tx, case, (MANY,)):
        return
    urgency = "high" if case.urgency == "normal" else case.urgency
    cases.set_urgency(tx, case.id, urgency)
    facts = {"people": people, "urgency": urgency, "before": case.urgency}
    telling.tell_owner(tx, case, events.record(tx, case, MANY, events.HOTLINE, facts))
    tx.wake("alarms")


def _member_of(tx: Transaction, subject: str) -> Member | None:
    return groups.by_id(tx, subject.partition(":")[0])


def _say(office: Office, language: str | None, key: str, **values: object) -> str:
    return office.texts.say(language, f"group.{key}", **values)
