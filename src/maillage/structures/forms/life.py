"""The moves of the three tracks, and the legal persons."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from maillage import legislation
from maillage.kernel import BadInput, association, finess, siret
from maillage.structures.enums import MissionStep, Track
from maillage.structures.lifecycle import Move
from maillage.structures.queries import MissionLine
from maillage.ui.forms import DATE, NOT_SO_OLD


def not_to_come(day: date) -> None:
    if day > timezone.localdate():
        raise forms.ValidationError("Cette date est à venir : notez-la quand elle sera passée.")


class WhenForm(forms.Form):
    """When something happened, and what shows it."""

    on = forms.DateField(label="Date", widget=DATE, validators=[NOT_SO_OLD])
    document = forms.CharField(label="Document qui le montre", max_length=200, required=False)
    said_by = forms.CharField(label="Dit par", max_length=150, required=False)


class CorrectMoveForm(WhenForm):
    is_before = forms.BooleanField(label="Au plus tard ce jour-là", required=False)

    field_order = ("on", "is_before")


class MoveForm(WhenForm):
    """A dated move; the moves offered are those possible from where the track stands."""

    move = forms.ChoiceField(label="Ce qui s’est passé")

    field_order = ("move",)

    def __init__(
        self, data: Any = None, *, track: Track, moves: tuple[Move, ...], initial: Any = None
    ) -> None:
        super().__init__(data, prefix=track.value, initial=initial)
        self.track = track
        field = self.fields["move"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- narrows the type
        field.choices = [(move.name, move.label) for move in moves]
        self._moves = {move.name: move for move in moves}

    def chosen(self, name: str) -> Move:
        """The move of that name, one of those offered."""
        return self._moves[name]


class HistoryForm(forms.Form):
    """What was done before, at once: a day for each stage passed, « au plus tard » when nobody knows it exactly; for each
    mission the day it started, and was deployed; and who carries the structure in law.

    `missions`: those that still have a day to give; `kinds`: of the legal person, none when it is not asked.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        stages: Sequence[legislation.Stage],
        missions: Sequence[MissionLine] = (),
        kinds: Sequence[str] = (),
    ) -> None:
        super().__init__(data)
        self.stages = stages
        self.kinds = kinds
        for stage in stages:
            before = forms.CheckboxInput(attrs={"class": "form-check-input"})
            self.fields[stage.key] = day_of_the_past(stage.label)
            self.fields[f"{stage.key}-before"] = forms.BooleanField(widget=before, required=False)
        self.missions = [line for line in missions if line.stage != MissionStep.DEPLOYEE]
        for line in self.missions:
            for step in steps_left(line):
                label = f"{line.mission.label}, {step.label.lower()} le"
                self.fields[f"{step}-{line.mission.key}"] = day_of_the_past(label)
        if kinds:
            known = legislation.legal_kinds()
            self.fields |= {
                "person_name": forms.CharField(label="Dénomination", max_length=150, required=False),
                "person_kind": forms.ChoiceField(
                    label="Nature", choices=[(kind, known[kind].label) for kind in kinds], required=False
                ),
                "person_since": day_of_the_past("Depuis le"),
            }

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[stage.key], self[f"{stage.key}-before"]) for stage in self.stages]

    def mission_rows(self) -> list[tuple[legislation.Mission, forms.BoundField | None, forms.BoundField]]:
        """Each mission, with the day it started, unless it is noted already, and the day it was deployed."""
        return [
            (
                line.mission,
                self[f"{MissionStep.DEMARREE}-{line.mission.key}"]
                if MissionStep.DEMARREE in steps_left(line)
                else None,
                self[f"{MissionStep.DEPLOYEE}-{line.mission.key}"],
            )
            for line in self.missions
        ]

    def person_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("person_name", "person_kind", "person_since") if self.kinds]

    def all_told(self) -> list[tuple[forms.BoundField, None]]:
        """Every field, as the summary of errors reads them."""
        return [(self[name], None) for name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        person = self.person()
        if person and not (person["name"] and person["since"]):
            missing = "person_since" if person["name"] else "person_name"
            self.add_error(missing, "Donnez le nom et la date de la personne morale, ou ni l’un ni l’autre.")
        elif not (person or self.days() or self.mission_days()):
            raise forms.ValidationError(
                "Donnez au moins une date\N{NO-BREAK SPACE}: celle d’une étape déjà passée."
            )
        return cleaned

    def days(self) -> dict[str, tuple[date, bool]]:
        return {
            stage.key: (day, self.cleaned_data[f"{stage.key}-before"])
            for stage in self.stages
            if (day := self.cleaned_data[stage.key])
        }

    def mission_days(self) -> dict[str, dict[str, date]]:
        """Mission → step → its day; only what is given."""
        given = {
            line.mission.key: {
                str(step): day
                for step in steps_left(line)
                if (day := self.cleaned_data[f"{step}-{line.mission.key}"])
            }
            for line in self.missions
        }
        return {mission: days for mission, days in given.items() if days}

    def person(self) -> dict[str, Any] | None:
        """The fields of LegalPerson; None when nothing of it is given."""
        if not self.kinds:
            return None
        name, since = self.cleaned_data["person_name"], self.cleaned_data["person_since"]
        kind = self.cleaned_data["person_kind"] or self.kinds[0]
        return {"name": name, "kind": kind, "since": since} if name or since else None


def day_of_the_past(label: str) -> forms.DateField:
    day = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=day, required=False, validators=[NOT_SO_OLD, not_to_come])


