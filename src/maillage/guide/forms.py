"""Filters of the public pages: they live in the URL."""

import dataclasses
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from maillage import legislation
from maillage.guide.queries import theme_of
from maillage.kernel import FIRST_DAY, LAST_DAY, folded
from maillage.ui.forms import (
    DO_NOT_KNOW,
    MOST_OF_A_FACT,
    NumberField,
    PercentField,
    fact_field,
    given_fact,
    typed_fact,
)
from maillage.ui.types import GRADES

EVERY_GRADE = [("", "Tous"), *((grade, word.capitalize()) for grade, (word, _) in GRADES.items())]
#: The branches of the tree that no form gives its name to.
OTHER_THEMES = {
    "association": "Associations",
    "france_sante": "Label France santé",
    "pharmacy": "Pharmacie",
    "sisa": "SISA",
    "social_security": "Sécurité sociale",
}


def themes() -> list[tuple[str, str]]:
    """The themes our rules have, each once; one we have no word for keeps its identifier."""
    words = OTHER_THEMES | {form.key: form.label for form in legislation.forms(on=date.max)}
    known = {theme_of(rule) for rule in legislation.rules()}
    named = sorted(((theme, words.get(theme, theme)) for theme in known), key=lambda theme: folded(theme[1]))
    return [("", "Tous"), *named]


FAR = "Cette date est trop lointaine. Vérifiez son année."


class DayField(forms.DateField):
    """A day as an address has it: 2027-01-01."""

    def __init__(self, label: str = "Au", *, required: bool = False, said: str = "") -> None:
        """`said` names the field for whom does not see the page, where no label stands beside it."""
        named = {"aria-label": said} if said else {}
        super().__init__(
            label=label,
            required=required,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(attrs={"type": "date", **named}, format="%Y-%m-%d"),
            error_messages={"invalid": "Cette date n’existe pas. Écrivez-la comme 2027-01-01."},
            validators=[MinValueValidator(FIRST_DAY, FAR), MaxValueValidator(LAST_DAY, FAR)],
        )


class DayForm(forms.Form):
    """A day in the address: a rule as it stood, the delays of a path."""

    on = DayField()


class RulesForm(forms.Form):
    q = forms.CharField(label="Chercher", required=False, max_length=80)
    theme = forms.ChoiceField(label="Thème", choices=themes, required=False)
    grade = forms.ChoiceField(label="Degré de preuve", choices=EVERY_GRADE, required=False)
    on = DayField()


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Questions asked under one title, empty when a subject asks few of them."""

    title: str
    fields: list[forms.BoundField]
    answered: int
    is_open: bool


class FactsForm(forms.Form):
    """The facts a subject asks for. All are facultative: what is left empty stays unknown.

    Where they are many, they are asked by group, and each says what it changes, as the law is that day.
    """

    template_name = "guide/facts.html"
    on = DayField()

    def __init__(self, subject: legislation.Subject, data: Any = None) -> None:
        super().__init__(data)
        self.subject = subject
        self.facts_asked = {each.name: each for each in dataclasses.fields(subject.facts)}
        for name, each in self.facts_asked.items():
            if field := field_of(each):
                self.fields[name] = field
        self.order_fields([*(name for name in self.fields if name != "on"), "on"])

    @property
    def anchors(self) -> dict[str, str]:
        """Where each fact is asked on the page: {"points": "#id_points"}."""
        return {name: f"#{self[name].id_for_label}" for name in self.fields}

    def get_context(self) -> dict[str, Any]:
        return super().get_context() | {"groups": self.groups()}

    def groups(self) -> list[Group]:
        """The questions by title, in the order they are asked; a group is open when something in it was said.

        Those of an example stay folded: its result comes first.
        """
        on = getattr(self, "cleaned_data", {}).get("on") or timezone.localdate()
        by_title: dict[str, list[forms.BoundField]] = {}
        for name in self.fields:
            about = self.facts_asked[name].metadata if name in self.facts_asked else {}
            asked = self[name]
            if changes := legislation.filled(about.get("changes", ""), on=on):
                asked.help_text = f"{changes} {self.fields[name].help_text}"
            by_title.setdefault(about.get("group", ""), []).append(asked)
        first, untouched = next(iter(by_title)), bool(self.started_from())
        groups = []
        for title, fields in by_title.items():
            answered = sum(bool(field.data) for field in fields)
            groups.append(
                Group(title, fields, answered, is_open=title == first or (answered > 0 and not untouched))
            )
        return groups

    def facts(self) -> dict[str, Any]:
        """What was said, as the law room reads it."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "on"}
        return {
            name: given_fact(value, self.fields[name])
            for name, value in said.items()
            if value not in {None, ""}
        }

    def starts(self) -> list[tuple[str, str]]:
        """The structures one may start from: (label, what the address of this form then holds)."""
        return [(start.label, urlencode(self._asked_as(start.facts))) for start in self.subject.starts]

    def started_from(self) -> str:
        """The structure whose facts are still as they were given to start from; empty when it is none of them."""
        said = {name: given for name, given in self.data.items() if given and name != "on"}
        same = (start.label for start in self.subject.starts if self._asked_as(start.facts) == said)
        return next(same, "")

    def _asked_as(self, facts: legislation.Given) -> dict[str, str]:
        """What one would type for these facts: `facts` the other way round."""
        known = {name: getattr(facts, name) for name in self.facts_asked if name in self.fields}
        return {
            name: typed_fact(value, self.fields[name]) for name, value in known.items() if value is not None
        }


