"""A long list is brought in by the worker: what its page knew of it is kept meanwhile, and given back if it fails."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.jobs.models import Job
from maillage.jobs.services import advance, ask
from maillage.jobs.types import Outcome
from maillage.people.queries.importing import told_to_come
from maillage.people.services.importing.rows import Options, read_members
from maillage.people.services.importing.writing import bring_in, foreseen
from maillage.structures.models import Structure
from maillage.tables import read_text

#: The kind of such a job.
KIND = "import-adherents"
#: A list of more lines than this does not keep its page waiting.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class GivenList:
    """A list as it was read on its page, and agreed to: `key` is of what was seen."""

    name: str
    text: str
    options: Options
    key: str
    choices: Mapping[int, str]

    def written(self) -> str:
        options = self.options
        said = {
            "columns": dict(options.columns),
            "tariffs": None if options.tariffs is None else sorted(options.tariffs),
            "since": options.since.isoformat() if options.since else None,
            "profession": options.profession,
            "trades": dict(options.trades),
            "replaces": options.replaces,
            "completes": options.completes,
        }
        given = {"name": self.name, "text": self.text, "key": self.key, "options": said}
        return json.dumps({**given, "choices": {str(line): to for line, to in self.choices.items()}})

    @classmethod
    def read(cls, written: str) -> Self:
        given: dict[str, Any] = json.loads(written)
        said = given["options"]
        options = Options(
            **{
                **said,
                "tariffs": None if said["tariffs"] is None else frozenset(said["tariffs"]),
                "since": date.fromisoformat(said["since"]) if said["since"] else None,
            }
        )
        choices = {int(line): to for line, to in given["choices"].items()}
        return cls(given["name"], given["text"], options, given["key"], choices)


def key_of(structure: Structure, key: str) -> str:
    return f"people.import {structure.pk} {key}"


def bring_in_later(structure: Structure, given: GivenList, *, by: User, lines: int) -> Job:
    """Asked twice for what was seen once, it is done once."""
    page = reverse("people:import_members", args=[structure.slug])
    return ask(
        key_of(structure, given.key),
        path=f"{page}?reprendre={given.key}",
        kind=KIND,
        title=f"Import de la liste « {given.name} »",
        about=structure.pk,
        by=by,
        given=given.written(),
        total=lines,
        at=timezone.now(),
    )


def bring_in_given(job: Job) -> Outcome:
    """What the worker does of it. Raises BadInput when the cards changed since it was seen."""
    given = GivenList.read(job.given)
    structure = Structure.objects.select_related("territory").get(pk=job.about)
    reading = read_members(read_text(given.text, name=given.name), given.options)
    on, choices = timezone.localdate(), given.choices

    def told(lines: int) -> None:
        """What is written is seen at once or not at all: a line that was looked through is half done until then."""
        advance(job, lines // 2, at=timezone.now())

    told(0)
    seen = foreseen(structure, reading, given.options, on=on, choices=choices, told=told)
    batch = bring_in(
        structure, reading, given.options, by=job.by, on=on, key=given.key, choices=choices, seen=seen
    )
    path = reverse("people:import_members", args=[structure.slug])
    return Outcome(f"La liste est importée : {batch.made}{told_to_come(batch)}.", f"{path}#imports")
