"""The tables. Sealed columns hold vault bytes; everything else may be read by whoever may read the database."""

from storage.models.base import Base
from storage.models.cases import CallBack, Case, Complaint, Event, Offer, Outcome, Owner
from storage.models.files import PaperRead, StoredFile, UploadLink
from storage.models.groups import Group, Member, WrongCodes
from storage.models.keeping import Counter, DataKey, Fact, Holder, Task
from storage.models.knowing import Judgement, LoggedQuestion, StatuteArticle
from storage.models.receipts import Access, ReceiptTry
from storage.models.sites import Site
from storage.models.staff import DeskCookie, SignInLink, Staff, Unit
from storage.models.talking import ChatMessage, Conversation, Failure, Inbound, Outbound, Person, WebCookie

__all__ = [
    "Access",
    "Base",
    "CallBack",
    "Case",
    "ChatMessage",
    "Complaint",
    "Conversation",
    "Counter",
    "DataKey",
    "DeskCookie",
    "Event",
    "Fact",
    "Failure",
    "Group",
    "Holder",
    "Inbound",
    "Judgement",
    "LoggedQuestion",
    "Member",
    "Offer",
    "Outbound",
    "Outcome",
    "Owner",
    "PaperRead",
    "Person",
    "ReceiptTry",
    "SignInLink",
    "Site",
    "Staff",
    "StatuteArticle",
    "StoredFile",
    "Task",
    "Unit",
    "UploadLink",
    "WebCookie",
    "WrongCodes",
]
