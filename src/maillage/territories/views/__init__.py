"""The pages of territories."""

from maillage.territories.views.coverage import choose_coverage, coverage, coverage_csv
from maillage.territories.views.diagnosis import (
    diagnosis,
    download,
    drop_need,
    open_diagnosis,
    reword_need,
    write_need,
)
from maillage.territories.views.drawing import draw

__all__ = [
    "choose_coverage",
    "coverage",
    "coverage_csv",
    "diagnosis",
    "download",
    "draw",
    "drop_need",
    "open_diagnosis",
    "reword_need",
    "write_need",
]
