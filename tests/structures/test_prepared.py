"""A list whose SQL is written once says each time what it would say had it been written for what it is told."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from grounds import structure_on
from house.visiting import counted
from maillage.accounts.models import User
from maillage.structures.models import Membership, Site, Structure
from maillage.structures.queries import read_parts, sizes, together
from maillage.structures.queries.prepared import prepared

pytestmark = pytest.mark.django_db
QUOTED = "L'île d’en face, 100 % « sûre »"


@pytest.fixture
def two(founder: User) -> list[Structure]:
    made = [structure_on(["82121"], by=founder), structure_on(["82001"], by=founder)]
    for rank, structure in enumerate(made):
        for name in (QUOTED, f"Site {rank}"):
            Site.objects.create(structure=structure, name=name, commune="82121")
    return made


def read(*lists: QuerySet[Any, Any]) -> list[list[Any]]:
    together(*lists)
    return [list(rows) for rows in lists]


def test_it_runs_once_and_says_what_each_is_told(two: list[Structure]) -> None:
    runs = []

    @prepared
    def sites(structure: Structure, name: str) -> QuerySet[Site]:
        runs.append(name)
        return Site.objects.filter(structure=structure).exclude(name=name).order_by("-name")

    asked = [(structure, name) for structure in two for name in ("", QUOTED, "Site 1")]
    found = read(*(sites(*each) for each in asked))
    expected = [
        list(Site.objects.filter(structure=structure).exclude(name=name).order_by("-name"))
        for structure, name in asked
    ]
    assert (found, len(runs)) == (expected, 1)
    assert len({len(rows) for rows in found}) > 1


def test_constants_joins_slices_and_several_lists_stand(two: list[Structure]) -> None:
    @prepared
    def lists(structure: Structure) -> tuple[QuerySet[Any, Any], ...]:
        named = Site.objects.filter(structure=OuterRef("pk"), name=QUOTED)
        return (
            Site.objects.filter(structure=structure, name=QUOTED).select_related("structure"),
            Structure.objects.filter(Exists(named), pk=structure).values_list("name", flat=True),
            Site.objects.filter(structure=structure).order_by("name")[1:],
            Site.objects.filter(structure=structure, name__contains="100 %"),
            Site.objects.none(),
        )

    quoted, names, second, like, nothing = read(*lists(two[1]))
    assert [(each.name, each.structure) for each in quoted] == [(QUOTED, two[1])]
    assert (names, [each.name for each in second]) == ([two[1].name], ["Site 1"])
    assert (like, nothing) == (quoted, [])


def test_its_rows_know_what_they_were_asked_for(two: list[Structure]) -> None:
    sites = prepared(lambda structure: Site.objects.filter(structure=structure))
    (found,) = read(sites(two[0]))
    with counted() as queries:
        assert all(each.structure is two[0] for each in found)
    assert (len(found), queries) == (2, [])


def test_it_is_counted_as_it_is_read(two: list[Structure]) -> None:
    named = prepared(lambda structure, name: Site.objects.filter(structure=structure, name=name))
    with counted() as queries:
        found = sizes(one=named(two[0], "Site 0"), none=named(two[0], "Site 1"))
    assert (found, len(queries)) == ({"one": 1, "none": 0}, 1)


def test_a_day_is_that_of_the_zone_of_who_asks(founder: User, two: list[Structure]) -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    User.objects.filter(pk=founder.pk).update(last_login=late)
    that_day = prepared(lambda day: User.objects.filter(last_login__date=day))
    days = {"Europe/Paris": date(2026, 3, 3), "America/Guadeloupe": date(2026, 3, 2)}
    for zone, day in (*days.items(), *days.items()):
        with timezone.override(ZoneInfo(zone)):
            assert read(that_day(day), that_day(day + timedelta(7))) == [[founder], []], zone


def test_what_it_cannot_be_told_is_refused(two: list[Structure]) -> None:
    since = prepared(lambda day: Membership.objects.filter(joined_on__gte=day))
    since(date(2026, 3, 2))
    with pytest.raises(ValueError, match="None"):
        since(None)
    with pytest.raises(TypeError, match="compute it before"):
        prepared(lambda day: Membership.objects.filter(joined_on__gte=day - timedelta(1)))(date(2026, 3, 2))
    with pytest.raises(TypeError, match="told rows"):
        prepared(lambda given: Membership.objects.filter(pk__in=given))([1])


def test_alone_it_says_the_same(two: list[Structure]) -> None:
    sites = prepared(lambda structure: Site.objects.filter(structure=structure).order_by("name"))
    names = prepared(lambda structure: sites.__wrapped__(structure).values_list("name", flat=True))
    with counted() as queries:
        alone = [list(sites(two[0])), list(names(two[0]))]
    assert (alone, len(queries)) == (read(sites(two[0]), names(two[0])), 2)


def test_narrowed_it_is_refused_rather_than_wrong(two: list[Structure]) -> None:
    sites = prepared(lambda structure: Site.objects.filter(structure=structure))
    with pytest.raises(TypeError, match="read as it is"):
        list(sites(two[0]).filter(name=QUOTED))
    with pytest.raises(DatabaseError), transaction.atomic():
        sites(two[0]).filter(name=QUOTED).exists()


def test_what_hangs_on_each_row_is_its_own_and_can_be_narrowed_once_read(two: list[Structure]) -> None:
    for rank, structure in enumerate(two):
        read_parts([(structure, "sites"), (structure, "memberships__user")])
        with counted() as asked:
            assert {site.name for site in structure.sites.all()} == {QUOTED, f"Site {rank}"}
            assert {site.structure for site in structure.sites.all()} == {structure}
            assert all(each.user.email for each in structure.memberships.all())
        assert not asked
        assert [site.name for site in structure.sites.exclude(name=QUOTED)] == [f"Site {rank}"]
        assert structure.sites.count() == 2
