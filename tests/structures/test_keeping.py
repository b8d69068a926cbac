"""What a structure keeps: its whole trail in one place, all of it as a file, and nothing once it is erased."""

import json

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.audit.enums import Kind
from maillage.audit.models import Entry
from maillage.audit.services import record
from maillage.habits.services.layers import drop_layer
from maillage.kernel import BadInput
from maillage.project.services import needs
from maillage.structures import commands
from maillage.structures.models import Structure
from maillage.structures.queries import history, structure_at
from maillage.structures.services import erase, redraw
from maillage.surveys.services import close_survey
from maillage.territories.models import Territory
from players import FOUNDED_ON, Cast


def test_the_trail_of_a_structure_holds_its_needs_surveys_and_layers(
    structure: Structure, founder: User
) -> None:
    needs.add_need(structure, "Des gardes", by=founder)
    close_survey(structure.surveys.get(), by=founder, on=FOUNDED_ON)
    drop_layer(structure.habit_layers.get(), by=founder)
    redraw(structure, ["82121"], by=founder)
    told = "\n".join(history(structure).values_list("sentence", flat=True))
    for what in (
        "Besoin écrit",
        "Enquête ouverte",
        "Enquête fermée",
        "Calque d’habitudes ajouté",
        "redessiné",
    ):
        assert what in told


def test_entries_of_its_people_and_imports_are_read_with_it_and_those_of_strangers_are_not(
    structure: Structure, cast: Cast
) -> None:
    for who in ("founder", "outsider"):
        user = cast[who]
        assert user
        record(f"Entrée de {who}.", by=user.pk, kind=Kind.SIGN_IN)
    record("RPPS importé.", by=None, kind=Kind.IMPORT)
    record("Une structure est supprimée.", by=None)
    told = set(history(structure).values_list("sentence", flat=True))
    assert {"Entrée de founder.", "RPPS importé."} <= told
    assert not {"Entrée de outsider.", "Une structure est supprimée."} & told


def test_the_history_is_read_by_who_runs_the_structure_and_filtered(
    structure: Structure, founder: User, client: Client
) -> None:
    client.force_login(founder)
    url = reverse("structures:trail", args=[structure.slug])
    assert "est fondée" in client.get(url, {"page": 99}).content.decode()  # the oldest are on the last page
    accesses = client.get(url, {"nature": "access"}).content.decode()
    assert "Un accès" in accesses
    assert "est fondée" not in accesses


def test_everything_leaves_in_one_file_with_what_each_room_keeps(
    structure: Structure, founder: User, client: Client
) -> None:
    client.force_login(founder)
    answer = client.get(reverse("structures:everything", args=[structure.slug]))
    content = json.loads(answer.content)
    keepers = {room.label for room in apps.get_app_configs() if hasattr(room, "contents")}
    assert keepers <= content.keys()
    assert {"Ada Fictif", "Max Fictif"} == {person["name"] for person in content["people"]["people"]}
    assert len(content["structures"]["territory"]["communes"]) == 12
    assert content["structures"]["accesses"][0]["email"] == founder.email
    assert history(structure).filter(kind=Kind.DOWNLOAD).exists()


def test_an_erased_structure_leaves_no_row_of_any_room(structure: Structure, founder: User) -> None:
    needs.add_need(structure, "Des gardes", by=founder)
    erase(structure, by=founder)
    kept = {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("maillage.") and model._meta.managed
    }
    kept.pop("accounts.User")
    # What its files held is noted until the storage let it go, once the transaction is sure.
    assert {label for label, count in kept.items() if count} <= {"audit.Entry", "files.Stray"}
    assert [entry.subject for entry in Entry.objects.all()] == [None]
    assert not Territory.objects.exists()


def test_a_structure_is_erased_by_its_name_and_not_by_another(
    structure: Structure, founder: User, client: Client
) -> None:
    client.force_login(founder)
    url = reverse("structures:erase", args=[structure.slug])
    refused = client.post(url, {"name": "CPTS d’à côté"})
    assert refused.status_code == 422
    assert "Ce n’est pas son nom" in refused.content.decode()
    answer = client.post(url, {"name": "cpts du tescou"}, follow=True)
    assert answer.redirect_chain == [(reverse("structures:mine"), 302)]
    assert not Structure.objects.exists()


def test_the_command_erases_only_when_it_is_told_twice(structure: Structure) -> None:
    run = CliRunner()
    content = json.loads(run.invoke(commands.structure, ["export", structure.slug]).stdout)
    assert content["structures"]["structure"]["name"] == structure.name
    timid = run.invoke(commands.structure, ["erase", structure.slug])
    assert isinstance(timid.exception, BadInput)
    assert Structure.objects.exists()
    assert run.invoke(commands.structure, ["erase", structure.slug, "--yes"]).exit_code == 0
    assert not Structure.objects.exists()
    with pytest.raises(BadInput, match="Aucune structure"):
        structure_at(structure.slug)


def test_a_module_switched_off_is_nowhere(structure: Structure, founder: User, client: Client) -> None:
    client.force_login(founder)
    home = reverse("structures:home", args=[structure.slug])
    surveys = reverse("surveys:surveys", args=[structure.slug])
    assert client.get(surveys).status_code == 200
    client.post(reverse("structures:switch", args=[structure.slug]), {"module": "habitudes"})
    assert client.get(surveys).status_code == 404
    assert surveys not in client.get(reverse("diagnosis:diagnosis", args=[structure.slug])).content.decode()
    assert client.get(home).status_code == 200
    assert history(structure)[0].sentence == "Module fermé : Enquêtes."
    answer = client.post(reverse("structures:switch", args=[structure.slug]), {"module": "zzz"}, follow=True)
    assert "n’existe pas" in answer.content.decode()
