"""Writing the plan; switching it on; answering a roll-call; posts; the log; what it taught."""

from collections.abc import Sequence
from datetime import date, datetime, time, tzinfo
from typing import Any, cast

from django import forms
from django.utils import timezone

from maillage.care.enums import Available, CrisisPart, Family, Lesson, ResourceKind
from maillage.care.forms.shared import NobodyField, ServiceField
from maillage.care.models import Called, CrisisSheet
from maillage.care.services.crises import GivenCrisis, GivenPost, Said
from maillage.governance.services.decisions import GivenTask
from maillage.kernel import instant, instants
from maillage.people.queries.naming import CardLabels
from maillage.ui.forms import (
    KeyedForm,
    NamingForm,
    VersionedForm,
    WholeField,
    card_field,
    day_field,
    words_field,
)

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
NOBODY = "Ne nommez aucun patient."


class SheetForm(NamingForm, VersionedForm):
    """One page: what tells that it begins, the first hours, who does what."""

    signal = words_field(
        "Signal",
        kind=ServiceField,
        rows=2,
        longest=1_000,
        help_text="Ce qui dit que c’est le moment, et d’où cela vient.",
    )
    first_hours = words_field(
        "Premières heures",
        kind=ServiceField,
        rows=4,
        longest=2_000,
        help_text="Dans l’ordre, un geste par ligne.",
    )
    who_does = words_field("Qui fait quoi", kind=ServiceField, rows=4, longest=2_000)
    messages = words_field(
        "Messages",
        kind=ServiceField,
        rows=2,
        longest=1_000,
        help_text="Aux professionnels, aux habitants ; ceux des autorités d’abord.",
    )
    needs = words_field("Besoins", kind=ServiceField, rows=2, longest=1_000)
    owner = card_field("Qui tient cette fiche à jour")

    def __init__(self, sheet: CrisisSheet | None, cards: CardLabels, *args: Any, **options: Any) -> None:
        names = ("signal", "first_hours", "who_does", "messages", "needs")
        initial = {name: getattr(sheet, name) for name in names} if sheet else {}
        initial |= {
            "version": sheet.version if sheet else 1,
            "owner": cards.label_of(sheet.owner) if sheet else "",
        }
        super().__init__(cards, *args, initial=initial, **options)


class RoleForm(NamingForm):
    part = forms.ChoiceField(label="Rôle", choices=CrisisPart)
    person = card_field("Qui")
    calls = ServiceField(
        label="Qui appelle-t-il",
        max_length=160,
        required=False,
        help_text="« les pharmaciens et les infirmiers ».",
    )

    def clean(self) -> dict[str, Any] | None:
        said = super().clean()
        if said is not None and not said.get("person") and "person" not in self.errors:
            self.add_error("person", "Choisissez une personne de vos fiches.")
        return said


class ResourceForm(forms.Form):
    kind = forms.ChoiceField(label="Nature", choices=ResourceKind)
    words = ServiceField(label="Quoi", max_length=160)
    place = ServiceField(label="Où", max_length=120, required=False)
    contact = ServiceField(label="Qui l’ouvre ou le prête", max_length=120, required=False)


class StartForm(KeyedForm):
    """What is known. Unless it is an exercise: which authority declared it, and when one was told."""

    is_exercise = forms.ChoiceField(
        label="Crise ou exercice",
        choices=[("oui", "Un exercice"), ("non", "Une crise, déclarée par une autorité")],
        widget=forms.RadioSelect,
    )
    family = forms.ChoiceField(label="Famille", choices=Family)
    title = NobodyField(label="Ce qui arrive", max_length=160, help_text=NOBODY)
    words = words_field("Ce qu’on en sait", kind=NobodyField, longest=2_000)
    declared_by = ServiceField(
        label="Autorité qui l’a déclarée",
        max_length=160,
        required=False,
        help_text="Agence régionale de santé, préfecture : qui vous a prévenus, et par quel moyen.",
    )
    told_on = day_field("Prévenus le", required=False)
    told_clock = forms.TimeField(label="À quelle heure", widget=CLOCK, required=False)

    def given(self, zone: tzinfo) -> GivenCrisis:
        """Raises BadInput for an hour that never comes."""
        said = self.cleaned_data
        told_at = None
        if said["told_on"] and said["told_clock"]:
            told_at = instant(said["told_on"], said["told_clock"], zone=zone, field="told_clock")
        return GivenCrisis(
            said["family"],
            said["title"],
            said["is_exercise"] == "oui",
            said["words"],
            said["declared_by"],
            told_at,
        )


