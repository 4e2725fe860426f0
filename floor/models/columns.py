"""The kinds of columns that every table uses: growing keys, moments, the client's id."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import BigInteger, ForeignKey, Integer, LargeBinary, SmallInteger, String, text, true
from sqlalchemy.orm import MappedColumn, mapped_column

# SQLite makes a rowid of INTEGER only; PostgreSQL gets 64 bits.
Big = BigInteger().with_variant(Integer, "sqlite")

Key = Annotated[int, mapped_column(Big, primary_key=True, autoincrement=True)]
Moment = Annotated[int, mapped_column(BigInteger)]  # milliseconds since 1970, UTC
ClientId = Annotated[bytes, mapped_column(LargeBinary(16), unique=True)]  # the UUID that the client made
Code = Annotated[str, mapped_column(String(20))]
Name = Annotated[str, mapped_column(String(120))]
EMPTY = text("''")  # a database's default; of a column that rows of before have too
Active = Annotated[bool, mapped_column(default=True, server_default=true())]  # archived, where not
Small = Annotated[int, mapped_column(SmallInteger)]


def to(target: str, *, index: bool = False) -> MappedColumn[int]:
    """A foreign key; never with a cascade, for a ledger forgets nothing on its own."""
    return mapped_column(Big, ForeignKey(target), index=index)


def maybe(target: str, *, index: bool = False) -> MappedColumn[int | None]:
    """A foreign key that may be empty."""
    return mapped_column(Big, ForeignKey(target), index=index, nullable=True)
