"""Pages of a team: each finds, asks, calls one use case, shows."""

from maillage.people.views.desk import desk, desk_absence
from maillage.people.views.doubles import doubles, undo_merge
from maillage.people.views.erasing import erase_card, retention
from maillage.people.views.exports import coverage_file, fees_file, payments_file, team_file
from maillage.people.views.fees import ask_fees, fees, receipt, receive, take_back
from maillage.people.views.founding import found, gaps, reading, table
from maillage.people.views.gains import gains
from maillage.people.views.importing import import_members, undo_import
from maillage.people.views.in_step import in_step
from maillage.people.views.joining import join
from maillage.people.views.members import (
    answer_demand,
    check_cards,
    correct_adhesion,
    coverage,
    enter,
    export,
    joining_poster,
    joining_rules,
    leave,
    members,
    renew_joining,
)
from maillage.people.views.parts import parts
from maillage.people.views.presence import absences, interests
from maillage.people.views.public import public_page
from maillage.people.views.reaching import put_back, settle_doubt, unreached
from maillage.people.views.team import (
    answers,
    card,
    directory_matches,
    forget,
    information,
    lacking,
    own_page,
    paste,
    practising,
    team,
    ticked,
)

__all__ = [
    "absences",
    "answer_demand",
    "answers",
    "ask_fees",
    "card",
    "check_cards",
    "correct_adhesion",
    "coverage",
    "coverage_file",
    "desk",
    "desk_absence",
    "directory_matches",
    "doubles",
    "enter",
    "erase_card",
    "export",
    "fees",
    "fees_file",
    "forget",
    "found",
    "gains",
    "gaps",
    "import_members",
    "in_step",
    "information",
    "interests",
    "join",
    "joining_poster",
    "joining_rules",
    "lacking",
    "leave",
    "members",
    "own_page",
    "parts",
    "paste",
    "payments_file",
    "practising",
    "public_page",
    "put_back",
    "reading",
    "receipt",
    "receive",
    "renew_joining",
    "retention",
    "settle_doubt",
    "table",
    "take_back",
    "team",
    "team_file",
    "ticked",
    "undo_import",
    "undo_merge",
    "unreached",
]
