"""To look changes nothing: a GET writes only sessions, the trail and what limits count; a swap shows what a reload would."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from house.plans import SOURCE
from house.rows import ACCESS
from house.visiting import address, client_of
from maillage.accounts.models import User
from maillage.structures.models import Structure
from players import Cast

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|CREATE|ALTER|DROP)\b", re.IGNORECASE)
EXEMPT = re.compile(r'^\s*\w+ (INTO |FROM )?"?(django_session|audit_entry|limits_count)\b', re.IGNORECASE)
READ = [name for name, (opened, _) in ACCESS.items() if not {"405", "422"} & set(opened.split())]


class Wrote(AssertionError):
    """Not a DatabaseError: nothing between the query and the test may take it for its own."""


def refuse_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    if WRITES.match(sql) and not EXEMPT.match(sql):
        raise Wrote(sql)
    return execute(sql, params, many, context)


@pytest.mark.parametrize("name", READ)
def test_looking_writes_nothing(name: str, structure: Structure, cast: Cast) -> None:
    keeper = User.objects.create_user("tenante@example.org", is_staff=True)
    clients = [client_of(user) for user in (*cast.values(), keeper)]
    with connection.execute_wrapper(refuse_writes):
        statuses = {client.get(address(name, structure)).status_code for client in clients}
    assert statuses <= {200, 302, 401, 403, 404}


def test_the_watch_sees_a_write(structure: Structure, cast: Cast) -> None:
    client = client_of(cast["founder"])
    with connection.execute_wrapper(refuse_writes), pytest.raises(Wrote):
        client.post(address("structures:settings", structure), {"name": "Autre", "version": "0"})


#: (template, part) → where it is met, for every page that answers htmx with a part of itself.
SWAPS = {
    ("territories/_found.html", "found"): "/territoire/?dep=82&q=mirabel",
    ("directory/search.html", "results"): "/annuaire/?q=marie&commune=82121&km=20",
    ("territories/draw.html", "result"): "/territoire/?dep=82&codes=82121,82037&signed=2027-03-01",
    ("people/team.html", "around"): "/s/cpts-du-tescou/equipe/",
    ("governance/screen.html", "wall"): "/s/cpts-du-tescou/reunions/{meeting}/ecran/",
    ("outreach/write.html", "audience"): "/s/cpts-du-tescou/bulletins/{bulletin}/",
}


def test_every_swap_is_known() -> None:
    calls = [
        re.findall(r'render_part\(\s*request,\s*"([^"]+)",\s*"([^"]+)"', path.read_text())
        for path in SOURCE.glob("*/**/*.py")
    ]
    assert {call for found in calls for call in found} == SWAPS.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("url", SWAPS.values(), ids=lambda url: url.split("?")[0])
def test_a_swap_equals_a_reload(url: str, structure: Structure, founder: User) -> None:
    client, url = (
        client_of(founder),
        url.format(
            bulletin=structure.bulletins.get().pk,
            meeting=structure.instances.get().meetings.latest("starts_at").pk,
        ),
    )
    swap = comparable(client.get(url, headers={"HX-Request": "true"}).content.decode())
    page = comparable(client.get(url).content.decode())
    assert "<html" not in swap
    assert len(swap) > 100
    assert swap in page


def comparable(html: str) -> str:
    """Without the token that changes at each answer."""
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", html).strip()