def steps_left(line: MissionLine) -> tuple[MissionStep, ...]:
    """The steps of a mission whose day may still be given."""
    started = (MissionStep.DEMARREE,) if line.stage != MissionStep.DEMARREE else ()
    return (*started, MissionStep.DEPLOYEE)


class EvolveForm(forms.Form):
    form = forms.ChoiceField(label="Elle devient une")
    on = forms.DateField(label="Depuis le", widget=DATE, validators=[NOT_SO_OLD])

    def __init__(self, data: Any = None, *, offered: Sequence[legislation.FormEntry]) -> None:
        super().__init__(data, prefix="evolution")
        field = self.fields["form"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- narrows the type
        field.choices = [(entry.key, entry.label) for entry in offered]


class NestingForm(forms.Form):
    """`sides`: whether the form of this structure may hold others, and whether others may hold it."""

    side = forms.ChoiceField(label="Cette structure")
    address = forms.CharField(
        label="L’autre structure",
        max_length=200,
        help_text="Son adresse ici : le lien de son espace, ou ce qui suit /s/.",
    )

    def __init__(self, data: Any = None, *, sides: tuple[bool, bool]) -> None:
        super().__init__(data)
        field = self.fields["side"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- narrows the type
        words = (("holds", "tient l’autre"), ("held", "prend part à l’autre"))
        field.choices = [choice for choice, offered in zip(words, sides, strict=True) if offered]


class LegalPersonForm(forms.Form):
    """Who carries the structure in law. Numbers come later: none is needed to begin."""

    name = forms.CharField(label="Dénomination", max_length=150)
    kind = forms.ChoiceField(label="Nature")
    since = forms.DateField(label="Depuis le", widget=DATE, validators=[NOT_SO_OLD, not_to_come])
    rna = forms.CharField(
        label="Numéro RNA",
        required=False,
        help_text="W suivi de neuf chiffres ; en Alsace-Moselle, « volume 93, folio 45 ».",
    )
    siret = forms.CharField(label="SIRET", required=False, help_text="Quatorze chiffres.")
    finess = forms.CharField(label="FINESS", required=False, help_text="Neuf caractères.")

    def __init__(self, data: Any = None, *, kinds: Sequence[str], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        known = legislation.legal_kinds()
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- narrows the type
        field.choices = [(kind, known[kind].label) for kind in kinds or known]

    def clean_rna(self) -> str:
        return checked(association, self.cleaned_data["rna"])

    def clean_siret(self) -> str:
        return checked(siret, self.cleaned_data["siret"])

    def clean_finess(self) -> str:
        return checked(finess, self.cleaned_data["finess"])


def checked(read: Callable[[str], str], text: str) -> str:
    """A number as the registry writes it; what is refused becomes an error in place."""
    try:
        return read(text) if text.strip() else ""
    except BadInput as refusal:
        raise forms.ValidationError(str(refusal)) from None
