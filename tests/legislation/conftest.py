"""Cases of the law in YAML, in the manner of OpenFisca's, asked through the door and compared to the cent."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from pprint import pformat
from typing import Any

import pytest

from maillage import legislation
from maillage.kernel import Answer
from maillage.legislation.reading import read_yaml


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix == ".yaml" and file_path.parent.name == "cases":
        return CaseFile.from_parent(parent, path=file_path)
    return None


class CaseFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        for case in read_yaml(self.path):
            yield Case.from_parent(self, name=case["name"], case=case)


class Case(pytest.Item):
    def __init__(self, *, case: dict[str, Any], **about: Any) -> None:
        super().__init__(**about)
        self.case = case

    def runtest(self) -> None:
        asked = {key: expected for key, expected in self.case.items() if key not in ("name", "on", "facts")}
        for key, expected in asked.items():
            assert self.found(key, expected) == expected, key

    def found(self, key: str, expected: Any) -> Any:
        """What the law answers, told in the words the case uses."""
        day: date = self.case["on"]
        if key == "deadlines":
            known = {each.mission: each for each in legislation.deadlines("cpts", day)}
            return {name: [known[name].start_by, known[name].deployed_by] for name in expected}
        if key == "missions":
            return [mission.key for mission in legislation.missions("cpts", on=day)]
        if key in {rule.id for rule in legislation.rules()}:
            value = legislation.rule(key).at(day)
            return "not yet law" if value is None else value.value
        answer = legislation.ask(key, legislation.CptsFacts(**self.case["facts"]), on=day)
        return {name: told(answer, name) for name in expected} if isinstance(expected, dict) else answer.value

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: Any) -> str:
        return f"{pformat(self.case)}\n{excinfo.exconly()}"


def told(answer: Answer, name: str) -> Any:
    """`missing` and `sources` as identifiers; the rest as the answer has it."""
    if name == "missing":
        return [each.id for each in answer.missing]
    return [each.rule for each in answer.sources] if name == "sources" else getattr(answer, name)
