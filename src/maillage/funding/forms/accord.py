"""A civil year of an agreement: what is engaged and kept, what the caisse counts, the days of its declaration."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from maillage import legislation
from maillage.funding.rules.accord import read
from maillage.funding.services.accord import GivenCaisse, GivenFact
from maillage.funding.types.accord import Accord, AccordLine, FactLine
from maillage.kernel import shown_in_french
from maillage.ui.forms import NumberField, PercentField, day_field, fact_field, given_fact, typed_fact

MOST_EUROS = Decimal("99999999.99")


@dataclasses.dataclass(frozen=True, slots=True)
class AskedFact:
    """A row: `engaged` is None for what is found and never promised."""

    line: FactLine
    engaged: BoundField | None
    kept: BoundField
    #: What it changes, as the law is that year.
    changes: str


@dataclasses.dataclass(frozen=True, slots=True)
class AskedGroup:
    title: str
    rows: Sequence[AskedFact]
    is_open: bool

    @property
    def known(self) -> int:
        return sum(bool(row.line.kept) for row in self.rows)


class AccordFactsForm(forms.Form):
    """`engaged-<fact>` and `kept-<fact>`; left empty, a fact is counted here, or unknown."""

    def __init__(self, accord: Accord, kind: type[legislation.Given], on: Any, data: Any = None) -> None:
        super().__init__(data)
        self.lines, self.on = {each.name: each for each in accord.facts}, on
        self.asked = {each.name: each for each in dataclasses.fields(kind) if each.metadata}
        for name, line in self.lines.items():
            if line.is_engaged:
                self._add(f"engaged-{name}", self.asked[name], line.engaged, "engagé")
            self._add(f"kept-{name}", self.asked[name], line.typed, "tenu")

    def _add(self, field: str, fact: Any, text: str, words: str) -> None:
        made = fact_field(fact)
        made.label = f"{shown_in_french(str(made.label))}, {words}"
        made.widget.attrs["aria-label"] = made.label
        if text:
            value = read(text)
            made.initial = typed_fact(Decimal(text) if isinstance(made, PercentField) else value, made)
        self.fields[field] = made

    def groups(self) -> Iterator[AskedGroup]:
        """The first that lacks something is open, and those with a mistake."""
        by_title: dict[str, list[AskedFact]] = {}
        for name, line in self.lines.items():
            engaged = self[f"engaged-{name}"] if line.is_engaged else None
            about = self.asked[name].metadata
            changes = shown_in_french(legislation.filled(about["changes"], on=self.on))
            by_title.setdefault(line.group, []).append(
                AskedFact(line, engaged, self[f"kept-{name}"], changes)
            )
        is_found = False
        for title, rows in by_title.items():
            lacks = any(not row.line.kept for row in rows)
            broken = any(row.kept.errors or (row.engaged and row.engaged.errors) for row in rows)
            yield AskedGroup(title, rows, bool(broken) or (lacks and not is_found))
            is_found = is_found or lacks

    def given(self) -> dict[str, GivenFact]:
        return {
            name: GivenFact(
                self._of(f"engaged-{name}") if line.is_engaged else None, self._of(f"kept-{name}")
            )
            for name, line in self.lines.items()
        }

    def _of(self, field: str) -> Any:
        value = self.cleaned_data.get(field)
        return None if value in {None, ""} else given_fact(value, self.fields[field])

    def refuse(self, fact: str, sentence: str) -> None:
        self.add_error(f"kept-{fact}" if f"kept-{fact}" in self.fields else None, sentence)


@dataclasses.dataclass(frozen=True, slots=True)
class CountedRow:
    line: AccordLine
    amount: BoundField
    words: BoundField


class CaisseForm(forms.Form):
    """`amount-<rule>` and `words-<rule>`; without an amount, the caisse said nothing of the line."""

    def __init__(self, accord: Accord, data: Any = None) -> None:
        super().__init__(data)
        self.lines = [*accord.totals, *accord.details]
        for line in self.lines:
            self.fields[f"amount-{line.rule}"] = NumberField(
                label=f"{line.label}, compte de la caisse",
                required=False,
                min_value=-MOST_EUROS,
                max_value=MOST_EUROS,
                decimal_places=2,
                initial=line.caisse,
                widget=forms.NumberInput(
                    attrs={
                        "data-unit": "€",
                        "step": "0.01",
                        "aria-label": f"{line.label}, compte de la caisse",
                    }
                ),
            )
            self.fields[f"words-{line.rule}"] = forms.CharField(
                label=f"{line.label}, d’où vient l’écart",
                required=False,
                max_length=300,
                initial=line.words,
                widget=forms.TextInput(attrs={"aria-label": f"{line.label}, d’où vient l’écart"}),
            )

    def rows(self) -> Iterator[CountedRow]:
        for line in self.lines:
            yield CountedRow(line, self[f"amount-{line.rule}"], self[f"words-{line.rule}"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for line in self.lines:
            if data.get(f"words-{line.rule}") and data.get(f"amount-{line.rule}") is None:
                self.add_error(
                    f"amount-{line.rule}", f"{line.label} : écrivez aussi le montant de la caisse."
                )
        return data

    def given(self) -> Mapping[str, GivenCaisse | None]:
        data = self.cleaned_data
        return {
            line.rule: None
            if data[f"amount-{line.rule}"] is None
            else GivenCaisse(data[f"amount-{line.rule}"], data[f"words-{line.rule}"])
            for line in self.lines
        }


class AccordDaysForm(forms.Form):
    declared_on = day_field("Déclaré le", required=False)
    notified_on = day_field("Notifié le", required=False, help_text="Le jour du décompte de la caisse.")
    received_on = day_field("Reçu le", required=False, help_text="Le jour du solde sur le relevé.")
