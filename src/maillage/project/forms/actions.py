"""A *fiche-action*, part by part; its steps, its partners, its notes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from maillage.governance.services.decisions import GivenTask
from maillage.outreach.models import Partner
from maillage.people.queries.naming import CardLabels
from maillage.project.enums import ActionState, Part
from maillage.project.forms.naming import day_field, line_field, offer, offer_missions
from maillage.project.lifecycle import moves_from
from maillage.project.models import Action
from maillage.project.queries.missions import Group
from maillage.project.services.actions import GivenAction
from maillage.project.services.steps import GivenStep
from maillage.structures.models import Structure
from maillage.ui.forms import KeyedForm, NamingForm, VersionedForm, card_field, words_field

ONE_A_LINE = "Un par ligne."


class NewActionForm(NamingForm, KeyedForm):
    """Enough to begin: the sheet is written afterwards."""

    title = line_field("Titre", longest=160, required=True, help_text="Court : on le dira en réunion.")
    mission = forms.ChoiceField(label="Mission ou axe", required=False)
    objective = forms.TypedChoiceField(label="Objectif", required=False, coerce=int, empty_value=None)
    owner = card_field("Responsable", help_text="Une personne de vos fiches.")
    starts_on = day_field("Commence le")
    ends_on = day_field("Finit le")

    def __init__(
        self, structure: Structure, groups: tuple[Group, ...], cards: CardLabels, *args: Any, **options: Any
    ) -> None:
        super().__init__(cards, *args, **options)
        self.objectives = {each.pk: each for each in structure.objectives.all()}
        offer_missions(self, groups)
        offer_objectives(self, self.objectives)

    def given(self) -> GivenAction:
        said = self.cleaned_data
        objective = self.objectives.get(said.get("objective") or 0)
        mission = said.get("mission") or (objective.mission if objective else "")
        return GivenAction(
            said["title"], mission, objective, said["owner"], said["starts_on"], said["ends_on"]
        )


def offer_objectives(form: forms.Form, objectives: Any) -> None:
    if objectives:
        offer(form, "objective", [("", "Aucun"), *((pk, each.text) for pk, each in objectives.items())])
    else:
        del form.fields["objective"]


class PartForm(NamingForm, VersionedForm):
    """A part of the sheet of an action. Its fields are columns of it, but for those it reads otherwise."""

    part: Part

    def __init__(
        self, action: Action, groups: tuple[Group, ...], cards: CardLabels, *args: Any, **options: Any
    ) -> None:
        self.action, self.groups = action, groups
        names = [name for name in self.base_fields if name != "needs"]
        super().__init__(
            cards, *args, initial={name: self.initial_of(name, cards) for name in names}, **options
        )
        self.prepare()

    def initial_of(self, name: str, cards: CardLabels) -> Any:
        if name in {"owner", "co_owner"}:
            return cards.label_of(getattr(self.action, name))
        return getattr(self.action, f"{name}_id" if name in {"objective", "instance"} else name)

    def prepare(self) -> None:
        """Fill the choices of the fields that have some."""

    def columns(self) -> dict[str, Any]:
        return {name: said for name, said in self.cleaned_data.items() if name not in {"version", "needs"}}

    def needs_said(self) -> Any:
        """None: the part does not ask."""
        return None


class WhoForm(PartForm):
    part = Part.WHO

    title = line_field("Titre", longest=160, required=True)
    mission = forms.ChoiceField(label="Mission ou axe", required=False)
    objective = forms.TypedChoiceField(label="Objectif", required=False, coerce=int, empty_value=None)
    owner = card_field("Responsable")
    co_owner = card_field("Coresponsable", help_text="De préférence d’une autre profession.")
    instance = forms.TypedChoiceField(
        label="Groupe qui la porte", required=False, coerce=int, empty_value=None
    )
    starts_on = day_field("Commence le")
    ends_on = day_field("Finit le")

    def prepare(self) -> None:
        structure = self.action.structure
        self.objectives = {each.pk: each for each in structure.objectives.all()}
        self.instances = {
            each.pk: each for each in structure.instances.filter(closed_on=None).order_by("name", "pk")
        }
        if self.action.instance:
            self.instances.setdefault(self.action.instance.pk, self.action.instance)
        offer_missions(self, self.groups)
        offer_objectives(self, self.objectives)
        if self.instances:
            offer(
                self, "instance", [("", "Aucun"), *((pk, each.name) for pk, each in self.instances.items())]
            )
        else:
            del self.fields["instance"]

    def clean(self) -> dict[str, Any] | None:
        said = self.cleaned_data
        if said.get("co_owner") and said.get("co_owner") == said.get("owner"):
            self.add_error(
                "co_owner", "C’est déjà la personne responsable : nommez-en une autre, ou laissez vide."
            )
        return said

    def columns(self) -> dict[str, Any]:
        said = super().columns()
        for name, known in (("objective", self.objectives), ("instance", self.instances)):
            if name in said:
                said[name] = known.get(said[name])
        return said


class WhyForm(PartForm):
    part = Part.WHY

    statement = words_field("Constat", help_text="Ce qu’on voit, avec un chiffre et sa source.")
    needs = forms.TypedMultipleChoiceField(
        label="Besoins auxquels elle répond", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    goal = words_field("But général", rows=2)
    aims = words_field("Objectifs mesurables", help_text=f"{ONE_A_LINE} Combien, pour quand.")
    public = line_field("Public", longest=300, help_text="Qui en bénéficie.")
    communes = line_field("Communes", longest=500, help_text="Laissez vide pour tout le territoire.")
    existing = words_field(
        "Lien avec l’existant", help_text="Ce qui se fait déjà, et comment l’action s’y ajoute."
    )

    def prepare(self) -> None:
        self.known = {each.pk: each for each in self.action.structure.needs.all()}
        if self.known:
            offer(self, "needs", [(pk, each.text) for pk, each in self.known.items()])
            self.fields["needs"].initial = [each.pk for each in self.action.needs.all()]
        else:
            del self.fields["needs"]

    def needs_said(self) -> Any:
        return [self.known[pk] for pk in self.cleaned_data["needs"]] if "needs" in self.fields else None


class MeansForm(PartForm):
    part = Part.MEANS

    roles = words_field(
        "Rôles par profession", help_text=f"{ONE_A_LINE} Qui fait quoi, jamais comment soigner."
    )
    sought = words_field("Partenaires à réunir", help_text=ONE_A_LINE, rows=2)
    hours = words_field(
        "Temps par profession", help_text="« Infirmières : 6 heures par mois », une par ligne."
    )
    coordination = words_field("Coordination", rows=2)
    purchases = words_field("Achats", rows=2)
    proofs = words_field(
        "Preuves à garder", help_text=f"{ONE_A_LINE} Feuille de présence, compte rendu, relevé."
    )
    risks = words_field("Risques", help_text="Ce qui peut la ralentir, et ce qu’on fera alors.")


FORMS: dict[str, type[PartForm]] = {form.part.value: form for form in (WhoForm, WhyForm, MeansForm)}


class StateForm(VersionedForm):
    state = forms.ChoiceField(label="Nouvel état", widget=forms.RadioSelect)
    reason = line_field(
        "Motif", longest=300, help_text="Nécessaire pour suspendre ou abandonner. Il reste sur la fiche."
    )

    def __init__(self, action: Action, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "state_%s", **options})
        self.fields["version"].initial = action.version
        offer(self, "state", [(each.value, each.label) for each in moves_from(action.state)])


class StepForm(NamingForm, KeyedForm):
    what = line_field("Étape", longest=200, required=True)
    who = card_field("Par")
    due_on = day_field("Pour le")

    def given(self) -> GivenStep:
        return GivenStep(**{name: self.cleaned_data[name] for name in ("what", "who", "due_on")})


class ActionTaskForm(NamingForm, KeyedForm):
    title = line_field("À faire", longest=200, required=True)
    owner = card_field("Par")
    due_on = day_field("Pour le")

    def given(self) -> GivenTask:
        return GivenTask(**{name: self.cleaned_data[name] for name in ("title", "owner", "due_on")})


class PartnerForm(forms.Form):
    partner = forms.TypedChoiceField(label="Partenaire", coerce=int)
    role = line_field("Ce qu’il fait", longest=200)
    has_convention = forms.BooleanField(label="Une convention est signée", required=False)

    def __init__(self, partners: Iterable[Partner], data: Any = None) -> None:
        super().__init__(data, auto_id="partner_%s")
        self.partners = {each.pk: each for each in partners}
        offer(self, "partner", [(pk, each.name) for pk, each in self.partners.items()])


class NoteForm(KeyedForm):
    noted_on = day_field("Le", required=True)
    words = words_field("Note", help_text="Où l’on en est, ce qui bloque. Aucun nom de patient.")

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"].strip()
        if not words:
            raise forms.ValidationError("Cette note est vide : écrivez une phrase.")
        return words

    def clean_noted_on(self) -> Any:
        said = self.cleaned_data["noted_on"]
        if said > timezone.localdate():
            raise forms.ValidationError("Ce jour est à venir : une note dit ce qui s’est passé.")
        return said


class ActionSearchForm(forms.Form):
    """`mission`: « aucune » for what is beside the agreement."""

    mission = forms.ChoiceField(label="Mission ou axe", required=False)
    state = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *ActionState.choices])
    owner = forms.TypedChoiceField(label="Responsable", required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, groups: tuple[Group, ...], owners: list[tuple[int, str]]) -> None:
        super().__init__(data)
        if len(groups) > 1:
            named = [(each.key, each.label) for each in groups[:-1]]
            offer(self, "mission", [("", "Toutes"), *named, (NONE, groups[-1].label)])
        else:
            del self.fields["mission"]
        if owners:
            offer(self, "owner", [("", "Tous"), *owners])
        else:
            del self.fields["owner"]

    @property
    def asked(self) -> dict[str, Any]:
        """As `queries.actions.actions_of` takes it; what is not known is not asked."""
        said = self.cleaned_data if self.is_valid() else {}
        mission = said.get("mission")
        return {
            "mission": "" if mission == NONE else mission or None,
            "state": said.get("state", ""),
            "owner": said.get("owner"),
        }


NONE = "aucune"