def field_of(fact: dataclasses.Field[Any]) -> forms.Field | None:
    """How a fact is asked, from what the law room says of it; None for what only a file can hold."""
    if fact.name == "theme":
        return forms.ChoiceField(label="Thème", choices=list(legislation.INTERVIEW_THEMES.items()))
    return fact_field(fact) if fact.metadata else None


class ContractForm(forms.Form):
    """The annex of a signed contract: one row per mission, left empty when it is not in the contract."""

    signed = DayField("Signé le", required=True)
    size = forms.TypedChoiceField(
        label="Taille au contrat", choices=[(n, f"Taille {n}") for n in range(1, 5)], coerce=int
    )
    prorata = forms.ChoiceField(
        label="Prorata du premier versement d’une mission",
        choices=[DO_NOT_KNOW, ("days", "En jours"), ("months", "En mois")],
        required=False,
    )
    start_year = forms.ChoiceField(
        label="L’année où une mission démarre est due",
        choices=[DO_NOT_KNOW, ("whole", "En entier"), ("part", "Au prorata")],
        required=False,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.missions = legislation.missions("cpts", on=date.max)
        for mission in self.missions:
            self.fields[f"{mission.key}-start"] = DayField(said=f"{mission.label}, démarrée le")
            for name, words in (
                ("fixed", "part fixe par an, en euros"),
                ("variable", "part variable par an, en euros"),
                ("rate", "taux attendu, en pourcentage"),
            ):
                kind = (
                    PercentField
                    if name == "rate"
                    else partial(NumberField, min_value=0, max_value=MOST_OF_A_FACT)
                )
                self.fields[f"{mission.key}-{name}"] = kind(
                    required=False,
                    decimal_places=2,
                    widget=forms.NumberInput(attrs={"aria-label": f"{mission.label}, {words}"}),
                )

    @property
    def anchors(self) -> dict[str, str]:
        """Where each thing a contract may settle is asked on the page, by the name the law room gives it."""
        found = {
            "annex": "#missions",
            "cpts.contract.prorata_basis": "#id_prorata",
            "cpts.contract.start_year_prorated": "#id_start_year",
        }
        for mission in self.missions:
            start, fixed, variable, rate = (
                f"#id_{mission.key}-{name}" for name in ("start", "fixed", "variable", "rate")
            )
            found[f"missions/{mission.key}/start"] = start
            found[f"missions/{mission.key}/indicators/1/rate"] = rate
            for size in range(1, 5):
                found[f"cpts.missions.{mission.key}.fixed.size_{size}"] = fixed
                found[f"cpts.missions.{mission.key}.fixed_later.size_{size}"] = fixed
                found[f"cpts.missions.{mission.key}.variable.size_{size}"] = variable
        return found

    def rows(self) -> list[tuple[legislation.Mission, list[forms.BoundField]]]:
        return [
            (mission, [self[f"{mission.key}-{name}"] for name in ("start", "fixed", "variable", "rate")])
            for mission in self.missions
        ]

    def contract(self) -> dict[str, Any]:
        """The contract as the law room reads it. A rate left empty stays unknown."""
        data = self.cleaned_data
        missions = []
        for mission in self.missions:
            start, fixed, variable, rate = (
                data.get(f"{mission.key}-{name}") for name in ("start", "fixed", "variable", "rate")
            )
            if all(value is None for value in (start, fixed, variable, rate)):
                continue
            indicator = {"weight": 1} if rate is None else {"weight": 1, "rate": rate / 100}
            given = {"start": start, "fixed": fixed, "variable": variable}
            known = {name: value for name, value in given.items() if value is not None}
            missions.append({"key": mission.key, **known, "indicators": [indicator]})
        return {
            "signed": data["signed"],
            "size": data["size"],
            "prorata": data.get("prorata") or None,
            "start_year_prorated": {"whole": False, "part": True}.get(data.get("start_year", "")),
            "missions": missions or None,
        }
