"""Reading a structure: where its tracks stand, who sits at the table, what waits."""

from maillage.structures.queries.awaiting import awaiting
from maillage.structures.queries.composition import (
    checked_team,
    region_of,
    team_told,
    told_in,
)
from maillage.structures.queries.contents import contents, history
from maillage.structures.queries.known import known_people, says_enough
from maillage.structures.queries.life import (
    DueDate,
    MissionLine,
    carriers,
    due_dates,
    founded_on,
    label_of_form,
    last_move,
    may_become,
    mission_lines,
    missions_of,
    moves_on,
    person_steps_left,
    recognition_ribbon,
    stage_of,
    stages_ahead,
)
from maillage.structures.queries.structure import gather, modules_of, workspace
from maillage.structures.queries.table import (
    UNSPECIFIED,
    Around,
    actors_of,
    around_the_table,
    attendance_in_words,
    counted,
    counts_in,
    counts_in_words,
    information_of,
)

__all__ = [
    "UNSPECIFIED",
    "Around",
    "DueDate",
    "MissionLine",
    "actors_of",
    "around_the_table",
    "attendance_in_words",
    "awaiting",
    "carriers",
    "checked_team",
    "contents",
    "counted",
    "counts_in",
    "counts_in_words",
    "due_dates",
    "founded_on",
    "gather",
    "history",
    "information_of",
    "known_people",
    "label_of_form",
    "last_move",
    "may_become",
    "mission_lines",
    "missions_of",
    "modules_of",
    "moves_on",
    "person_steps_left",
    "recognition_ribbon",
    "region_of",
    "says_enough",
    "stage_of",
    "stages_ahead",
    "team_told",
    "told_in",
    "workspace",
]
