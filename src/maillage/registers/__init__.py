"""The national registers as their publishers give them, read line by line, with what is odd in them. No Django."""

from maillage.registers.categories import categories, category_label
from maillage.registers.download import FULL, ImportFailed
from maillage.registers.enums import (
    ACTIVITY_COLUMNS,
    ACTIVITY_FILE,
    AT,
    DIPLOMA_COLUMNS,
    DIPLOMA_FILE,
    FINESS_FILE,
    SKILL_COLUMNS,
    SKILL_FILE,
    Counts,
    Genre,
    Mode,
    PlaceKind,
    Register,
)
from maillage.registers.files import Progress, Source, Watch, unwatched
from maillage.registers.finess import OpenPlace, published_on, read_places
from maillage.registers.numbers import LONGEST_NATIONAL, has_wrong_key, nationals_of, refuse_no_national
from maillage.registers.remarks import LONGEST_NAME, RemarkKind, Remarks
from maillage.registers.rpps import (
    ActivityLine,
    DiplomaLine,
    Practice,
    PracticeCells,
    SkillLine,
    read_activities,
    read_diplomas,
    read_skills,
    trade_of,
)
from maillage.registers.sources import Downloads, Given, finess_file, rpps_files

__all__ = [
    "ACTIVITY_COLUMNS",
    "ACTIVITY_FILE",
    "AT",
    "DIPLOMA_COLUMNS",
    "DIPLOMA_FILE",
    "FINESS_FILE",
    "FULL",
    "LONGEST_NAME",
    "LONGEST_NATIONAL",
    "SKILL_COLUMNS",
    "SKILL_FILE",
    "ActivityLine",
    "Counts",
    "DiplomaLine",
    "Downloads",
    "Genre",
    "Given",
    "ImportFailed",
    "Mode",
    "OpenPlace",
    "PlaceKind",
    "Practice",
    "PracticeCells",
    "Progress",
    "Register",
    "RemarkKind",
    "Remarks",
    "SkillLine",
    "Source",
    "Watch",
    "categories",
    "category_label",
    "finess_file",
    "has_wrong_key",
    "nationals_of",
    "published_on",
    "read_activities",
    "read_diplomas",
    "read_places",
    "read_skills",
    "refuse_no_national",
    "rpps_files",
    "trade_of",
    "unwatched",
]
