"""The pages of territories."""

from maillage.territories.views.drawing import draw

__all__ = ["draw"]
