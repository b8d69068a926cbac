"""`maillage meetings` and `maillage decisions`: what the pages tell, for another program."""

import json

import click
import pytest
from click.testing import CliRunner

from maillage.governance.commands import decisions, meetings
from maillage.governance.models import Meeting
from maillage.governance.queries.decisions import decisions_of
from maillage.kernel import BadInput
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db


def read(command: click.Command, *given: str) -> str:
    answer = CliRunner().invoke(command, given, catch_exceptions=False)
    assert answer.exit_code == 0
    return answer.stdout


def test_meetings_are_told_with_who_was_there_and_what_was_decided(structure: Structure) -> None:
    told = json.loads(read(meetings, structure.slug, "--json"))
    kept = Meeting.objects.filter(instance__structure=structure)
    assert kept
    assert sorted((each["title"], len(each["presences"]), len(each["decisions"])) for each in told) == sorted(
        (each.title, each.presences.count(), each.decisions.count()) for each in kept
    )
    lines = read(meetings, structure.slug).splitlines()
    assert len(lines) == len(told)
    assert all(each["title"] in "\n".join(lines) for each in told)


def test_decisions_are_told_by_number_the_last_first(structure: Structure) -> None:
    told = json.loads(read(decisions, structure.slug, "--json"))
    kept = list(decisions_of(structure))
    assert [each["number"] for each in told] == [each.reference for each in kept]
    assert kept
    assert [(each["title"], each["reason"], each["pour"]) for each in told] == [
        (each.title, each.reason, each.pour) for each in kept
    ]
    assert all(each.reference in read(decisions, structure.slug) for each in kept)


@pytest.mark.parametrize("command", [meetings, decisions])
def test_an_address_of_nothing_is_said_so(command: click.Command) -> None:
    with pytest.raises(BadInput, match="Aucune structure à l’adresse"):
        read(command, "nulle-part", "--json")
