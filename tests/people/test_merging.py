"""Two cards of one person: every count and every cent before is there after, and comes back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum
from django.urls import reverse

from grounds import structure_on
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.people import services
from maillage.people.models import Adhesion, Fee, Merge, Person
from maillage.people.queries import people_of
from maillage.people.queries.doubles import doubles, recent_merges
from maillage.people.queries.fees import due, fee_rule, up_to_date
from maillage.people.queries.members import Roll, Wanted, by_kind, counts_of
from maillage.people.services import GivenPerson, merge, say_apart, undo
from maillage.people.services.merging import pointing
from maillage.structures.models import Structure
from maillage.ui.queries import contents_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
TODAY = date(2026, 3, 5)
RPPS = "10003461034"


@pytest.fixture
def pair(structure: Structure, founder: User) -> tuple[Person, Person]:
    """Max, adhérent who paid; and « Dr FICTIF Max », adhérent too, who paid the same year and says more."""
    kept = structure.people.get(name="Max Fictif")
    given = GivenPerson(
        "Dr FICTIF Max", "medecin_generaliste", "Montauban", "Cabinet fictif", "porteur", rpps=RPPS,
        email="max@example.org",
    )  # fmt: skip
    (gone,) = services.welcome(structure, [given], by=founder)
    gone.sites.add(structure.sites.get())
    services.enter(gone, "adherent", by=founder, on=kept.adhesions.get().since)
    services.ask_fees(structure, by=founder, on=TODAY)
    services.receive(structure, [gone.fees.get().pk], paid_on=TODAY, means="cheque", by=founder)
    return kept, gone


def books(structure: Structure) -> tuple[int, Decimal | None, int]:
    fees = Fee.objects.filter(person__structure=structure)
    return (
        fees.count(),
        fees.aggregate(all=Sum("amount"))["all"],
        Adhesion.objects.filter(person__structure=structure).count(),
    )


def state(structure: Structure) -> list[dict[str, Any]]:
    return sorted(contents_of(structure)["people"]["people"], key=lambda person: person["name"])


def test_the_pair_is_seen_with_the_one_that_says_more_first(
    structure: Structure, pair: tuple[Person, Person]
) -> None:
    (seen,) = doubles(structure)
    assert (seen.first, seen.second) == (pair[1], pair[0])


def test_one_card_is_left_and_no_count_nor_cent_is_lost(
    structure: Structure, pair: tuple[Person, Person], founder: User
) -> None:
    kept, gone = pair
    before = books(structure)
    merge(kept, gone, by=founder, at=NOW)
    kept.refresh_from_db()
    assert (kept.name, kept.commune, kept.rpps, kept.email) == (
        "Max Fictif",
        "Bressols",
        RPPS,
        "max@example.org",
    )
    assert [site.name for site in kept.sites.all()] == ["Maison du Tescou"]
    assert gone not in people_of(structure)
    assert gone.pk not in Roll(structure, on=TODAY).listed(Wanted(state="tous"))
    assert books(structure) == before
    assert by_kind(structure, counts_of(structure, on=TODAY)) == {"adherent": 1}
    assert up_to_date(structure, on=TODAY) == {kept.pk}
    rule = fee_rule(structure)
    assert rule
    assert [each.person_id for each in due(structure, rule, on=date(2027, 1, 2))] == [kept.pk]


def test_undone_all_is_as_it_was(structure: Structure, pair: tuple[Person, Person], founder: User) -> None:
    before = state(structure)
    done = merge(*pair, by=founder, at=NOW)
    undo(done, by=founder, at=NOW + timedelta(days=30))
    undo(done, by=founder, at=NOW + timedelta(days=30))
    assert state(structure) == before
    assert {person.name for person in structure.people.all()} == {"Ada Fictif", "Max Fictif", "Dr FICTIF Max"}
    merge(*pair, by=founder, at=NOW)  # and again


def test_what_was_changed_since_is_not_taken_away(
    structure: Structure, pair: tuple[Person, Person], founder: User
) -> None:
    done = merge(*pair, by=founder, at=NOW)
    Person.objects.filter(pk=pair[0].pk).update(email="neuf@example.org")
    undo(done, by=founder, at=NOW)
    pair[0].refresh_from_db()
    assert (pair[0].email, pair[0].rpps) == ("neuf@example.org", "")


def test_after_thirty_days_it_is_for_good(pair: tuple[Person, Person], founder: User) -> None:
    done = merge(*pair, by=founder, at=NOW)
    with pytest.raises(BadInput, match="trente jours"):
        undo(done, by=founder, at=NOW + timedelta(days=30, seconds=1))


def test_cards_made_one_in_turn_come_apart_from_the_last(
    structure: Structure, pair: tuple[Person, Person], founder: User
) -> None:
    before = state(structure)
    kept, gone = pair
    (third,) = services.welcome(
        structure, [GivenPerson("Max FICTIF", "medecin_generaliste", "Bressols")], by=founder
    )
    first = merge(kept, gone, by=founder, at=NOW)
    second = merge(third, kept, by=founder, at=NOW)
    assert recent_merges(structure, at=NOW) == [second]
    with pytest.raises(BadInput, match="d’abord la dernière"):
        undo(first, by=founder, at=NOW)
    undo(second, by=founder, at=NOW)
    undo(first, by=founder, at=NOW)
    services.dismiss(structure, [third.pk], by=founder)
    assert state(structure) == before


def test_a_number_that_a_third_card_took_since_is_told(
    structure: Structure, pair: tuple[Person, Person], founder: User
) -> None:
    kept, gone = pair
    done = merge(kept, gone, by=founder, at=NOW)
    Person.objects.filter(pk=kept.pk).update(rpps="")
    third = Person.objects.create(structure=structure, name="Kim Fictif", profession="infirmier", rpps=RPPS)
    with pytest.raises(BadInput, match="fiche de Kim Fictif"):
        undo(done, by=founder, at=NOW)
    Person.objects.filter(pk=third.pk).update(rpps="")
    undo(done, by=founder, at=NOW)
    assert Person.objects.get(pk=gone.pk).rpps == RPPS


def test_two_numbers_one_card_or_two_structures_are_refused(
    structure: Structure, pair: tuple[Person, Person], founder: User
) -> None:
    kept, gone = pair
    with pytest.raises(BadInput, match="deux fiches"):
        merge(kept, kept, by=founder, at=NOW)
    (stranger,) = services.welcome(
        structure_on(["82112"], by=founder), [GivenPerson("Max Fictif", "infirmier")], by=founder
    )
    with pytest.raises(BadInput, match="deux fiches"):
        merge(kept, stranger, by=founder, at=NOW)
    Person.objects.filter(pk=kept.pk).update(rpps="10003461033")
    with pytest.raises(BadInput, match="deux personnes"):
        merge(kept, gone, by=founder, at=NOW)
    assert doubles(structure) == []


def test_two_people_said_apart_are_not_asked_about_again(
    structure: Structure, pair: tuple[Person, Person], founder: User
) -> None:
    say_apart(*pair, by=founder)
    say_apart(*reversed(pair), by=founder)
    assert doubles(structure) == []


def test_every_column_that_points_to_a_card_moves() -> None:
    """A room that comes later has nothing to do: its rows follow."""
    assert {f"{column.model._meta.label}.{column.name}" for column in pointing()} >= {
        "people.Adhesion.person",
        "people.Fee.person",
        "people.Person_sites.person",
    }


@pytest.mark.django_db(transaction=True)
def test_merged_by_two_at_once_it_is_merged_once(
    pair: tuple[Person, Person], founder: User, at_once: Callable[..., list[Any]]
) -> None:
    kept, gone = pair
    said = at_once(
        lambda: merge(kept, gone, by=founder, at=NOW), lambda: merge(gone, kept, by=founder, at=NOW)
    )
    assert sum(isinstance(each, Merge) for each in said) == 1
    assert sum(isinstance(each, BadInput) for each in said) == 1
    assert Person.objects.filter(pk__in=[kept.pk, gone.pk]).count() == 1


def test_the_page_merges_and_gives_back(
    structure: Structure, pair: tuple[Person, Person], founder: User
) -> None:
    client, url = client_of(founder), reverse("people:doubles", args=[structure.slug])
    assert "C’est la même personne" in client.get(url).content.decode()
    sent = {"kept": pair[0].pk, "gone": pair[1].pk}
    assert "Fusions récentes" in client.post(url, sent, follow=True).content.decode()
    assert client.post(url, sent).status_code == 404  # one of them is gone
    done = Merge.objects.get()
    client.post(reverse("people:undo_merge", args=[structure.slug, done.pk]))
    assert structure.people.count() == 3
    assert "Choisissez deux fiches" in client.post(url, {}, follow=True).content.decode()
