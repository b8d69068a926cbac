"""A value as it is typed, what is asked of the *caisse*, what weighs on a figure."""

from typing import Any

from django import forms

from maillage.files.enums import ACCEPTED
from maillage.project.enums import MeasureState, Origin
from maillage.project.forms.indicators import FigureField
from maillage.project.forms.naming import day_field, line_field, offer
from maillage.project.models import ContextEvent, Indicator
from maillage.project.rules.values import YES_OR_NO
from maillage.project.services.indicators_measures import GivenCorrection, GivenEvent, GivenMeasure
from maillage.ui.forms import KeyedForm

PAPERS = "PDF, photo, Word, Excel, ODT ou ODS, 10 Mo au plus. N’y mettez rien sur un patient."
OF_A_MEASURE = ("value", "numerator", "denominator", "unknown_why", "since", "until", "origin", "source", "vintage", "received_on", "reason")  # fmt: skip


def paper_field(label: str, *, help_text: str = PAPERS) -> forms.FileField:
    widget = forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"})
    return forms.FileField(label=label, required=False, help_text=help_text, widget=widget)


class MeasureForm(KeyedForm):
    """With a denominator, the value is computed; one may also type it when both are not known."""

    template_name = "project/_measure_fields.html"

    numerator = FigureField("Numérateur")
    denominator = FigureField("Dénominateur")
    value = FigureField("Valeur")
    unknown_why = line_field(
        "Ou pourquoi on ne la connaît pas",
        longest=200,
        help_text="Une valeur inconnue reste inconnue : jamais zéro.",
    )
    origin = forms.ChoiceField(
        label="D’où vient-elle",
        choices=[(each.value, each.label) for each in (Origin.ENTERED, Origin.CAISSE)],
    )
    source = line_field(
        "Source", longest=200, help_text="« Tableau de bord de la coordination », « courrier »."
    )
    vintage = line_field(
        "Millésime", longest=60, help_text="De quand sont les données : « 2024 », « au 30 juin »."
    )
    received_on = day_field("Reçue le")
    since = day_field("Période, du", help_text="Vide : toute l’année.")
    until = day_field("Au")
    file = paper_field("Pièce")
    reason = line_field("Motif du changement", longest=300)

    def __init__(self, indicator: Indicator, *args: Any, has_value: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["value"].widget.attrs |= {"data-unit": indicator.unit} if indicator.unit else {}
        if indicator.unit == YES_OR_NO:
            self.fields["value"].help_text = "1 pour oui, 0 pour non."
        if indicator.denominator:
            self.fields["numerator"].help_text = indicator.numerator
            self.fields["denominator"].help_text = indicator.denominator
            self.fields["value"].label = "Ou la valeur, si vous n’avez qu’elle"
        else:
            del self.fields["numerator"], self.fields["denominator"]
        if has_value:
            self.fields[
                "reason"
            ].help_text = "Une valeur est déjà notée : elle restera lisible, avec ce motif."
        self.fields["origin"].initial = Origin.CAISSE if indicator.origin == Origin.CAISSE else Origin.ENTERED

    def given(self, year: int) -> GivenMeasure:
        data = self.cleaned_data
        return GivenMeasure(year, **{name: data[name] for name in OF_A_MEASURE if name in data})


class AskingForm(KeyedForm):
    asked_on = day_field("Demandé à la caisse le", required=True)
    awaited_on = day_field("Attendu pour le", help_text="Vide : elle n’a pas dit quand.")
    words = line_field("À qui, comment", longest=200)


class ReasonForm(forms.Form):
    reason = line_field("Motif", longest=200, required=True)


class StateForm(forms.Form):
    state = forms.ChoiceField(label="Elle est", choices=MeasureState.choices)
    reason = line_field("Motif", longest=300)


class CountForm(KeyedForm):
    reason = line_field("Motif du changement", longest=300)


class ContextForm(KeyedForm):
    words = line_field(
        "Ce qui s’est passé", longest=300, required=True, help_text="« Départ d’un généraliste »."
    )
    on = day_field("Depuis le", required=True)
    until = day_field("Jusqu’au")
    indicators = forms.TypedMultipleChoiceField(
        label="Indicateurs touchés", required=False, coerce=int, help_text="Ctrl ou ⌘ pour plusieurs."
    )

    def __init__(self, known: dict[int, Indicator], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = known
        offer(self, "indicators", [(pk, each.name) for pk, each in known.items()])

    def given(self) -> GivenEvent:
        data = self.cleaned_data
        return GivenEvent(
            data["on"], data["words"], data["until"], [self.known[pk] for pk in data["indicators"]]
        )


class CorrectionForm(KeyedForm):
    """Both figures are explained: the one that was counted stays the value."""

    counted = FigureField("Le chiffre compté", required=True)
    counted_words = line_field("Comment il est compté", longest=300, required=True)
    corrected = FigureField("Le chiffre corrigé", required=True)
    corrected_words = line_field("Comment il est corrigé", longest=300, required=True)
    events = forms.TypedMultipleChoiceField(label="Ce qui l’explique", required=False, coerce=int)

    def __init__(self, events: dict[int, ContextEvent], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = events
        offer(self, "events", [(pk, f"{each.on:%d/%m/%Y}, {each.words}") for pk, each in events.items()])
        if not events:
            del self.fields["events"]

    def given(self, year: int) -> GivenCorrection:
        data = self.cleaned_data
        said = {name: data[name] for name in ("counted", "counted_words", "corrected", "corrected_words")}
        return GivenCorrection(year, **said, events=[self.known[pk] for pk in data.get("events", ())])