class PostForm(KeyedForm):
    name = NobodyField(label="Poste", max_length=120, help_text="« Accueil du centre de vaccination ».")
    place = ServiceField(label="Lieu", max_length=120, required=False)
    profession = forms.ChoiceField(label="Pour qui", required=False)
    day = day_field("Le")
    starts = forms.TimeField(label="De", widget=CLOCK)
    ends = forms.TimeField(label="À", widget=CLOCK, help_text="Après minuit : le lendemain.")
    needs = WholeField(label="Places", min_value=1, max_value=200, initial=2)

    def __init__(self, professions: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["profession"]).choices = [
            ("", "Toutes les professions"),
            *professions,
        ]

    def given(self, zone: tzinfo) -> GivenPost:
        """Raises BadInput for hours that cannot be."""
        said = self.cleaned_data
        starts_at, ends_at = instants(said["day"], said["starts"], said["ends"], zone=zone)
        return GivenPost(said["name"], starts_at, ends_at, said["needs"], said["place"], said["profession"])


class NeedsForm(forms.Form):
    needs = WholeField(label="Places", min_value=1, max_value=200)


class AssignForm(NamingForm):
    person = card_field("Qui")

    def clean(self) -> dict[str, Any] | None:
        said = super().clean()
        if said is not None and not said.get("person") and "person" not in self.errors:
            self.add_error("person", "Choisissez une personne de vos fiches.")
        return said


class LogForm(KeyedForm):
    """A line; its hour is now, unless it is said."""

    words = NobodyField(label="Ce qui se passe", max_length=500, help_text=NOBODY)
    day = day_field("Le", required=False)
    clock = forms.TimeField(label="À", widget=CLOCK, required=False, help_text="Vide : maintenant.")

    def happened_at(self, zone: tzinfo) -> datetime | None:
        """Raises BadInput for an hour that never comes."""
        said = self.cleaned_data
        day: date | None = said["day"]
        clock: time | None = said["clock"]
        if clock is None:
            return None
        return instant(day or timezone.localdate(timezone=zone), clock, zone=zone, field="clock")


class AnswerForm(forms.Form):
    """One tap says yes or no; what else helps is said when one can."""

    answer = forms.ChoiceField(choices=Available)
    from_day = day_field("Le", required=False)
    from_hour = forms.TimeField(label="À partir de", widget=CLOCK, required=False)
    hours = WholeField(label="Combien d’heures", min_value=1, max_value=96, required=False)
    skills = NobodyField(
        label="Compétences, matériel",
        max_length=120,
        required=False,
        help_text="« Sutures, véhicule, vaccination ».",
    )

    def __init__(self, called: Called, zone: tzinfo, data: Any = None) -> None:
        begins = called.available_from.astimezone(zone) if called.available_from else None
        initial = {
            "from_day": begins.date() if begins else timezone.localdate(timezone=zone),
            "from_hour": begins.time() if begins else None,
            "hours": called.hours,
            "skills": called.skills,
        }
        super().__init__(data, initial=initial)
        self.zone = zone

    def given(self) -> Said:
        """Raises BadInput for an hour that never comes."""
        said = self.cleaned_data
        begins = None
        if said["answer"] == Available.LATER and said["from_hour"]:
            day = said["from_day"] or timezone.localdate(timezone=self.zone)
            begins = instant(day, said["from_hour"], zone=self.zone, field="from_hour")
        return Said(said["answer"], begins, said["hours"], said["skills"])


class LessonForm(NamingForm, KeyedForm):
    kind = forms.ChoiceField(label="Retour", choices=Lesson)
    words = NobodyField(label="En une phrase", max_length=200, help_text=NOBODY)
    owner = card_field("Qui s’en charge", help_text="Ce qu’il faut changer devient une tâche.")
    due_on = day_field("Pour le", required=False)

    def task(self) -> GivenTask:
        said = self.cleaned_data
        return GivenTask(said["words"], said["owner"], said["due_on"])
