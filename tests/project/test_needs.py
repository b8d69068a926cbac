"""A need keeps the figure that shows it; reworded, dropped and put in order, it loses nothing of anybody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.audit.queries import trail_of
from maillage.diagnosis.queries.diagnosis import Diagnosis, diagnosis_of
from maillage.diagnosis.queries.figures import figures_by_key
from maillage.diagnosis.queries.surroundings import surroundings
from maillage.geography import atlas
from maillage.kernel import BadInput
from maillage.project.models import Need
from maillage.project.services import needs, objectives
from maillage.structures.models import Structure
from maillage.ui.types import Figure
from players import GRAND_MONTAUBAN, Cast

pytestmark = pytest.mark.django_db
NURSES, DAY = "offre.infirmier", date(2026, 6, 1)


@pytest.fixture
def diagnosis(db: None) -> Diagnosis:
    found = diagnosis_of(atlas().epci(GRAND_MONTAUBAN).members)
    assert found is not None
    return found


def figure(key: str = NURSES) -> Figure:
    return Figure(key, "Infirmiers en ville", "6,2 pour 10 000 habitants", "", "RPPS du 1er mai 2026", DAY)


def test_a_figure_becomes_one_need_that_keeps_it_as_it_was(structure: Structure, cast: Cast) -> None:
    founder = cast["founder"]
    assert founder
    need, is_new = needs.need_from(structure, figure(), by=founder)
    again, is_newer = needs.need_from(structure, figure(), by=founder)
    assert (is_new, is_newer, again) == (True, False, need)
    assert (need.value, need.source, need.read_on) == (figure().value, figure().source, DAY)
    needs.reword(need, "Il manque des infirmiers au nord.", by=founder)
    need.refresh_from_db()
    assert (need.text, need.value) == ("Il manque des infirmiers au nord.", figure().value)


def test_one_click_writes_the_need_of_a_figure(structure: Structure, cast: Cast) -> None:
    client = client_of(cast["founder"])
    answer = client.post(reverse("project:write_need", args=[structure.slug]), {"figure": NURSES})
    need = Need.objects.get()
    assert answer.url.endswith("/diagnostic/#chiffre-offre-infirmier"), "one goes on reading where one was"
    assert need.source
    assert need.source in client.get(reverse("project:needs", args=[structure.slug])).content.decode()


@pytest.mark.parametrize(
    ("ratio", "start"),
    [
        (0.79, "Attirer et garder des infirmiers. "),
        (0.8, needs.TO_FIND),
        (1.46, needs.TO_FIND),
        (None, needs.TO_FIND),
    ],
)
def test_a_need_asks_for_people_only_where_they_lack(
    ratio: float | None, start: str, diagnosis: Diagnosis, monkeypatch: pytest.MonkeyPatch
) -> None:
    france = 10.0 if ratio is not None else None
    given = [replace(offer, density=10 * (ratio or 1), france=france) for offer in diagnosis.offers]
    monkeypatch.setattr(Diagnosis, "offers", given)
    again = Diagnosis(diagnosis.codes, diagnosis.vintages)
    sentence = needs.proposed(figures_by_key(again, surroundings(again.codes, on=DAY))[NURSES])
    assert sentence.startswith(start)
    assert "Infirmiers en ville" in sentence


def test_a_need_dropped_meanwhile_does_not_come_back_and_its_new_words_are_not_lost(
    structure: Structure, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    founder = cast["founder"]
    assert founder
    need = needs.add_need(structure, "Des gardes.", by=founder)
    again = Need.objects.get(pk=need.pk)
    needs.drop(again, by=founder)
    needs.drop(Need(pk=need.pk, structure=structure), by=founder)
    with pytest.raises(needs.NeedDropped):
        needs.reword(need, "Des gardes de nuit.", by=founder)
    assert not Need.objects.exists()
    lines = [entry.sentence for entry in trail_of(structure.pk)]
    assert lines.count("Besoin retiré.") == 1
    assert "Besoin récrit." not in lines

    need = needs.add_need(structure, "Des gardes.", by=founder)
    reword = needs.reword

    def dropped_just_before(need: Need, text: str, *, by: User) -> None:
        needs.drop(need, by=by)
        reword(need, text, by=by)

    monkeypatch.setattr(needs, "reword", dropped_just_before)
    url = reverse("project:reword_need", args=[structure.slug, need.pk])
    answer = client_of(founder).post(url, {"text": "Des gardes de nuit."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "pendant que vous le récriviez" in page
    assert "Des gardes de nuit.</textarea>" in page


def test_a_need_and_its_line_in_the_trail_stand_or_fall_together(
    structure: Structure, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    founder = cast["founder"]
    assert founder
    need = needs.add_need(structure, "Des gardes.", by=founder)

    def out_of_order(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(needs, "record", out_of_order)
    for gesture in (
        lambda: needs.add_need(structure, "Un bus.", by=founder),
        lambda: needs.reword(need, "Un bus.", by=founder),
        lambda: needs.drop(need, by=founder),
    ):
        with pytest.raises(RuntimeError):
            gesture()
    assert [each.text for each in Need.objects.all()] == ["Des gardes."]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_dropped_and_reworded_at_once_a_need_is_gone(
    at_once: Callable[..., list[Any]], structure: Structure, founder: User
) -> None:
    for _ in range(10):
        need = needs.add_need(structure, "Des gardes.", by=founder)
        results = at_once(
            lambda need=need: needs.drop(need, by=founder),
            lambda need=need: needs.reword(need, "De nuit.", by=founder),
            lambda need=need: needs.drop(need, by=founder),
        )
        assert not Need.objects.exists()
        assert [each for each in results if each and not isinstance(each, needs.NeedDropped)] == []
    assert sum(entry.sentence == "Besoin retiré." for entry in trail_of(structure.pk)) == 10


@pytest.mark.parametrize("data", [{"figure": "offre.sorcier"}, {"text": "   "}, {"text": "x" * 3_000}, {}])
def test_a_need_that_says_nothing_is_refused_with_a_sentence(
    data: dict[str, str], structure: Structure, cast: Cast
) -> None:
    answer = client_of(cast["founder"]).post(reverse("project:write_need", args=[structure.slug]), data)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Need.objects.exists()


def test_a_need_of_another_territory_is_nobody_s_here(structure: Structure, cast: Cast) -> None:
    founder = cast["founder"]
    assert founder
    needs.add_need(structure, "Des gardes", by=founder)
    client = client_of(cast["outsider"])
    url = reverse("project:drop_need", args=[structure.slug, Need.objects.get().pk])
    assert client.post(url).status_code == 404
    assert Need.objects.exists()


def in_order(structure: Structure) -> list[str]:
    return [need.text for need in structure.needs.all()]


def test_moved_needs_all_take_a_place_as_of_that_day_and_a_new_one_comes_last(
    structure: Structure, founder: User
) -> None:
    first, _, third = (needs.add_need(structure, words, by=founder) for words in ("Un", "Deux", "Trois"))
    needs.move(third, up=True, by=founder, on=DAY)
    assert in_order(structure) == ["Un", "Trois", "Deux"]
    assert {need.ranked_on for need in structure.needs.all()} == {DAY}
    needs.move(first, up=True, by=founder, on=DAY)  # the first goes no higher
    assert in_order(structure) == ["Un", "Trois", "Deux"]
    needs.add_need(structure, "Quatre", by=founder)
    assert in_order(structure)[-1] == "Quatre"
    needs.drop(first, by=founder)
    with pytest.raises(BadInput, match="retiré"):
        needs.move(first, up=False, by=founder, on=DAY)


def test_a_need_that_nobody_answers_says_so_until_an_objective_does(
    structure: Structure, founder: User, client: Client
) -> None:
    need = needs.add_need(structure, "Des gardes.", by=founder)
    client.force_login(founder)
    page = reverse("project:needs", args=[structure.slug])
    assert "Aucun objectif n’y répond" in client.get(page).content.decode()
    objectives.add_objective(
        structure, objectives.GivenObjective("Une garde tenue", needs=[need]), key=uuid4(), by=founder
    )
    told = client.get(page).content.decode()
    assert "Aucun objectif n’y répond" not in told
    assert "Une garde tenue" in told
