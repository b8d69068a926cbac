"""What people type about territories."""

from maillage.territories.forms.drawing import MOST_COMMUNES, DrawingForm

__all__ = ["MOST_COMMUNES", "DrawingForm"]
