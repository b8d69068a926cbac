"""The home as a week: what is late, what is for this week, what waits for somebody else."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.people.models import Fee, JoinRequest, Person
from maillage.people.services.own_card import doors_to
from maillage.structures.enums import Role
from maillage.structures.models import Membership, Structure
from maillage.structures.queries import week_of
from maillage.structures.services import give_access
from maillage.ui.slots import Task
from players import FOUNDED_ON, Cast

THURSDAY = date(2026, 11, 26)
MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)


def task(text: str, due: date | None = None, desk: str = "") -> Task:
    return Task(text, "/", due=due, desk=desk)


def seen(structure: Structure, tasks: list[Task], *roles: Role) -> dict[str, list[str]]:
    """Heading → what stands under it."""
    week = week_of(structure, tasks, roles or {Role.FOUNDER}, today=THURSDAY)
    return {title: [each.text for each in part] for title, part in [*week.parts, *week.of_others]}


def test_a_week_runs_from_monday_to_sunday(structure: Structure) -> None:
    days = {
        "retard": MONDAY - timedelta(days=1),
        "lundi passé": MONDAY,
        "aujourd’hui": THURSDAY,
        "dimanche": SUNDAY,
        "lundi": SUNDAY + timedelta(days=1),
    }
    tasks = [task(text, due) for text, due in reversed(days.items())]
    assert seen(structure, [*tasks, task("un jour")]) == {
        "En retard": ["retard", "lundi passé"],
        "Cette semaine": ["aujourd’hui", "dimanche"],
        "À faire, sans date": ["un jour"],
        "Plus tard": ["lundi"],
    }


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (MONDAY, "depuis 3 jours"),
        (THURSDAY - timedelta(days=1), "depuis 1 jour"),
        (THURSDAY, "aujourd’hui"),
        (SUNDAY, "dimanche"),
        (SUNDAY + timedelta(days=1), ""),
        (None, ""),
    ],
)
def test_a_line_says_its_day_as_one_counts(structure: Structure, due: date | None, said: str) -> None:
    week = week_of(structure, [], {Role.FOUNDER}, today=THURSDAY)
    assert week.when(task("", due), THURSDAY).replace("\N{NO-BREAK SPACE}", " ") == said


def test_what_waits_for_another_is_apart_once_somebody_holds_that_desk(
    structure: Structure, founder: User
) -> None:
    tasks = [task("relancer", desk=Role.TREASURY), task("répondre", desk=Role.COORDINATION), task("lire")]
    give_access(structure, "coco@example.org", [Role.COORDINATION], by=founder, on=FOUNDED_ON)
    # Nobody holds the treasury yet: it is everybody's.
    alone = Structure.objects.get(pk=structure.pk)
    assert seen(alone, tasks, Role.COORDINATION) == {"À faire, sans date": ["relancer", "répondre", "lire"]}
    give_access(structure, "tresor@example.org", [Role.TREASURY], by=founder, on=FOUNDED_ON)
    shared = Structure.objects.get(pk=structure.pk)
    assert seen(shared, tasks, Role.COORDINATION) == {
        "À faire, sans date": ["répondre", "lire"],
        "Trésorerie": ["relancer"],
    }
    assert seen(shared, tasks, Role.COORDINATION, Role.TREASURY) == {
        "À faire, sans date": ["relancer", "répondre", "lire"]
    }
    assert seen(shared, tasks) == {"À faire, sans date": ["relancer", "répondre", "lire"]}


@given(
    st.lists(
        st.tuples(st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.sampled_from(["", *Role]))
    ),
    st.sets(st.sampled_from(list(Role)), min_size=1),
    st.sets(st.sampled_from(list(Role))),
)
def test_each_task_is_shown_once_whoever_looks(
    drawn: list[tuple[date | None, str]], roles: set[Role], held: set[Role]
) -> None:
    structure = Structure()
    structure._prefetched_objects_cache = {"memberships": [Membership(role=role) for role in held]}  # type: ignore[attr-defined]
    tasks = [task(str(rank), due, desk) for rank, (due, desk) in enumerate(drawn)]
    week = week_of(structure, tasks, roles, today=THURSDAY)
    shown = [each.text for _, part in [*week.parts, *week.of_others] for each in part]
    assert sorted(shown) == sorted(each.text for each in tasks)


def test_the_treasurer_s_home_is_hers(structure: Structure, founder: User) -> None:
    person = Person.objects.create(structure=structure, name="Lou Fictif", profession="infirmier")
    Fee.objects.create(person=person, since=date(2026, 1, 1), until=date(2027, 1, 1), amount=30)
    give_access(structure, "tresor@example.org", [Role.TREASURY], by=founder, on=FOUNDED_ON)
    treasurer = User.objects.get(email="tresor@example.org")
    client = client_of(treasurer)
    page = client.get(structure.get_absolute_url()).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "Relancer 1 cotisation en attente" in page
    assert "30 € attendus." in page
    assert "Répondre à" not in page
    assert client.get(reverse("people:fees", args=[structure.slug])).status_code == 200
    assert client.get(reverse("structures:settings", args=[structure.slug])).status_code == 403


def test_a_member_s_home_asks_nothing(structure: Structure, cast: Cast) -> None:
    member = cast["member"]
    assert member
    assert "Rien ne vous est demandé" in client_of(member).get(structure.get_absolute_url()).content.decode()


def parts_of(html: str) -> tuple[str, str]:
    """What a home opens on, and what it folds away because it waits for somebody else."""
    page = html.replace("\N{NO-BREAK SPACE}", " ").partition("<h1>")[2].partition("Où nous en sommes")[0]
    own, _, others = page.partition('<details class="fold">')
    return own, others


def test_each_home_opens_on_what_one_does_there(structure: Structure, founder: User) -> None:
    """Coordination, treasury, presidency; and, without account, who belongs and holds the link of their card."""
    ada = Person.objects.create(
        structure=structure, name="Ada Fictif", profession="infirmier", email="ada@example.org"
    )
    Fee.objects.create(person=ada, since=date(2026, 1, 1), until=date(2027, 1, 1), amount=30)
    JoinRequest.objects.create(
        structure=structure, name="Bo Fictif", profession="infirmier", asked_on=FOUNDED_ON
    )
    asks = {
        Role.COORDINATION: "Répondre à",
        Role.TREASURY: "Relancer",
        Role.PRESIDENCY: "Personne morale, prochain pas possible",
    }
    for role in asks:
        give_access(structure, f"{role}@example.org", [role], by=founder, on=FOUNDED_ON)
    for role, mine in asks.items():
        page = client_of(User.objects.get(email=f"{role}@example.org")).get(structure.get_absolute_url())
        own, others = parts_of(page.content.decode())
        assert mine in own, role
        theirs = [text for each, text in asks.items() if each != role]
        assert not any(text in own for text in theirs), role
        assert others or role == Role.TREASURY, role
    link = doors_to([ada], on=timezone.localdate())[ada.pk]
    behind = client_of(None).get(link.get_absolute_url()).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "Ada Fictif" in behind
    assert not any(text in behind for text in asks.values())
