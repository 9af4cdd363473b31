"""What all tables share: names of constraints that are alike on both engines, and the kinds of columns.

Times are whole Unix seconds, so that both engines keep and compare them alike; days are dates.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, Date, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite numbers rows by itself only where the key is declared INTEGER.
_Big = BigInteger().with_variant(Integer, "sqlite")

Number = Annotated[int, mapped_column(_Big, primary_key=True)]
"""A row's own number."""
Reference = Annotated[int, mapped_column(_Big)]
"""The number of another row."""
Seconds = Annotated[int, mapped_column(BigInteger)]
"""A moment in Unix seconds."""
Day = Annotated[datetime.date, mapped_column(Date)]
Word = Annotated[str, mapped_column(String(40))]
"""A word of a fixed set, or a short code."""
Name = Annotated[str, mapped_column(String(200))]
"""A slug, a name, a hash in hexadecimal."""
Words = Annotated[str, mapped_column(Text)]
"""Text of any length; whoever writes it has checked its cap."""
Members = Annotated[dict[str, Any], mapped_column(JSON)]
Strings = Annotated[list[str], mapped_column(JSON)]


class Base(DeclarativeBase):
    """The declarative base of all tables."""

    metadata = MetaData(naming_convention=NAMES)
