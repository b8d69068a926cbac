"""The pages of territories."""

from maillage.territories.views.coverage import choose_coverage, coverage, coverage_file
from maillage.territories.views.drawing import draw

__all__ = ["choose_coverage", "coverage", "coverage_file", "draw"]
