"""What all tables have in common: names of constraints, and which Python type is kept as what."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase

from storage.columns import Instant, Length, Line, Words, Yuan

Id = Line(32)


class Base(DeclarativeBase):
    """All tables, their constraints named alike on both engines."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it from the class)
        str: Words,
        bytes: LargeBinary,
        datetime: Instant,
        timedelta: Length,
        Decimal: Yuan,
        dict[str, Any]: JSON,
        list[str]: JSON,
    }
