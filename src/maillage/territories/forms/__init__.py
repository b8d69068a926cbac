"""What people type about territories."""

from maillage.territories.forms.drawing import MOST_COMMUNES, DrawingForm, written

__all__ = ["MOST_COMMUNES", "DrawingForm", "written"]
