"""Concertations in figures, that name nobody; referents, and what has none."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from house.visiting import client_of, tasks_of
from maillage.accounts.models import User
from maillage.governance.documents.rcp import register
from maillage.governance.models import RcpProfession, RcpSession
from maillage.governance.queries.awaiting import awaiting
from maillage.governance.queries.own import card_lines
from maillage.governance.queries.rcp import IPA, asked_for, has_rcp, years
from maillage.governance.queries.referents import subjects, unheld
from maillage.governance.rules import tells_of_somebody
from maillage.governance.services import rcp
from maillage.kernel import BadInput
from maillage.legislation import every_form
from maillage.people.services import GivenPerson, found
from maillage.structures.models import Structure
from maillage.structures.queries import told
from maillage.structures.services import GivenSite

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 2)


@pytest.fixture
def msp(founder: User) -> Structure:
    people = [GivenPerson("Ada Fictif", "infirmier"), GivenPerson("Max Fictif", IPA)]
    return found(name="MSP", form="msp", sites=[GivenSite("82121")], people=people, by=founder, on=TODAY)


def noted(msp: Structure, by: User, day: date = TODAY, **said: Any) -> RcpSession:
    told = rcp.GivenSession(**({"held_on": day, "professions": ["infirmier"], "ald": 1} | said))
    return rcp.note_session(msp, told, key=uuid4(), by=by, on=TODAY)


def test_only_a_msp_has_a_register() -> None:
    assert {entry.key for entry in every_form() if has_rcp(entry.key)} == {"msp", "mspu"}


def test_no_column_can_hold_who_was_spoken_of() -> None:
    """The theme is the only one of words, and it is judged; a new column must be too."""
    words = (models.CharField, models.TextField, models.FileField, models.JSONField)
    found_ = {
        field.name
        for model in (RcpSession, RcpProfession)
        for field in model._meta.concrete_fields
        if isinstance(field, words)
    }
    assert found_ == {"theme", "profession"}
    assert not any(
        field.related_model.__name__ == "Person" for field in RcpSession._meta.fields if field.related_model
    )


@pytest.mark.parametrize(
    "theme",
    [
        "Mme Durand",
        "M. Dupont",
        "patient de Caussade",
        "J.D.",
        "82 ans et seule",
        "née le 02/03/1940",
        "1 40 03 82 0821",
    ],
)
def test_a_theme_that_may_tell_of_somebody_is_refused(theme: str, msp: Structure, founder: User) -> None:
    if theme == "1 40 03 82 0821":
        assert tells_of_somebody(theme) == "0821"
    with pytest.raises(BadInput, match="peut désigner quelqu’un"):
        noted(msp, founder, theme=theme)
    assert not msp.rcp_sessions.exists()


@pytest.mark.parametrize(
    "theme",
    [
        "Plaies chroniques",
        "Plus de 75 ans à domicile",
        "Diabète de type 2",
        "Retour d’hospitalisation",
        "BPCO",
    ],
)
def test_a_subject_is_a_theme(theme: str) -> None:
    assert tells_of_somebody(theme) == ""


@given(st.text(max_size=60))
def test_judging_a_theme_never_fails(theme: str) -> None:
    assert tells_of_somebody(theme) in theme


def test_counts_are_of_the_civil_year(msp: Structure, founder: User) -> None:
    noted(msp, founder, date(2025, 12, 31), ald=2, over_75=1, minutes=60)
    noted(msp, founder, date(2026, 1, 1), ald=1, others=4, professions=["infirmier", IPA], minutes=45)
    noted(msp, founder, TODAY, over_75=3, ald=0)
    now, before = years(msp)
    assert (now.year, now.sessions, now.situations, now.ald, now.over_75, now.with_ipa) == (
        2026,
        2,
        8,
        1,
        3,
        1,
    )
    assert (now.minutes, now.untimed) == (45, 1)
    assert (before.year, before.sessions, before.situations) == (2025, 1, 3)


def test_a_session_sent_twice_counts_once(msp: Structure, founder: User) -> None:
    key, told = uuid4(), rcp.GivenSession(TODAY, ["infirmier"], ald=1)
    one, again = (rcp.note_session(msp, told, key=key, by=founder, on=TODAY) for _ in range(2))
    assert one == again
    assert years(msp)[0].sessions == 1


def test_a_session_speaks_of_somebody_and_is_not_to_come(msp: Structure, founder: User) -> None:
    with pytest.raises(BadInput, match="Combien de situations"):
        noted(msp, founder, ald=0)
    with pytest.raises(BadInput, match="à venir"):
        noted(msp, founder, TODAY + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        RcpSession.objects.create(structure=msp, held_on=TODAY)


def test_what_the_agreement_asks_is_told_with_its_source(msp: Structure, founder: User) -> None:
    meetings, share = asked_for(TODAY)
    assert meetings is not None
    assert share is not None
    assert meetings.source
    page = client_of(founder).get(reverse("governance:rcp", args=[msp.slug])).content.decode()
    assert f"{meetings.value:f}" in page
    assert "ne se déduit pas d’ici" in page


def test_the_register_leaves_with_its_counts(msp: Structure, founder: User) -> None:
    noted(msp, founder, theme="Plaies")
    client = client_of(founder)
    for suffix, begins in (("pdf", b"%PDF"), ("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        answer = client.get(reverse("governance:rcp_file", args=[msp.slug, suffix]))
        assert answer.status_code == 200
        assert answer.content.startswith(begins)
    assert client.get(reverse("governance:rcp_file", args=[msp.slug, "exe"])).status_code == 404
    assert "Plaies" in repr(register(msp, on=TODAY))


def test_a_session_is_noted_and_effaced_by_the_page(msp: Structure, founder: User) -> None:
    client, url = client_of(founder), reverse("governance:rcp", args=[msp.slug])
    sent = {
        "held_on": "2026-06-02",
        "professions": ["infirmier"],
        "ald": "2",
        "theme": "=1+1",
        "key": str(uuid4()),
    }
    assert client.post(url, sent).status_code == 302
    assert "'=1+1" in client.get(reverse("governance:rcp_file", args=[msp.slug, "csv"])).content.decode()
    wrong = client.post(url, sent | {"theme": "Mme Durand", "key": str(uuid4())})
    assert wrong.status_code == 422
    assert 'value="Mme Durand"' in wrong.content.decode()
    client.post(reverse("governance:drop_rcp", args=[msp.slug, msp.rcp_sessions.get().pk]))
    assert years(msp) == []


def test_a_subject_whose_referent_ended_asks_for_another(structure: Structure, founder: User) -> None:
    today, row = timezone.localdate(), structure.referents.select_related("person").get()
    assert unheld(structure.referents.all(), on=today) == []
    assert "Référent\N{NO-BREAK SPACE}: Plaies." in [line.sentence for line in told([card_lines(row.person)])]
    rcp.end_referent(row, on=today, by=founder)
    assert unheld(structure.referents.all(), on=today) == ["Plaies"]
    assert any("à nommer" in task.text for task in tasks_of(awaiting(structure)))
    given = rcp.GivenReferent(today + timedelta(days=3), theme="Plaies")
    rcp.name_referent(structure, structure.people.get(name="Ada Fictif"), given, by=founder)
    assert unheld(structure.referents.all(), on=today) == ["Plaies"]
    assert unheld(structure.referents.all(), on=today + timedelta(days=3)) == []
    assert [len(each.referents) for each in subjects(structure.referents.all(), on=today)] == [1]


def test_a_referent_is_of_something(structure: Structure, founder: User) -> None:
    ada = structure.people.get(name="Ada Fictif")
    with pytest.raises(BadInput, match="Référent de quoi"):
        rcp.name_referent(structure, ada, rcp.GivenReferent(TODAY), by=founder)
    with pytest.raises(BadInput, match="avant de commencer"):
        rcp.name_referent(structure, ada, rcp.GivenReferent(TODAY, theme="x", until=TODAY), by=founder)
