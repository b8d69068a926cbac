"""An agenda built from what waits: points put off, resolutions not decided, tasks not done."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.governance.models import Instance, Meeting
from maillage.governance.queries.proposals import proposals_for
from maillage.governance.services import decisions, instances, meetings
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def team(structure: Structure, founder: User) -> Instance:
    """A working group of its own, that no other meeting touches."""

    return instances.add_instance(structure, instances.GivenInstance("gt", "GT"), by=founder)


def sitting(instance: Instance, by: User, *points: meetings.GivenItem, days: int = -5) -> Meeting:
    begins = NOW + timedelta(days=days)
    given = meetings.GivenMeeting(f"GT du jour {days}", begins, begins + timedelta(hours=2))
    return meetings.plan(instance, given, points, by=by)


def titles(instance: Instance) -> list[str]:
    return [each.title for each in proposals_for(instance)]


def test_a_point_put_off_is_proposed_until_a_later_meeting_has_it(team: Instance, founder: User) -> None:
    held = sitting(
        team, founder, meetings.GivenItem("Locaux", resolution="On loue."), meetings.GivenItem("Divers")
    )
    meetings.note_item(held.items.get(title="Locaux"), "", by=founder, is_put_off=True)
    meetings.hold(held, by=founder, at=NOW)
    assert [(each.title, each.resolution) for each in proposals_for(team)] == [("Locaux", "On loue.")]
    sitting(team, founder, meetings.GivenItem("Locaux"), days=9)
    assert titles(team) == []


def test_a_resolution_waits_until_it_is_decided(team: Instance, founder: User) -> None:
    held = sitting(team, founder, meetings.GivenItem("Budget", resolution="Approuvé."))
    meetings.hold(held, by=founder, at=NOW)
    assert titles(team) == ["Budget"]
    said = decisions.GivenDecision("Approuvé.", item=held.items.get())
    decisions.decide(held, said, key=uuid4(), by=founder, at=NOW)
    assert titles(team) == []


def test_a_task_is_proposed_to_the_instance_that_asked_it_until_it_is_done(
    team: Instance, founder: User
) -> None:
    held = sitting(team, founder)
    asked = decisions.GivenTask("Appeler l’ARS", None)
    task = decisions.ask_for(team.structure, asked, key=uuid4(), by=founder, meeting=held)
    assert titles(team) == ["Appeler l’ARS"]
    assert "Appeler l’ARS" not in titles(team.structure.instances.get(name="Bureau"))
    decisions.finish(task, on=NOW.date(), by=founder, at=NOW)
    assert titles(team) == []


def filled(team: Instance, founder: User) -> dict[str, str | list[str]]:
    held = sitting(team, founder, meetings.GivenItem("Budget", resolution="Approuvé.\nÀ l’euro près."))
    meetings.hold(held, by=founder, at=NOW)
    return {
        "title": "GT", "day": "2027-03-02", "starts": "20:00", "ends": "22:00", "version": "0",
        "agenda": "Accueil (5 min)", "taken": ["Budget", "Personne ne l’a proposé"],
    }  # fmt: skip


def test_ticked_points_are_written_in_the_agenda_without_script(team: Instance, founder: User) -> None:
    data, client = filled(team, founder), client_of(founder)
    url = reverse("governance:plan", args=[team.structure.slug, team.pk])
    page = client.post(url, {**data, "add": "oui"})
    assert page.status_code == 200
    typed = page.context["form"]["agenda"].value()
    assert typed == "Accueil (5 min)\nBudget\nRésolution : Approuvé.\nRésolution : À l’euro près."
    assert page.context["form"]["title"].value() == "GT"
    assert not Meeting.objects.filter(title="GT").exists()


def test_points_still_ticked_are_saved_with_the_rest_and_what_went_meanwhile_is_left_out(
    team: Instance, founder: User
) -> None:
    data = filled(team, founder)
    url = reverse("governance:plan", args=[team.structure.slug, team.pk])
    assert client_of(founder).post(url, data).status_code == 302
    made = Meeting.objects.get(title="GT")
    assert [each.title for each in made.items.all()] == ["Accueil", "Budget"]
    assert made.items.get(title="Budget").resolution == "Approuvé.\nÀ l’euro près."


def test_an_idea_waits_for_who_answers_for_the_structure(team: Instance, structure: Structure) -> None:
    bureau = structure.instances.get(kind="bureau")
    idea = structure.ideas.get()
    assert [each.why for each in proposals_for(bureau) if each.title == idea.title] == [
        "idée, 0\N{NO-BREAK SPACE}soutien"
    ]
    assert titles(team) == []
    structure.ideas.update(state="retenue")
    assert idea.title not in titles(bureau)
