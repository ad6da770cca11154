"""What the tables are made of: instants, money and clean text, kept alike by both engines."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from storage.plain import plain


class Instant(TypeDecorator[datetime]):
    """An aware instant; SQLite, which has no time zones, keeps UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times; hand over UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """An aware instant in UTC."""
        if value is None:
            return None
        kept: datetime = value
        return kept.replace(tzinfo=UTC) if kept.tzinfo is None else kept.astimezone(UTC)


class Yuan(TypeDecorator[Decimal]):
    """Money in yuan, kept as whole fen, so that no engine rounds it."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Fen; a third decimal is refused rather than rounded."""
        if value is None:
            return None
        fen = value * 100
        if fen != fen.to_integral_value():
            raise ValueError("an amount has at most two decimals")
        return int(fen)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Yuan with two decimals."""
        return None if value is None else Decimal(value).scaleb(-2)


class Length(TypeDecorator[timedelta]):
    """A stretch of time, kept as whole microseconds, so that no engine rounds it; it may be below zero."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        """Microseconds."""
        return None if value is None else value // timedelta(microseconds=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> timedelta | None:
        """The same stretch."""
        return None if value is None else timedelta(microseconds=value)


class Line(TypeDecorator[str]):
    """Plain text of a greatest length (PostgreSQL insists on it), cleaned on its way in, also when only looked for."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Without what an engine would refuse."""
        return None if value is None else plain(value)


class Words(Line):
    """The same without a greatest length."""

    impl = Text
    cache_ok = True
