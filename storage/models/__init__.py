"""The tables. Sealed columns hold vault bytes; everything else may be read by whoever may read the database."""

from storage.models.base import Base
from storage.models.cases import CallBack, Case, Complaint, Event, Offer, Outcome, Owner
from storage.models.files import StoredFile, UploadLink
from storage.models.keeping import Counter, DataKey, Fact, Holder, Task
from storage.models.knowing import Judgement, LoggedQuestion, StatuteArticle
from storage.models.staff import DeskCookie, SignInLink, Staff, Unit
from storage.models.talking import ChatMessage, Conversation, Failure, Inbound, Outbound, Person, WebCookie

__all__ = [
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
    "Holder",
    "Inbound",
    "Judgement",
    "LoggedQuestion",
    "Offer",
    "Outbound",
    "Outcome",
    "Owner",
    "Person",
    "SignInLink",
    "Staff",
    "StatuteArticle",
    "StoredFile",
    "Task",
    "Unit",
    "UploadLink",
    "WebCookie",
]
