"""A check: a dated rule whose result is a margin, and the French sentences that tell it.

Margin: what the team has, minus what the rule asks. From 0 up the rule is satisfied, below it is broken, and
an interval over both is unknown. Never the other way round: what is unknown is never satisfied.
"""

import re
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator

from maillage.kernel import Source, decimal_in_french, folded, integer, joined, with_no_break_spaces
from maillage.legislation.composition.facts import TeamFacts
from maillage.legislation.composition.rules import MARGINS
from maillage.legislation.engine.quantity import Quantity
from maillage.legislation.engine.rules import Facts, Formula, Law, RuleFunction, Step, Version
from maillage.legislation.entries import Cited
from maillage.legislation.evaluator import as_answer
from maillage.legislation.team import Binding, Finding, Status
from maillage.legislation.values import parameters
from maillage.legislation.yaml_files import Day, Strict, by_name, read_as, refuse

#: How each count is told: one of them, several of them.
NOUNS = {
    "professionals": ("professionnel de santé", "professionnels de santé"),
    "general_practitioners": ("médecin généraliste", "médecins généralistes"),
    "other_professionals": ("autre professionnel de santé", "autres professionnels de santé"),
    "medical_professionals": ("professionnel médical", "professionnels médicaux"),
    "auxiliaries": ("auxiliaire médical", "auxiliaires médicaux"),
    "liberal_professionals": ("professionnel libéral de premier recours", "professionnels libéraux de premier recours"),
    "attending_doctors": ("médecin traitant du patient", "médecins traitants du patient"),
    "associate_doctors": ("médecin associé", "médecins associés"),
    "associate_auxiliaries": ("auxiliaire médical associé", "auxiliaires médicaux associés"),
    "doctors_in_perimeter": ("médecin de la spécialité sur le périmètre", "médecins de la spécialité sur le périmètre"),
    "second_cycle_students": ("étudiant de deuxième cycle", "étudiants de deuxième cycle"),
    "third_cycle_students": ("étudiant de troisième cycle", "étudiants de troisième cycle"),
    "teachers": ("enseignant universitaire de médecine générale", "enseignants universitaires de médecine générale"),
    "chiefs": ("chef de clinique, en poste ou ancien", "chefs de clinique, en poste ou anciens"),
}  # fmt: skip


class Written(Strict):
    """A check as `checks/<form>.yaml` has it.

    It is one of three: `at_least`, a count against the minimum of the same name in
    `parameters/<form>/composition.yaml`; `must_be` or `must_not_be`, a yes or no; else a function of `rules`.
    `only_in` is the one region where it applies. `mend` says what a team does about it when it is broken: find
    people (a count always), create or obtain something, or nothing. `weighs` says when it decides whether the form fits a team
    today: what comes on the way (an association to create) never does. A sentence may name the values its rule reads: {share}.
    """

    key: str
    title: str = ""
    at_least: str = ""
    must_be: str = ""
    must_not_be: str = ""
    since: Day
    binding: Binding
    source: Cited | None = None
    only_in: str = ""
    mend: Literal["find", "create", ""] = ""
    weighs: Literal["always", "when_broken", "never"] = "always"
    satisfied: str = ""
    broken: str = ""
    unknown: str = ""

    @property
    def is_found(self) -> bool:
        return bool(self.at_least) or self.mend == "find"

    @model_validator(mode="after")
    def can_be_told(self) -> Self:
        if self.at_least and self.at_least not in NOUNS:
            raise ValueError(f"« {self.at_least} » n'est pas un compte connu : {joined(NOUNS)}")
        if not self.at_least and not (
            self.title and self.source and self.satisfied and self.broken and self.unknown
        ):
            raise ValueError(
                "il faut un titre, un texte et trois phrases : « satisfied », « broken », « unknown »"
            )
        for asked in filter(None, (self.must_be, self.must_not_be)):
            if asked not in TeamFacts.__dataclass_fields__:
                raise ValueError(f"« {asked} » n'est pas un fait connu d'une équipe")
        return self


