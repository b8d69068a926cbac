"""What the forms of care have in common: words that name nobody, communes of the territory, partners of the book."""

from collections.abc import Callable
from typing import Any, cast

from django import forms

from maillage.care.queries.helping import communes_of, partners_of
from maillage.care.rules.identities import refuse_beside_a_code, refuse_identity
from maillage.care.rules.local_texts import refuse_people
from maillage.kernel import BadInput, phone
from maillage.structures.models import Structure

ANYWHERE = "Tout le territoire"


class NobodyField(forms.CharField):
    """Words where nobody is named: what looks like somebody is refused, with the way out."""

    refuse: Callable[[str], str] = staticmethod(refuse_identity)
    #: Said under the field, when nothing else is.
    warning = "Ne nommez aucun patient."

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.help_text = self.help_text or self.warning

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        try:
            return self.refuse(text)
        except BadInput as refusal:
            raise forms.ValidationError(str(refusal)) from None


class NoteField(NobodyField):
    """Words that go with a request: who it is for stays at the desk, beside the code."""

    refuse = staticmethod(refuse_beside_a_code)


class ServiceField(NobodyField):
    """Words about a service: its phone, its address, the date of its text, and nobody."""

    refuse = staticmethod(refuse_people)
    warning = ""


class ReachField(forms.CharField):
    """A number that one calls: ten figures, or a short one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"type": "tel"}), **options)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip()
        short = text.replace(" ", "")
        if not text or (short.isdecimal() and len(short) < 7):
            return short
        try:
            return phone(text)
        except BadInput as refusal:
            raise forms.ValidationError(str(refusal)) from None


def offer_communes(field: forms.Field, structure: Structure, *, anywhere: str = "") -> None:
    """The communes of the territory, by name; `anywhere`: what the empty choice says."""
    empty = [("", anywhere)] if anywhere else []
    cast("forms.ChoiceField", field).choices = [*empty, *communes_of(structure)]


def offer_partners(field: forms.Field, structure: Structure, *empty: tuple[str, str]) -> bool:
    """Whether there are any."""
    found = [(str(pk), name) for pk, name in partners_of(structure)]
    cast("forms.ChoiceField", field).choices = [*empty, *found]
    return bool(found)
