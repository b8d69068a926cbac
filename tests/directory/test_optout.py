"""Who asks to leave the directory leaves it at once, wholly, and is not brought back by an import."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from directory.small import set_aside
from maillage.audit.models import Entry
from maillage.directory.models import (
    Activity,
    Diploma,
    Headcount,
    OptOut,
    Person,
    PersonName,
    PersonNear,
    Reach,
    Skill,
)
from maillage.directory.queries.vintages import vintages
from maillage.directory.services.importing import import_rpps
from maillage.directory.services.optout import Forgotten, forget, remember
from maillage.directory.services.storing.swap import alone
from maillage.kernel import BadInput
from maillage.portal import commands
from maillage.registers import DIPLOMA_FILE, SKILL_FILE
from registers.files import ADA, MAX, doctor, nurses, someone, write

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
PEOPLE = [
    someone(ADA, "Ada", family="MARTIN LUNE"),
    doctor(ADA, family="MARTIN LUNE", commune="82025"),
    someone(MAX, "Max", family="MARTIN"),
    *nurses(5, commune="82025"),
]


@pytest.fixture(autouse=True)
def directory(db: None, tmp_path: Path) -> Iterator[Path]:
    """Ada, whose family name holds a word that nobody else bears; Max, who shares the other; some nurses."""
    folder = tmp_path / "files"
    write(folder, PEOPLE)
    write(folder, [doctor(ADA), someone(MAX)], SKILL_FILE)
    write(folder, [someone(ADA, diploma="DE"), someone(MAX, diploma="DE")], DIPLOMA_FILE)
    with set_aside(tmp_path):
        import_rpps([str(folder)], on=timezone.now())
        yield folder


def content() -> dict[str, Any]:
    """All that the directory says of people, but for the numbers of its rows."""
    return {
        "people": set(Person.objects.values_list("national", "sort", "fingerprint")),
        "activities": sorted(Activity.objects.values_list("person__national", "trade", "commune")),
        "skills": sorted(Skill.objects.values_list("person__national", "code")),
        "diplomas": sorted(Diploma.objects.values_list("person__national", "label")),
        "names": list(PersonName.objects.order_by("pk").values_list("name", "practice")),
        "near": set(PersonNear.objects.values_list("key", "word", "names")),
        "counts": set(
            Headcount.objects.values_list(
                "area", "trade", "people", "in_town", "liberal", "replacing", "places", "share"
            )
        ),
        "reach": {row.trade: bytes(row.content) for row in Reach.objects.all()},
    }


def test_who_asks_leaves_as_if_never_imported(directory: Path) -> None:
    """Taken out in place, or left out by an import: the directory is the same."""
    before = content()
    assert forget(f"8{ADA}", on=TODAY) is Forgotten.NOW
    taken_out = content()
    assert taken_out != before
    import_rpps([str(directory)], on=timezone.now(), force=True)
    assert content() == taken_out
    assert not Person.objects.filter(number=ADA).exists()


def test_figures_kept_in_memory_are_not_those_of_before(directory: Path) -> None:
    """They are kept under a key; the files are the same ones."""
    keys = [vintages().key]
    assert vintages().key == keys[0]
    forget(f"8{ADA}", on=TODAY)
    keys.append(vintages().key)
    remember(f"8{ADA}")
    import_rpps([str(directory)], on=timezone.now(), force=True)
    keys.append(vintages().key)
    assert len(set(keys)) == 3


def test_who_changes_their_mind_is_back_at_the_next_import(directory: Path) -> None:
    before = content()
    forget(f"8{ADA}", on=TODAY)
    remember(f"8{ADA}")
    assert not Person.objects.filter(number=ADA).exists()
    import_rpps([str(directory)], on=timezone.now(), force=True)
    assert content() == before


def test_a_rpps_number_is_enough_for_someone_who_is_there() -> None:
    assert forget(f"{ADA[:3]} {ADA[3:]}", on=TODAY) is Forgotten.NOW
    assert forget(ADA, on=TODAY) is Forgotten.BEFORE
    assert OptOut.objects.get().national == f"8{ADA}"


def test_someone_may_ask_before_being_there(directory: Path) -> None:
    later = "899000000044"
    assert forget(later, on=TODAY) is Forgotten.AHEAD
    write(directory, [*PEOPLE, someone(later[1:])])
    report = import_rpps([str(directory)], on=timezone.now())
    assert not Person.objects.filter(national=later).exists()
    assert "Personne qui a demandé à ne pas être montrée." in {
        each.reason for each in report.files[0].remarks
    }


def test_asking_twice_changes_nothing() -> None:
    forget(f"8{ADA}", on=TODAY)
    once = content()
    assert forget(f"8{ADA}", on=TODAY) is Forgotten.BEFORE
    assert content() == once
    assert OptOut.objects.count() == 1


def test_each_request_leaves_a_trace_that_names_nobody() -> None:
    forget(f"8{ADA}", on=TODAY)
    remember(f"8{ADA}")
    sentences = [entry.sentence for entry in Entry.objects.order_by("pk")]
    assert len(sentences) == 2
    assert not any(ADA in sentence or "MARTIN" in sentence for sentence in sentences)


def test_an_adeli_number_of_corsica_has_a_letter() -> None:
    assert forget("02a1234567", on=TODAY) is Forgotten.AHEAD
    assert OptOut.objects.get().national == "02A1234567"
    remember("2A1234567")
    assert not OptOut.objects.exists()


def test_a_wrong_key_is_refused_unless_someone_bears_it(directory: Path) -> None:
    with pytest.raises(BadInput, match="est fausse, et personne"):
        forget(f"8{ADA[:-1]}1", on=TODAY)
    assert not OptOut.objects.exists()
    assert forget(Person.objects.get(given="Infirmier 1").national, on=TODAY) is Forgotten.NOW


@pytest.mark.parametrize("text", ["", "Ada", "99000000044", "8'; DROP", "1" * 21])
def test_what_names_nobody_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="identification nationale"):
        forget(text, on=TODAY)
    assert not OptOut.objects.exists()


def test_who_asked_nothing_has_nothing_to_lift() -> None:
    with pytest.raises(BadInput, match="n’a pas d’opposition"):
        remember(f"8{MAX}")


def test_an_import_at_work_is_waited_for() -> None:
    with alone(), pytest.raises(BadInput, match="Un autre import"):
        forget(f"8{ADA}", on=TODAY)
    assert not OptOut.objects.exists()


def test_the_commands_say_what_they_did(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for words in (
        ("list",),
        ("forget", ADA),
        ("forget", f"8{ADA}"),
        ("list",),
        ("list", "--json"),
        ("remember", f"8{ADA}"),
    ):
        monkeypatch.setattr(sys, "argv", ["maillage", "directory", *words])
        commands.main()
        said.append(capsys.readouterr().out)
    assert said[0] == "Aucune opposition.\n"
    assert "ne paraît plus" in said[1]
    assert "est déjà retirée" in said[2]
    assert said[3].startswith(f"8{ADA}  ")
    assert f'"national": "8{ADA}"' in said[4]
    assert "dès le prochain import" in said[5]
