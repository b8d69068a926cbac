"""Reading a team: who sits at the table, what misses there, what the law says of it."""

from maillage.people.queries.awaiting import awaiting
from maillage.people.queries.composition import (
    about,
    asked_beside,
    checked_team,
    member_of,
    members_of,
    region_of,
    team_told,
    told_in,
)
from maillage.people.queries.contents import contents
from maillage.people.queries.directory_matches import KnownPerson, known_people, says_enough
from maillage.people.queries.table import (
    UNSPECIFIED,
    around_a_table,
    around_the_table,
    attendance_in_words,
    counted,
    counts_in,
    counts_in_words,
    information_of,
    people_of,
    seats_of,
)

__all__ = [
    "UNSPECIFIED",
    "KnownPerson",
    "about",
    "around_a_table",
    "around_the_table",
    "asked_beside",
    "attendance_in_words",
    "awaiting",
    "checked_team",
    "contents",
    "counted",
    "counts_in",
    "counts_in_words",
    "information_of",
    "known_people",
    "member_of",
    "members_of",
    "people_of",
    "region_of",
    "says_enough",
    "seats_of",
    "team_told",
    "told_in",
]
