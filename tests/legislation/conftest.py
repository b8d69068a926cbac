"""Cases of the law in YAML, in the manner of OpenFisca's, asked through the door and compared to the cent."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from pprint import pformat
from typing import Any

import pytest

from maillage import legislation
from maillage.kernel import Answer, BadInput
from maillage.legislation.yaml_files import read_yaml


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix == ".yaml" and file_path.parent.name == "cases":
        return CaseFile.from_parent(parent, path=file_path)
    return None


#: What a case gives; the rest is what it expects.
GIVEN = {"name", "on", "facts", "form", "team", "region", "about", "answers", "contract"}


class CaseFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        for case in read_yaml(self.path):
            yield Case.from_parent(self, name=case["name"], case=case)


class Case(pytest.Item):
    def __init__(self, *, case: dict[str, Any], **about: Any) -> None:
        super().__init__(**about)
        self.case = case

    def runtest(self) -> None:
        asked = {key: expected for key, expected in self.case.items() if key not in GIVEN}
        for key, expected in asked.items():
            assert self.found(key, expected) == expected, key

    def found(self, key: str, expected: Any) -> Any:
        """What the law answers, told in the words the case uses."""
        if "contract" in self.case:
            return self.found_in_contract(key, expected)
        day: date = self.case["on"]
        if key in ("check", "says", "refused"):
            return checked(self.case, key, expected)
        if key in ("advise", "changes"):
            advices = {each.form: each for each in legislation.advise(self.case["answers"], on=day)}
            return {
                form: advices[form].fits if key == "advise" else [*advices[form].changes] for form in expected
            }
        if key == "deadlines":
            known = {each.mission: each for each in legislation.deadlines("cpts", day)}
            return {name: [known[name].start_by, known[name].deployed_by] for name in expected}
        if key == "missions":
            return [mission.key for mission in legislation.missions("cpts", on=day)]
        if key in {rule.id for rule in legislation.rules()}:
            value = legislation.rule(key).at(day)
            return "not yet law" if value is None else value.value
        if key == "indemnity":
            return legislation.indemnity_check(day.year, self.case["facts"]["received"]).status
        if key == "facts_refused":
            rule_id, _ = expected
            return [rule_id, refused(lambda: facts_of(rule_id, self.case["facts"]))]
        return as_expected(legislation.ask(key, facts_of(key, self.case["facts"]), on=day), expected)

    def found_in_contract(self, key: str, expected: Any) -> Any:
        """`due` by contract year, `payments` of a contract year, or the field `refused`."""
        if key == "refused":
            return refused(lambda: legislation.payments(legislation.read_contract(self.case["contract"])))
        contract = legislation.read_contract(self.case["contract"])
        if key == "due":
            years = {each.number: each.total for each in legislation.entitlements(contract)}
            return {number: as_expected(years[number], wanted) for number, wanted in expected.items()}
        paid = legislation.payments(contract)
        return {
            number: [
                [each.date, each.kind, each.amount.value] for each in paid if each.contract_year == number
            ]
            for number in expected
        }

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: Any) -> str:
        return f"{pformat(self.case)}\n{excinfo.exconly()}"


def facts_of(rule_id: str, given: dict[str, Any]) -> legislation.Given:
    """The facts a rule asks for: those of the form or of the fee that lists it."""
    known = legislation.form_subjects() | legislation.FEES
    listed = (name for name, subject in known.items() if rule_id in (*subject.rules, *subject.details))
    return legislation.read_facts(next(listed, rule_id.partition(".")[0]), given)


def refused(work: Callable[[], object]) -> str | None:
    """The field that a refusal points at."""
    try:
        work()
    except BadInput as refusal:
        return refusal.field
    return None


def as_expected(answer: Answer, expected: Any) -> Any:
    return {name: told(answer, name) for name in expected} if isinstance(expected, dict) else answer.value


def told(answer: Answer, name: str) -> Any:
    """`missing` and `sources` as identifiers; the rest as the answer has it."""
    if name == "missing":
        return [each.id for each in answer.missing]
    return [each.rule for each in answer.sources] if name == "sources" else getattr(answer, name)


def checked(case: dict[str, Any], key: str, expected: Any) -> Any:
    """Findings by the end of their key: `check` their status, `says` their sentence, `refused` why not."""
    try:
        findings = legislation.check(
            case["form"],
            legislation.read_team(written_team(case["team"])),
            on=case["on"],
            region=case.get("region", ""),
            about=legislation.read_circumstances(case.get("about", {})),
        )
    except BadInput as refusal:
        return expected if spaced(expected) in spaced(str(refusal)) else str(refusal)
    found = {each.key.rpartition(".")[2]: each for each in findings}
    if key == "check":
        return {name: found[name].status if name in found else "absent" for name in expected}
    sentences = {name: spaced(found[name].sentence) for name in expected}
    return {
        name: said if spaced(said) in sentences[name] else sentences[name] for name, said in expected.items()
    }


def spaced(text: str) -> str:
    """A sentence with plain spaces and apostrophes, as people type it."""
    typed = text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    return typed.replace("’", "'")


def written_team(members: list[str]) -> list[dict[str, Any]]:
    """« 2 medecin_generaliste liberal associate » as the line of a team file."""
    names = ("count", "profession", "status", "role", "specialty")
    return [dict(zip(names, words.split(), strict=False)) for words in members]
