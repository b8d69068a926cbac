"""Who may open what: every URL of the site, asked and posted to by each of the cast, as its room says.

The page is opened once for all that every answer must keep: its status, that to look changes nothing (a GET writes
only sessions, the trail and what limits count), that no script slips in."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from house.plans import pages
from house.rows import ACCESS, ROOMS
from house.visiting import address, client_of
from maillage.accounts.models import User
from maillage.structures.models import Structure
from players import Cast

pytestmark = pytest.mark.one_database
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|CREATE|ALTER|DROP)\b", re.IGNORECASE)
EXEMPT = re.compile(r'^\s*\w+ (INTO |FROM )?"?(django_session|audit_entry|limits_count)\b', re.IGNORECASE)


class Wrote(AssertionError):
    """Not a DatabaseError: nothing between the query and the test may take it for its own."""


def refuse_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    if WRITES.match(sql) and not EXEMPT.match(sql):
        raise Wrote(sql)
    return execute(sql, params, many, context)


def check_headers(response: HttpResponse) -> None:
    """No script of elsewhere, none within the page, no frame around it."""
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert not re.search(r"unsafe-inline|unsafe-eval|\*|http:", response["Content-Security-Policy"])
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_every_page_has_its_row_in_its_room() -> None:
    rows = [(name, room) for room, module in ROOMS.items() for name in module.ACCESS]
    assert sorted(rows) == sorted((page.name, page.room) for page in pages().values())


def test_what_a_room_says_besides_is_about_its_pages() -> None:
    for module in ROOMS.values():
        said = [name for table in ("ASKED", "POSTED", "ARGUMENTS") for name in getattr(module, table, {})]
        assert set(said) <= module.ACCESS.keys()


@pytest.mark.parametrize("name", ACCESS)
def test_each_of_the_cast_reads_what_the_table_says_and_writes_nothing_then_posts_as_it_says(
    name: str, structure: Structure, cast: Cast
) -> None:
    url, (read, written) = address(name, structure), ACCESS[name]
    clients = [client_of(user) for user in cast.values()]
    with connection.execute_wrapper(refuse_writes):
        answers = [clients[-1].get(url)]
        if row_above(url, answers[0]) != read:
            answers = [client.get(url) for client in clients[:-1]] + answers
            assert statuses(answers) == read
    for answer in answers:
        check_headers(answer)
    assert statuses(client.post(url) for client in clients) == written


def row_above(url: str, answer: HttpResponse) -> str | None:
    """What the cast is told by an address that leads to the page above it, from the row of that page, which is tried."""
    if answer.status_code != 302 or answer.url == url or not url.startswith(answer.url):
        return None
    return ACCESS[resolve(answer.url).view_name][0].replace("200", "302")


def statuses(answers: Iterable[HttpResponse]) -> str:
    return " ".join(str(answer.status_code) for answer in answers)


@pytest.mark.parametrize("name", [name for name, page in pages().items() if page.room == "ui"])
def test_who_keeps_the_instance_reads_what_is_theirs_and_writes_nothing(
    name: str, structure: Structure
) -> None:
    client = client_of(User.objects.create_user("tenante@example.org", is_staff=True))
    with connection.execute_wrapper(refuse_writes):
        check_headers(client.get(address(name, structure)))


def test_the_watch_sees_a_write(structure: Structure, cast: Cast) -> None:
    client = client_of(cast["founder"])
    with connection.execute_wrapper(refuse_writes), pytest.raises(Wrote):
        client.post(address("structures:settings", structure), {"name": "Autre", "version": "0"})


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
    if to_member != 302:  # led to another page, which is tried too
        assert client_of(cast["outsider"]).get(url).status_code == to_member
    refused = int(written.split()[2])
    if refused in {302, 422}:
        refused = 403  # what a member writes, a visitor does not
    assert refused in {403, 404, 405}
    assert client_of(cast["outsider"]).post(url).status_code == refused
    assert Client().post(url).url.startswith(reverse("account_login"))
