"""The ground: value types every room shares. No Django, no database, no request."""

from maillage.kernel import paths
from maillage.kernel.answers import TO_FILL, Answer, Missing, Source
from maillage.kernel.errors import BadInput
from maillage.kernel.exact import fraction
from maillage.kernel.french import (
    APOSTROPHES,
    HYPHENS,
    all_folded,
    amount,
    date_in_french,
    decimal_in_french,
    euros,
    folded,
    in_xml,
    inert,
    integer,
    joined,
    month_and_year,
    phone_in_french,
    plural,
    printed,
    shown_in_french,
    singular,
    visible,
    with_no_break_spaces,
)
from maillage.kernel.hours import DAYS, doubtful_hours, hour, instant, instants, lasts_days, moment, when
from maillage.kernel.identifiers import association, finess, phone, rna, rpps, siret
from maillage.kernel.memory import settle_memory
from maillage.kernel.periods import FIRST_DAY, LAST_DAY, add_months, read_day
from maillage.kernel.refusals import first_refusal, shown
from maillage.kernel.typed import Block, blocks_of, pieces_of

__all__ = [
    "APOSTROPHES",
    "DAYS",
    "FIRST_DAY",
    "HYPHENS",
    "LAST_DAY",
    "TO_FILL",
    "Answer",
    "BadInput",
    "Block",
    "Missing",
    "Source",
    "add_months",
    "all_folded",
    "amount",
    "association",
    "blocks_of",
    "date_in_french",
    "decimal_in_french",
    "doubtful_hours",
    "euros",
    "finess",
    "first_refusal",
    "folded",
    "fraction",
    "hour",
    "in_xml",
    "inert",
    "instant",
    "instants",
    "integer",
    "joined",
    "lasts_days",
    "moment",
    "month_and_year",
    "paths",
    "phone",
    "phone_in_french",
    "pieces_of",
    "plural",
    "printed",
    "read_day",
    "rna",
    "rpps",
    "settle_memory",
    "shown",
    "shown_in_french",
    "singular",
    "siret",
    "visible",
    "when",
    "with_no_break_spaces",
]
