"""Which rows belong to a row of another table, however far away: found by the tables' foreign keys.

A table that is added later is deleted and handed over with what it belongs to, without an edit elsewhere.
"""

from __future__ import annotations

import sqlalchemy as sa


def hangs_on(table: sa.Table, root: sa.Table, key: int | str) -> sa.ColumnElement[bool] | None:
    """Which rows of a table cannot be without the row of ``root`` with that key; None where all can."""
    if table is root:
        (column,) = root.primary_key
        return column == key
    for foreign in table.foreign_key_constraints:
        parent = foreign.referred_table
        if parent is table or any(column.nullable for column in foreign.columns):
            continue
        above = hangs_on(parent, root, key)
        if above is not None:
            referred = sa.select(*(element.column for element in foreign.elements)).where(above)
            (first, *more) = foreign.columns
            return sa.tuple_(first, *more).in_(referred) if more else first.in_(referred)
    return None