class Check:
    """One rule of a form, ready to find."""

    def __init__(self, form: str, written: Written) -> None:
        self.id = f"{form}.check.{written.key}"
        self.written = written
        title = written.title or f"Nombre {_of(written.at_least)}"
        self._formula = Formula(
            self.id, "margin", [Version(_margin(form, written), written.since, None, title)]
        )

    def finding(self, facts: Facts, law: Law) -> Finding:
        """Raises NotInForce when the law asks nothing of the kind that day, there."""
        status = _status(self._formula(facts, law))
        step = law.journal.steps[-1]
        if self.written.at_least:
            sentence = _minimum_told(self.written.at_least, status, step)
        else:
            sentence = _with_values(getattr(self.written, status), step)
        return Finding(
            self.id, status, with_no_break_spaces(sentence), self._source(step), self.written.binding
        )

    def _source(self, step: Step) -> Source:
        """The text of the value read, or where to read it when it is unknown; else the text of the rule."""
        for reading in step.values.values():
            if reading.quantity.sources:
                return min(reading.quantity.sources)
            missing = min(reading.quantity.missing)
            return Source(missing.where, rule=missing.id)
        return self.written.source or Source("")


@cache
def checks() -> dict[str, tuple[Check, ...]]:
    """The checks of each form, in the order pages show them."""
    return {form: _read(form, path) for form, path in by_name("checks").items()}


def _read(form: str, path: Path) -> tuple[Check, ...]:
    """Raises BadInput for a check that nothing can count."""
    written: tuple[Written, ...] = read_as(tuple[Written, ...], path)
    for check in written:
        if check.at_least:
            number = re.compile(rf"{form}\.composition\.(regions\.\w+\.)?{check.at_least}")
            if not any(map(number.fullmatch, parameters())):
                refuse(path, f"« {check.key} » attend un nombre « {form}.composition.{check.at_least} »")
        elif not (check.must_be or check.must_not_be or f"{form}.{check.key}" in MARGINS):
            refuse(
                path,
                f"« {check.key} » n'a ni « at_least », ni « must_be », ni règle dans composition/rules.py",
            )
    return tuple(Check(form, check) for check in written)


def _margin(form: str, written: Written) -> RuleFunction:
    def at_least(facts: Facts, law: Law) -> Quantity:
        asked = law.here(f"{form}.composition.{written.at_least}")
        has: Quantity = getattr(facts, written.at_least)
        return has - asked

    def must_be(facts: Facts, _: Law) -> Quantity:
        is_so: Quantity = getattr(facts, written.must_be)
        return is_so - 1

    def must_not_be(facts: Facts, _: Law) -> Quantity:
        is_so: Quantity = getattr(facts, written.must_not_be)
        return 0 - is_so

    if written.at_least:
        return at_least
    if written.must_be:
        return must_be
    return must_not_be if written.must_not_be else MARGINS[f"{form}.{written.key}"]


def _status(margin: Quantity) -> Status:
    if margin.low >= 0:
        return "satisfied"
    return "broken" if margin.high < 0 else "unknown"


def _with_values(sentence: str, step: Step) -> str:
    """« {share_of_doctors} » becomes the value the rule read, « 10 % », or its bounds."""
    for name, reading in step.values.items():
        value = as_answer(reading.quantity, reading.unit).in_french()
        sentence = sentence.replace("{" + name.rpartition(".")[2] + "}", value)
    return sentence


def _minimum_told(counts: str, status: Status, step: Step) -> str:
    """« Il manque 1 médecin généraliste : vous en avez 1, il en faut 2. »"""
    (asked,) = step.values.values()
    has = step.facts[counts].quantity
    if not asked.quantity.is_known:
        where = joined(sorted({missing.where for missing in asked.quantity.missing}))
        return f"Le nombre {_of(counts)} demandé n'est pas dans nos sources. À lire : {where}."
    wanted = int(asked.quantity.low)
    if status == "satisfied":
        return f"{_several(int(has.low), counts)} : il en faut {integer(wanted)} au moins."
    if status == "broken":
        lacking = wanted - int(has.high)
        return f"Il manque {_several(lacking, counts)} : vous en avez {integer(has.high)}, il en faut {integer(wanted)}."
    if not has.high.is_finite():
        return f"Combien {_of(counts)} ? Il en faut {integer(wanted)} au moins."
    between = f"Entre {decimal_in_french(has.low, 0)} et {decimal_in_french(has.high, 0)} {NOUNS[counts][1]}"
    return f"{between}, il en faut {integer(wanted)} : précisez spécialité, statut et rôle de chacun."


def _several(number: int, counts: str) -> str:
    one, many = NOUNS[counts]
    return f"{integer(number)} {one if number < 2 else many}"


def _of(counts: str) -> str:
    """« de médecins », « d'auxiliaires »."""
    many = NOUNS[counts][1]
    return f"d'{many}" if folded(many)[0] in "aeiou" else f"de {many}"
