"""What is typed to tell something to those around a structure."""

from maillage.outreach.forms.bulletins import StartForm, WishForm, WriteForm

__all__ = ["StartForm", "WishForm", "WriteForm"]
