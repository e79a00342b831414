"""The sole right to a job for a time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, or_
from sqlalchemy.dialects import postgresql, sqlite

from broadsheet.store.clean import clean
from broadsheet.store.tables import leases


def take(c: Connection, name: str, holder: str, now: datetime, until: datetime) -> bool:
    """Take it, or keep it; False while another holder has it. One statement, so that of two at once one gets it.

    One that ends later than any of this length could, taken before the clock was set back, has run out (row S09).
    """
    new = (sqlite.insert if c.dialect.name == "sqlite" else postgresql.insert)(leases)
    new = new.values(name=clean(name), holder=clean(holder), until=until)
    free = or_(leases.c.holder == clean(holder), leases.c.until <= now, leases.c.until > until + (until - now))
    taken = new.on_conflict_do_update(index_elements=["name"], set_={"holder": new.excluded.holder, "until": until}, where=free)
    return c.execute(taken.returning(leases.c.name)).first() is not None


def give_back(c: Connection, name: str, holder: str) -> None:
    """Give it back, if this holder has it."""
    c.execute(delete(leases).where(leases.c.name == clean(name), leases.c.holder == clean(holder)))
