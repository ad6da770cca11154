"""The tables. Sealed columns hold vault bytes; everything else may be read by whoever may read the database."""

from storage.models.base import Base
from storage.models.cases import CallBack, Case, Complaint, Event, Offer, Outcome, Owner
from storage.models.clocks import Came, CaseClock, Holiday, Step, Waits
from storage.models.collectives import AlikePair, CaseMark, CircularLetter, Collective, CollectiveCase, Crowd, MarkKind
from storage.models.duty import Leave, Queued, Shift
from storage.models.files import PaperRead, StoredFile, UploadLink
from storage.models.groups import Group, Member, WrongCodes
from storage.models.keeping import Counter, DataKey, Fact, Holder, Task
from storage.models.knowing import Judgement, LoggedQuestion, StatuteArticle
from storage.models.money import MoneyEntry, Review, Survey
from storage.models.parties import (
    CaseParty,
    Declaration,
    DeclaredName,
    DeclaredPair,
    Party,
    PartyName,
    PartyTie,
    Sealed,
)
from storage.models.promises import LetterTemplate, Promise, Todo
from storage.models.receipts import Access, ReceiptTry
from storage.models.referrals import Referral
from storage.models.sites import Site
from storage.models.staff import DeskCookie, SignInLink, Staff, Unit
from storage.models.talking import ChatMessage, Conversation, Failure, Inbound, Outbound, Person, WebCookie

__all__ = [
    "Access",
    "AlikePair",
    "Base",
    "CallBack",
    "Came",
    "Case",
    "CaseClock",
    "CaseMark",
    "CaseParty",
    "ChatMessage",
    "CircularLetter",
    "Collective",
    "CollectiveCase",
    "Complaint",
    "Conversation",
    "Counter",
    "Crowd",
    "DataKey",
    "Declaration",
    "DeclaredName",
    "DeclaredPair",
    "DeskCookie",
    "Event",
    "Fact",
    "Failure",
    "Group",
    "Holder",
    "Holiday",
    "Inbound",
    "Judgement",
    "Leave",
    "LetterTemplate",
    "LoggedQuestion",
    "MarkKind",
    "Member",
    "MoneyEntry",
    "Offer",
    "Outbound",
    "Outcome",
    "Owner",
    "PaperRead",
    "Party",
    "PartyName",
    "PartyTie",
    "Person",
    "Promise",
    "Queued",
    "ReceiptTry",
    "Referral",
    "Review",
    "Sealed",
    "Shift",
    "SignInLink",
    "Site",
    "Staff",
    "StatuteArticle",
    "Step",
    "StoredFile",
    "Survey",
    "Task",
    "Todo",
    "Unit",
    "UploadLink",
    "Waits",
    "WebCookie",
    "WrongCodes",
]
