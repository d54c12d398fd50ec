"""Whether the store is whole, can be written to, and has the right time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from dictation.errors import StoreError
from dictation.model.check import Check, Verdict
from dictation.store import schema
from dictation.store.base import Base

_CLOCKS_DIFFER_S = 5


def require_file(url: str) -> None:
    """See that a store in a file is there: to open it would make it.

    Raises:
        StoreError: There is no such file, or it is no address of a store.
    """
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError) as exc:
        raise StoreError(
            f"the store cannot be opened: {exc}",
            place="the database's address",
            remedy="write it as sqlite:///FILE, or postgresql+psycopg://USER@HOST/NAME",
        ) from exc
    if parsed.get_backend_name() == "sqlite" and parsed.database and not Path(parsed.database).exists():
        remedy = "put a backup there, or begin anew with: dictation init"
        raise StoreError("there is no database", place=parsed.database, remedy=remedy)


class Checking(Base):
    """Looks at the store without changing anything in it."""

    def check(self) -> Iterator[Check]:
        """Whether it can be written to and is whole, and whether a server's clock goes with this machine's.

        Raises:
            StoreError: It cannot be written to.
        """
        drafts = schema.drafts
        with self._writing() as connection:
            connection.execute(drafts.update().where(sa.false()).values(state=drafts.c.state))
        place = self._engine.url.render_as_string(hide_password=True)
        yield Check(
            subject="store", verdict=Verdict.OK, found=f"{place} can be written to, with tables {schema.LATEST}"
        )
        with self._reading() as connection:
            if self._engine.dialect.name == "sqlite":
                yield _whole(str(connection.scalar(sa.text("PRAGMA quick_check(1)"))))
            else:
                theirs = connection.scalars(sa.select(sa.func.clock_timestamp())).one()
                yield check_clock("database server", abs((theirs - self._clock()).total_seconds()))


def check_clock(whose: str, difference_s: float) -> Check:
    """Whether a server's clock and this machine's show the same time; half a minute may pass while it answers."""
    agree = difference_s <= _CLOCKS_DIFFER_S
    return Check(
        subject="clock",
        verdict=Verdict.OK if agree else Verdict.WARNING,
        found=f"{difference_s:.0f} seconds from that of the {whose}",
        remedy="" if agree else "set both by a time server (NTP): when to send and to try again goes by the clock",
    )


def _whole(answer: str) -> Check:
    if answer == "ok":
        return Check(subject="store's file", verdict=Verdict.OK, found="it is whole")
    return Check(
        subject="store's file",
        verdict=Verdict.WRONG,
        found=f"it is damaged: {answer}",
        remedy="stop the program, keep the file, and put the last backup in its place",
    )
