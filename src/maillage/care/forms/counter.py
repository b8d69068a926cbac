"""What a tap sends: which act, once; a step of a tree, with those before."""

from django import forms

from maillage.ui.forms import KeyedForm, WholeField


class TapForm(KeyedForm):
    kind = forms.CharField(max_length=60)
    enrolment = WholeField(required=False, min_value=1, max_value=2**62)


class EndForm(KeyedForm):
    """The end of a tree that somebody counts."""

    end = forms.CharField(max_length=60)
