"""What a tired treasurer types and what a bank gives: refused in place, or read as it is meant, and nothing else is written."""

from datetime import date
from itertools import permutations

import pytest
from django.forms import BaseForm
from django.urls import reverse

from funding.access import ARGUMENTS, POSTED
from funding.paying import AT, HERS, TODAY, account_of, approved, payee_of, prepare, read
from house.visiting import client_of, counted
from maillage.accounts.models import User
from maillage.funding.models import BankAccount, Claim, Payee
from maillage.funding.rules.transfers.characters import sepa_text
from maillage.funding.services import batches, claims
from maillage.governance.models import Meeting
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
#: Pages that take a sum, and the field of it.
SUMS = {
    "funding:announce": "amount", "funding:receive": "amount", "funding:budget": "amount", "funding:scale": "amount",
    "funding:add_expense": "amount", "funding:books_note": "amount", "funding:share": "amount", "funding:bank": "opening",
    "funding:mission": "fixed-1", "funding:set_alone": "alone_up_to",
}  # fmt: skip
#: Those that take none at all, or one below zero.
OR_ZERO = {"funding:bank", "funding:mission", "funding:set_alone"}
BELOW_ZERO = {"funding:bank", "funding:budget"}  # an overdraft, a correction


def refused(structure: Structure, by: User, name: str, typed: str) -> bool:
    """The page says no of that field, and writes nothing."""
    arguments = ARGUMENTS[name](structure) if name in ARGUMENTS else {}
    url = reverse(name, kwargs={"slug": structure.slug, **arguments})
    client = client_of(by)
    with counted() as asked:
        answer = client.post(url, {**POSTED[name], SUMS[name]: typed})
    wrote = [each for each in asked if each.startswith(('INSERT INTO "funding', 'UPDATE "funding'))]
    forms = [
        each
        for layer in answer.context or ()
        for each in layer.flatten().values()
        if isinstance(each, BaseForm)
    ]
    return answer.status_code == 422 and any(SUMS[name] in form.errors for form in forms) and not wrote


@pytest.mark.parametrize("name", SUMS)
@pytest.mark.parametrize("typed", ["9999999999", "12,345", "vingt", "1e9", "NaN"])
def test_a_sum_that_cannot_be_is_refused_where_it_was_typed(
    name: str, typed: str, structure: Structure, founder: User
) -> None:
    assert refused(structure, founder, name, typed)


@pytest.mark.parametrize("name", sorted(SUMS.keys() - BELOW_ZERO))
def test_a_sum_below_zero_is_refused(name: str, structure: Structure, founder: User) -> None:
    assert refused(structure, founder, name, "-5")


@pytest.mark.parametrize("name", sorted(SUMS.keys() - OR_ZERO))
def test_a_sum_of_nothing_is_refused(name: str, structure: Structure, founder: User) -> None:
    assert refused(structure, founder, name, "0")


# A statement, whatever its order

TITLES = "Date;Libellé;Débit;Crédit\n"
#: Two lines of one day are alike, and are two movements.
LINES = ("05/12/2026;CB PAPETERIE;12,50;", "05/12/2026;CB PAPETERIE;12,50;", "06/12/2026;VIR LOYER;400,00;")


@pytest.mark.parametrize("again", sorted(set(permutations(LINES))))
def test_a_statement_again_in_another_order_keeps_nothing_more(
    again: tuple[str, ...], account: BankAccount
) -> None:
    assert read(account, TITLES + "\n".join(LINES)).count == 3
    assert read(account, TITLES + "\n".join(again)).count == 0
    assert read(account, TITLES + "\n".join([*again, LINES[0]])).count == 1
    assert account.lines.filter(label="CB PAPETERIE").count() == 3


def test_a_sign_in_its_own_column_and_debits_below_zero_are_the_same_movement(account: BankAccount) -> None:
    read(account, TITLES + LINES[2])
    assert read(account, "Date;Libellé;Montant;Sens\n06/12/2026;VIR LOYER;400,00;D\n").count == 0
    assert read(account, "Date;Libellé;Débit;Crédit\n06/12/2026;VIR LOYER;-400,00;\n").count == 0


# Who was not there


def test_nobody_is_paid_for_a_meeting_that_they_did_not_attend(structure: Structure, founder: User) -> None:
    """Not even who is of the instance, nor who signed and was not confirmed, nor who was taken off the sheet since."""
    Claim.objects.all().delete()
    meeting = Meeting.objects.filter(instance__structure=structure, state="tenue").earliest("starts_at")
    meeting.presences.all().delete()
    people = structure.people.order_by("pk")
    for person in people:
        meeting.instance.mandates.get_or_create(person=person, office="membre", since=date(2020, 1, 1))
    assert claims.confirm(meeting, by=founder, on=TODAY) == []
    meeting.presences.create(
        person=people[0], arrived_at=meeting.starts_at, left_at=meeting.ends_at, is_pending=True
    )
    assert claims.confirm(meeting, by=founder, on=TODAY) == []
    meeting.presences.all().delete()
    assert claims.confirm(meeting, by=founder, on=TODAY) == []
    page = reverse("funding:meeting_hours", args=[structure.slug, meeting.pk])
    client_of(founder).post(page, {"presence": people[0].pk, "person": people[0].pk})
    assert not Claim.objects.exists()


# Names of files of transfers

#: Of a name in a file.
MOST_LETTERS = 70


@pytest.fixture
def max_(structure: Structure, treasurer: User) -> Person:
    person: Person = structure.people.get(name="Max Fictif")
    return person


@pytest.mark.parametrize("count", [69, 70, 71, 120])
def test_an_accented_name_leaves_whole_or_is_refused_before_the_file(
    count: int, max_: Person, founder: User, treasurer: User
) -> None:
    """Seventy letters is what a file holds: a name is never cut in silence."""
    name = ("Éloïse-Zoé d’Œuvre " * 8)[: count - 1] + "ç"
    Person.objects.filter(pk=max_.pk).update(name=name)
    max_.refresh_from_db()
    account = account_of(max_.structure, founder)
    chosen = approved(max_, "20.00")
    if len(sepa_text(name)) > MOST_LETTERS:
        with pytest.raises(BadInput, match="70"):
            payee_of(max_, HERS, founder, treasurer)
        assert not Payee.objects.filter(person=max_).exists()
        return
    payee = payee_of(max_, HERS, founder, treasurer)
    made = batches.validate(prepare(account, chosen, founder), by=treasurer, at=AT)
    assert f"<Nm>{sepa_text(name)}</Nm>" in batches.file_of(made, by=founder, at=AT).decode()
    assert payee.name == name
