"""Pages of reviews ask as few questions for sixty openings as for three, and a dozen at most."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from dossier.reviews import OPENED, document_of, opened
from house.visiting import client_of, counted
from maillage.accounts.models import User
from maillage.dossier.models import Document, Opening
from maillage.dossier.services import review, review_saying
from maillage.structures.models import Structure

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MOST = 12


def fill(document: Document, by: User, count: int) -> Opening:
    """As many openings to one address, each with a remark and an opinion; the first."""
    now, on = timezone.now(), timezone.localdate()
    made = [opened(document, by, annexes=["fiche"]) for _ in range(count)]
    for each in made:
        given = review_saying.GivenRemark("Précisez.", section="origine", quotation="habitudes")
        review_saying.note_remark(each, given, key=uuid4(), by=None, at=now, on=on)
        opinion = review_saying.GivenOpinion("favorable", "Bien.", "Lou Fictif", on)
        review_saying.give_opinion(each, opinion, key=uuid4(), by=None, at=now, on=on)
        each.readings.create(section="origine", version=1, read_at=now)
    return made[0]


def asked(opening: Opening, by: User) -> dict[str, int]:
    """Page → how many questions, once it was seen."""
    assert opening.link
    slug, pk = opening.structure.slug, opening.document_id
    remark = opening.remarks.get()
    home = review.home_link(opening.email)
    pages = {
        "reviews": reverse("dossier:reviews", args=[slug, pk]),
        "opening": reverse("dossier:opening", args=[slug, pk, opening.pk]),
        "open_review": reverse("dossier:open_review", args=[slug, pk]),
        "remark": reverse("dossier:remark", args=[slug, pk, remark.pk]),
        "filing": reverse("dossier:filing", args=[slug, pk]),
        "visibility": reverse("dossier:visibility", args=[slug]),
        "home": home.get_absolute_url(),
        "cover": opening.link.get_absolute_url(),
        "part": opening.link.step("partie-origine"),
        "opinion": opening.link.step("avis"),
        "annex": opening.link.step("annexe-communes"),
    }
    client = client_of(by)
    found = {}
    for name, url in pages.items():
        assert client.get(url).status_code in {200, 404}, name
        with counted() as queries:
            client.get(url)
        found[name] = len(queries)
    return found


def test_a_page_asks_a_dozen_questions_at_most_however_many_read(structure: Structure, founder: User) -> None:
    document = document_of(structure, texts=[("origine", OPENED)])
    few = asked(fill(document, founder, 3), founder)
    cache.clear()
    many = asked(fill(document, founder, 57), founder)
    assert {name: count for name, count in many.items() if count > MOST} == {}
    assert {name: (few[name], count) for name, count in many.items() if count > few[name] + 1} == {}
