"""Naming a card, a mission, a version in a form of the project."""

from typing import Any, cast

from django import forms

from maillage.project.queries.missions import Group
from maillage.ui.forms import DATE, NOT_SO_FAR, NOT_SO_OLD

LONGEST = 4_000


def day_field(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, widget=DATE, required=required, validators=[NOT_SO_OLD, NOT_SO_FAR], help_text=help_text
    )


def line_field(label: str, *, longest: int, help_text: str = "", required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=longest, help_text=help_text)


def offer(form: forms.Form, name: str, choices: Any) -> None:
    cast("forms.ChoiceField", form.fields[name]).choices = choices


def offer_missions(form: forms.Form, groups: tuple[Group, ...]) -> None:
    """The missions of the form of the structure; a form that has none asks nothing."""
    if len(groups) > 1:
        offer(form, "mission", [("", groups[-1].label), *((each.key, each.label) for each in groups[:-1])])
    else:
        del form.fields["mission"]
