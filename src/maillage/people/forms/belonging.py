"""What is typed of who belongs: since when, until when, with how many parts; and whom the list shows."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, cast

from django import forms
from django.utils import timezone

from maillage.people.enums import Belonging
from maillage.people.forms.table import profession_choices
from maillage.people.models import Adhesion, College
from maillage.people.queries.joining import TOGETHER
from maillage.people.queries.presence import themes_of
from maillage.structures.models import Structure
from maillage.ui.forms import DATE, NOT_SO_FAR, NOT_SO_OLD, WholeField, let_choose


class RefusalForm(forms.Form):
    reason = forms.CharField(label="Motif du refus", max_length=200)


class EnterForm(forms.Form):
    """Somebody known belongs from a day."""

    kind = forms.ChoiceField(label="À titre de")
    since = forms.DateField(label="Depuis le", widget=DATE, validators=[NOT_SO_OLD])

    def __init__(self, colleges: Collection[College], kinds: Sequence[Belonging], data: Any = None) -> None:
        super().__init__(data, initial={"since": timezone.localdate()})
        let_choose(self, "kind", [(each.value, each.label) for each in kinds])
        if colleges:
            self.fields["college"] = college_among(colleges)


def college_among(colleges: Iterable[College]) -> forms.TypedChoiceField:
    """One of them, or none."""
    known = {str(each.pk): each for each in colleges}
    choices = [("", "Aucun"), *((pk, each.name) for pk, each in known.items())]
    return forms.TypedChoiceField(
        label="Collège", required=False, choices=choices, coerce=known.get, empty_value=None
    )


class LeaveForm(forms.Form):
    until = forms.DateField(label="Parti le", widget=DATE, validators=[NOT_SO_OLD])


class AdhesionForm(forms.Form):
    """What was typed wrong of an adhésion."""

    since = forms.DateField(label="Depuis le", widget=DATE, validators=[NOT_SO_OLD, NOT_SO_FAR])
    until = forms.DateField(
        label="Parti le", required=False, widget=DATE, validators=[NOT_SO_OLD, NOT_SO_FAR]
    )

    def __init__(self, adhesion: Adhesion, colleges: Collection[College], data: Any = None) -> None:
        said = {"since": adhesion.since, "until": adhesion.until, "college": adhesion.college_id}
        super().__init__(data, initial=said, auto_id=f"adhesion-{adhesion.pk}-%s")
        if colleges:
            self.fields["college"] = college_among(colleges)


class PartsForm(forms.Form):
    """A move of the parts of a company: what one may do depends on whether one holds some."""

    move = forms.ChoiceField(label="Mouvement")
    parts = WholeField(label="Parts", required=False, min_value=1, max_value=1_000_000)
    on = forms.DateField(label="Le", widget=DATE, validators=[NOT_SO_OLD])

    def __init__(self, data: Any = None, *, holds: bool) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        move = cast("forms.ChoiceField", self.fields["move"])
        move.choices = (
            [("change", "Changer le nombre de parts"), ("leave", "Céder toutes ses parts")]
            if holds
            else [("enter", "Entrer comme associé")]
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("move") == "change" and not data.get("parts") and "parts" not in self.errors:
            self.add_error("parts", "Dites combien de parts.")
        return data


class FilterForm(forms.Form):
    """Whom the page lists."""

    q = forms.CharField(label="Nom", max_length=80, required=False)
    profession = forms.ChoiceField(label="Profession", required=False)
    college = forms.ChoiceField(label="Collège", required=False)
    theme = forms.ChoiceField(label="Thème", required=False)
    state = forms.ChoiceField(label="Qui", required=False)

    def __init__(
        self, structure: Structure, kinds: Sequence[Belonging], data: Any = None, *, may_edit: bool = False
    ) -> None:
        super().__init__(data)
        self.colleges = {each.pk: each.name for each in structure.colleges.all()}
        choices = {
            "profession": [("", "Toutes"), *profession_choices()[1:]],
            "college": [("", "Tous"), *((str(pk), name) for pk, name in self.colleges.items())],
            "theme": [("", "Tous"), *themes_of(structure).items()],
            "state": [
                ("", f"{TOGETHER[kinds[0]]} aujourd’hui"),
                ("partis", "Partis"),
                *([("autrement", "À prévenir autrement")] if may_edit else []),
                ("autres", "Connus, sans adhésion"),
                ("tous", "Toutes les fiches"),
            ],
        }
        for name, values in choices.items():
            cast("forms.ChoiceField", self.fields[name]).choices = values
        if len(choices["college"]) == 1:
            del self.fields["college"]
