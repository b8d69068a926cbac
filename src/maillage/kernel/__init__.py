"""The ground: value types every room shares. No Django, no database, no request."""

from maillage.kernel import paths
from maillage.kernel.answers import TO_FILL, Answer, Missing, Source
from maillage.kernel.errors import BadInput
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
    phone_in_french,
    plural,
    printed,
    singular,
    visible,
    with_no_break_spaces,
)
from maillage.kernel.hours import DAYS, hour, instants, lasts_days, when
from maillage.kernel.identifiers import association, finess, phone, rna, rpps, siret
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
    "euros",
    "finess",
    "first_refusal",
    "folded",
    "hour",
    "in_xml",
    "inert",
    "instants",
    "integer",
    "joined",
    "lasts_days",
    "paths",
    "phone",
    "phone_in_french",
    "pieces_of",
    "plural",
    "printed",
    "read_day",
    "rna",
    "rpps",
    "shown",
    "singular",
    "siret",
    "visible",
    "when",
    "with_no_break_spaces",
]
