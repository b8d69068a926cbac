"""Databases as releases left them: SQLite dumps, one row at least in each table, that the present must still upgrade.

`python -m house.releases`, from `tests`, writes that of the present version, once, when it is released. A dump is never
written again: it is what an instance holds.
"""
