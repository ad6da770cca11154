"""What the hotline was given to show, and what was said of its answers; nothing here tells of a person."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Line
from storage.models.base import Base, Id


class StatuteArticle(Base):
    """The text of one article of a law, as the operator imported it; `number` is 30 or 276之1."""

    __tablename__ = "statute_articles"
    law: Mapped[str] = mapped_column(Line(64), primary_key=True)
    number: Mapped[str] = mapped_column(Line(16), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class Judgement(Base):
    """That an article helped somebody or did not, and why; not who said it, nor about what."""

    __tablename__ = "judgements"
    __table_args__ = (Index(None, "topic", "at"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    topic: Mapped[str] = mapped_column(Line(64))
    useful: Mapped[bool]
    reason: Mapped[str] = mapped_column(Line(16))
    at: Mapped[datetime]


class LoggedQuestion(Base):
    """A question in its masked words, what we made of it and what came of that; not who asked.

    `offered` are the ids of the titles shown, with spaces between; `chosen` one of them or "none"; `judged` "useful",
    "useless" or a reason. What did not happen is "".
    """

    __tablename__ = "question_log"
    __table_args__ = (Index(None, "at"),)
    id: Mapped[str] = mapped_column(Line(16), primary_key=True)
    at: Mapped[datetime]
    language: Mapped[str] = mapped_column(Line(8))
    said: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Line(16))
    topic: Mapped[str] = mapped_column(Line(64))
    offered: Mapped[str] = mapped_column(Text)
    chosen: Mapped[str] = mapped_column(Line(64))
    judged: Mapped[str] = mapped_column(Line(16))
