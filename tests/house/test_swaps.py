"""A swap shows what a reload would."""

import re

import pytest

from house.plans import SOURCE
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.structures.models import Structure

pytestmark = pytest.mark.one_database
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
