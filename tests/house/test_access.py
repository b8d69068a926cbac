"""Who may open what: every URL of the site, asked and posted to by each of the cast, as its room says."""

import pytest
from django.test import Client
from django.urls import resolve, reverse

from house.plans import pages
from house.rows import ACCESS, ROOMS
from house.visiting import address, client_of
from maillage.structures.models import Structure
from players import Cast


def test_every_page_has_its_row_in_its_room() -> None:
    rows = [(name, room) for room, module in ROOMS.items() for name in module.ACCESS]
    assert sorted(rows) == sorted((page.name, page.room) for page in pages().values())


def test_what_a_room_says_besides_is_about_its_pages() -> None:
    for module in ROOMS.values():
        said = [name for table in ("ASKED", "POSTED", "ARGUMENTS") for name in getattr(module, table, {})]
        assert set(said) <= module.ACCESS.keys()


@pytest.mark.parametrize("name", ACCESS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_each_of_the_cast_gets_the_answer_of_the_table(
    name: str, method: str, structure: Structure, cast: Cast
) -> None:
    url = address(name, structure)
    answers = [getattr(client_of(user), method)(url).status_code for user in cast.values()]
    assert answers == [int(status) for status in ACCESS[name][method == "post"].split()]


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["cpts-du-tescou", "nulle-part"])
def test_a_visitor_cannot_tell_a_structure_from_none(slug: str, structure: Structure) -> None:
    """Sent to the sign-in page either way, and back to where they wanted to go."""
    wanted = reverse("structures:home", args=[slug])
    assert Client().get(wanted).url == f"{reverse('account_login')}?next={wanted}"


def test_who_left_is_a_stranger(structure: Structure, cast: Cast) -> None:
    structure.memberships.filter(user=cast["member"]).update(left_on=structure.memberships.first().joined_on)
    assert client_of(cast["member"]).get(structure.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", [name for name, page in pages().items() if "slug" in page.arguments])
def test_a_visitor_of_an_example_reads_what_a_member_reads_and_writes_nothing(
    name: str, structure: Structure, cast: Cast
) -> None:
    Structure.objects.filter(pk=structure.pk).update(is_example=True, is_fictitious=True)
    url, (read, written) = address(name, structure), ACCESS[name]
    if read.split()[0] != "302":
        return  # a public page that says so itself
    is_open = getattr(resolve(url).func, "opens_examples", False)
    to_member = int(read.split()[2])
    assert Client().get(url).status_code == (to_member if is_open else 302)
    assert client_of(cast["outsider"]).get(url).status_code == to_member
    refused = int(written.split()[2])
    if refused in {302, 422}:
        refused = 403  # what a member writes, a visitor does not
    assert refused in {403, 404, 405}
    assert client_of(cast["outsider"]).post(url).status_code == refused
    assert Client().post(url).url.startswith(reverse("account_login"))
