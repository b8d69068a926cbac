"""What is written of a pathway and of a reflex sheet; the numbers of a month."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms

from maillage.care.forms.shared import NobodyField, ServiceField, offer_communes, offer_partners
from maillage.care.models import Pathway, PathwayStep, ReflexSheet, SheetEdition
from maillage.care.services.pathways import MOST_STEPS, GivenMonth, GivenPathway, GivenStep
from maillage.care.services.sheets import WORDS, GivenSheet
from maillage.people.queries.naming import CardLabels
from maillage.structures.models import Structure
from maillage.ui.forms import KeyedForm, NamingForm, VersionedForm, WholeField, card_field, day_field

MOST_PEOPLE = 10_000
#: Rows left to write, under those that are there.
EMPTY_ROWS = 3
TWO_ROWS, FIVE_ROWS = forms.Textarea(attrs={"rows": 2}), forms.Textarea(attrs={"rows": 5})


class PathwayFields(NamingForm):
    title = NobodyField(label="Titre", max_length=120)
    public = NobodyField(
        label="Pour qui",
        max_length=300,
        required=False,
        widget=TWO_ROWS,
        help_text="Une sorte de patients, en une phrase qui se vérifie. Jamais quelqu’un.",
    )
    goal = NobodyField(label="But", max_length=300, required=False, widget=TWO_ROWS)
    owner = card_field("Qui en répond")
    review_on = day_field("À relire avant le", required=False)
    partners = forms.MultipleChoiceField(
        label="Partenaires", required=False, widget=forms.CheckboxSelectMultiple
    )
    communes = forms.MultipleChoiceField(
        label="Communes",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sans aucune, tout le territoire.",
    )

    def __init__(
        self, structure: Structure, cards: CardLabels, data: Any = None, *, row: Pathway | None = None
    ) -> None:
        super().__init__(cards, data, initial=told(row, cards) if row else None)
        self.structure = structure
        offer_communes(self.fields["communes"], structure)
        if not offer_partners(self.fields["partners"], structure):
            del self.fields["partners"]

    def given(self) -> GivenPathway:
        data = self.cleaned_data
        chosen = data.get("partners", ())
        partners = self.structure.partners.in_bulk(map(int, chosen))
        return GivenPathway(
            data["title"], data["public"], data["goal"], data["owner"], data["review_on"], data["communes"],
            [partners[int(pk)] for pk in chosen],
        )  # fmt: skip


def told(row: Pathway, cards: CardLabels) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("title", "public", "goal", "review_on", "version")} | {
        "owner": cards.label_of(row.owner),
        "partners": [str(each.partner_id) for each in row.partners.all()],
        "communes": [each.commune for each in row.communes.all()],
    }


class NewPathwayForm(PathwayFields, KeyedForm):
    pass


class PathwayForm(PathwayFields, VersionedForm):
    pass


class StepForm(forms.Form):
    """A row: left without « Quoi », it is none."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    what = ServiceField(label="Quoi", max_length=160, required=False)
    who = ServiceField(label="Qui", max_length=100, required=False, help_text="Une profession, un rôle.")
    delay = NobodyField(label="Délai", max_length=60, required=False, help_text="« Sous 48 heures ».")
    paper = ServiceField(label="Papier, outil", max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_begun = any(data.get(name) for name in ("who", "delay", "paper"))
        if is_begun and not data.get("what") and "what" not in self.errors:
            self.add_error("what", "Dites ce qui est fait à cette étape, ou videz toute la ligne.")
        return data


if TYPE_CHECKING:
    Rows = forms.BaseFormSet[StepForm]
else:
    Rows = forms.BaseFormSet


class BaseSteps(Rows):
    """Steps in their order: a number moves one."""

    def add_fields(self, form: StepForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = "Rang"

    def given(self) -> list[GivenStep]:
        """Those that were written, by rank; one without a rank stays after those before it."""
        rows = [
            (form.cleaned_data.get("ORDER") or place, place, form.cleaned_data)
            for place, form in enumerate(self.forms, 1)
            if form.cleaned_data.get("what")
        ]
        return [
            GivenStep(data["what"], data["who"], data["delay"], data["paper"], data["key"])
            for *_, data in sorted(rows, key=lambda row: row[:2])
        ]


StepSet = forms.formset_factory(
    StepForm,
    formset=BaseSteps,
    extra=EMPTY_ROWS,
    max_num=MOST_STEPS,
    absolute_max=MOST_STEPS + EMPTY_ROWS,
    validate_max=True,
    can_order=True,
)


def steps_form(data: Any, steps: Iterable[PathwayStep]) -> BaseSteps:
    rows = [
        {"key": each.key, "what": each.what, "who": each.who, "delay": each.delay, "paper": each.paper}
        for each in steps
    ]
    return cast("BaseSteps", StepSet(data, initial=rows, prefix="etape"))


class MonthForm(forms.Form):
    """The numbers of a month, of nobody; left empty, a number is zero."""

    entered = WholeField(label="Entrées", min_value=0, max_value=MOST_PEOPLE, required=False)
    left = WholeField(
        label="Sorties",
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
        help_text="Parcours fini, arrêt, départ.",
    )

    def __init__(self, steps: Sequence[PathwayStep], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.steps = {f"step_{each.key.hex}": each.key for each in steps}
        for each in steps:
            self.fields[f"step_{each.key.hex}"] = WholeField(
                label=each.what, min_value=0, max_value=MOST_PEOPLE, required=False
            )

    def given(self, month: date) -> GivenMonth:
        data = self.cleaned_data
        steps: dict[UUID, int] = {key: data[name] for name, key in self.steps.items() if data[name]}
        return GivenMonth(month, data["entered"] or 0, data["left"] or 0, steps)


class PublishForm(forms.Form):
    changes = NobodyField(
        label="Ce qui change", max_length=300, required=False, help_text="Une ligne, pour l’équipe."
    )


class SheetFields(NamingForm):
    title = NobodyField(label="Titre", max_length=120)
    signs = NobodyField(
        label="Quand",
        max_length=600,
        widget=FIVE_ROWS,
        help_text="Les signes, un par ligne. Jamais quelqu’un.",
    )
    acts = ServiceField(
        label="Que faire",
        max_length=1_200,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Un geste par ligne, dans l’ordre.",
    )
    calls = ServiceField(label="Qui appeler", max_length=600, required=False, widget=FIVE_ROWS)
    never = ServiceField(label="Ce qu’il ne faut pas faire", max_length=600, required=False, widget=FIVE_ROWS)
    source = ServiceField(
        label="Source", max_length=300, required=False, help_text="La recommandation suivie, citée et datée."
    )
    owner = card_field("Qui en répond")
    review_on = day_field("À relire avant le", required=False)

    def __init__(
        self,
        cards: CardLabels,
        data: Any = None,
        *,
        row: ReflexSheet | None = None,
        text: SheetEdition | None = None,
        initial: dict[str, str] | None = None,
    ) -> None:
        said: dict[str, Any] = dict(initial or {})
        if row and text:
            said = {name: getattr(text, name) for name in WORDS} | {
                "title": row.title,
                "owner": cards.label_of(row.owner),
                "review_on": row.review_on,
                "version": row.version,
            }
        super().__init__(cards, data, initial=said)

    def given(self) -> GivenSheet:
        return GivenSheet(**{name: self.cleaned_data[name] for name in GivenSheet.__slots__})


class NewSheetForm(SheetFields, KeyedForm):
    pass


class SheetForm(SheetFields, VersionedForm):
    pass
