"""A bank file kept once, and what each of its lines answers. Accounts and people are invented."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.utils import IntegrityError
from django.urls import reverse

from funding.conftest import IBAN
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.funding.commands import money
from maillage.funding.enums import AnswerKind, ClaimState
from maillage.funding.models import BankAccount, BankLine, Claim, Contract, Receipt, Reconciliation
from maillage.funding.queries.bank import accounts_of
from maillage.funding.queries.hours import claims_of
from maillage.funding.rules.reconciling import of_account, proposed
from maillage.funding.rules.statements import read_statement
from maillage.funding.services import claims, receipts, reconciling
from maillage.funding.services.bank import GivenAccount, Kept, keep, open_account
from maillage.funding.types.bank import Candidate
from maillage.kernel import BadInput
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.services import give_access

TODAY = date(2026, 11, 29)
ADVANCE = "aci:1:mission_advance:parcours"  # 22 500 €
TITLES = "Date;Libellé;Débit;Crédit\n"
CPAM, PAID, TWICE = (
    "10/03/2026;VIR CPAM;;22500,00",
    "12/03/2026;VIR ADA;100,00;",
    "12/03/2026;CB TIMBRES;5,00;",
)
STATEMENT = "\n".join([CPAM, PAID, TWICE, TWICE])


def account_of(structure: Structure) -> BankAccount:
    return BankAccount.objects.select_related("legal_person__structure").get(
        legal_person__structure=structure, label="Compte courant"
    )


def read(account: BankAccount, rows: str = STATEMENT, **said: Any) -> Kept:
    found = read_statement("releve.csv", f"{TITLES}{rows}\n".encode(), on=TODAY)
    return keep(account, found, by=None, on=TODAY, **said)


def line_at(account: BankAccount, label: str) -> BankLine:
    known = BankLine.objects.select_related("account__legal_person__structure")
    return known.filter(account=account, label=label).earliest("pk")


def candidate(amount: int, near: date, *uses: str, is_noted: bool = False) -> Candidate:
    days = (date(2026, 1, 1), date(2026, 12, 31))
    return Candidate(AnswerKind.PAYMENT, "Un versement", Decimal(amount), *days, near, uses, is_noted)


def test_nothing_is_proposed_to_two_lines() -> None:
    early, late = candidate(10, date(2026, 3, 1), "a"), candidate(10, date(2026, 9, 1), "b")
    line = (date(2026, 8, 1), Decimal(10))
    assert proposed([line, line, line], [early, late]) == [late, early, None]
    assert proposed([(date(2027, 8, 1), Decimal(10)), (date(2026, 8, 1), Decimal(9))], [early]) == [
        None,
        None,
    ]


def test_what_is_noted_by_hand_comes_before_what_is_nearer() -> None:
    noted, near = candidate(10, date(2026, 3, 1), "a", is_noted=True), candidate(10, date(2026, 9, 1), "a")
    assert proposed([(date(2026, 9, 1), Decimal(10))] * 2, [near, noted]) == [noted, near]


def test_a_file_of_another_account_is_refused() -> None:
    iban = "".join(IBAN.split())
    assert of_account(iban, "A", ["00099995678901", "30006000011234567890189"]) == ["30006000011234567890189"]
    assert of_account(iban, "A", ["Compte courant"]) == ["Compte courant"]
    assert of_account(iban, "A", ["01234567890"]) == ["01234567890"]
    with pytest.raises(BadInput, match="un autre compte"):
        of_account(iban, "A", ["98765432109"])


def test_the_same_file_twice_keeps_nothing_more(account: BankAccount) -> None:
    assert (read(account).count, read(account).count) == (4, 0)
    assert BankLine.objects.filter(account=account, label="CB TIMBRES").count() == 2
    kept = accounts_of(account.legal_person.structure).get(pk=account.pk)
    assert (kept.balance, kept.left) == (Decimal("23390.00"), 4)


def test_files_that_overlap_give_only_what_is_new(account: BankAccount) -> None:
    read(account, "\n".join([CPAM, TWICE]))
    kept = read(account, "\n".join([TWICE, TWICE, "13/03/2026;LOYER;300,00;"]))
    assert (kept.count, kept.seen.doubles) == (2, 1)


def test_a_label_that_changed_is_kept_when_somebody_says_so(account: BankAccount) -> None:
    read(account, PAID)
    other = PAID.replace("VIR ADA", "VIREMENT ADA")
    assert read(account, other).count == 0
    assert read(account, other, others=[0]).count == 1
    assert read(account, "\n".join([PAID, other])).count == 0


def test_what_the_opening_balance_holds_is_refused(account: BankAccount) -> None:
    seen = read(account, "28/02/2026;VIEUX;10,00;").seen
    assert (len(seen.lines), "solde de départ" in seen.refused[0].why) == (0, True)


def test_a_line_is_kept_by_the_database_once(account: BankAccount) -> None:
    read(account, PAID)
    line = line_at(account, "VIR ADA")
    line.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save()


@pytest.mark.parametrize("iban", ["FR06 3000 6000 0112 3456 7890 188", "", IBAN])
def test_an_account_is_one_that_exists_and_is_noted_once(
    account: BankAccount, founder: User, iban: str
) -> None:
    with pytest.raises(BadInput):
        open_account(account.legal_person, GivenAccount("A", iban, Decimal(), TODAY), key=uuid4(), by=founder)


def test_the_same_file_at_the_same_moment_is_kept_once(
    account: BankAccount, at_once: Callable[..., list[Any]]
) -> None:
    kept = at_once(lambda: read(account), lambda: read(account))
    assert sorted(each.count for each in kept) == [0, 4]


def test_a_line_said_twice_at_the_same_moment_writes_one_receipt(
    account: BankAccount, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    read(account, CPAM)
    line, contract = line_at(account, "VIR CPAM"), Contract.objects.get(legal_person=account.legal_person)

    def say() -> Reconciliation:
        return reconciling.is_payment(line, contract, ADVANCE, by=founder, on=TODAY)

    assert sum(isinstance(each, BadInput) for each in at_once(say, say)) == 1
    assert Receipt.objects.filter(expects=ADVANCE).count() == 1


def test_a_payment_that_came_is_received_then_taken_back(account: BankAccount, founder: User) -> None:
    read(account)
    line, contract = line_at(account, "VIR CPAM"), Contract.objects.get(legal_person=account.legal_person)
    noted = reconciling.is_payment(line, contract, ADVANCE, by=founder, on=TODAY).receipt
    assert noted is not None
    assert (noted.amount, noted.received_on) == (Decimal(22_500), line.booked_on)
    with pytest.raises(BadInput, match="déjà dit"):
        reconciling.is_other(line, "Autre", by=founder, on=TODAY)
    assert [reconciling.undo(line, by=founder, on=TODAY) for _ in range(2)] == [True, False]
    assert Receipt.objects.get(undoes=noted).amount == Decimal(-22_500)


def test_a_receipt_noted_by_hand_is_linked_and_counted_once(account: BankAccount, founder: User) -> None:
    read(account)
    line, contract = line_at(account, "VIR CPAM"), Contract.objects.get(legal_person=account.legal_person)
    given = receipts.GivenReceipt(date(2026, 3, 9), Decimal(22_500))
    noted = receipts.receive(contract, ADVANCE, given, key=uuid4(), by=founder, on=TODAY)
    seen = read(account, CPAM.replace("CPAM", "AUTRE")).seen
    assert seen.matched == 0  # near the line that is kept: a person says it
    reconciling.is_receipt(line, noted, by=founder, on=TODAY)
    reconciling.undo(line, by=founder, on=TODAY)
    assert not Receipt.objects.filter(undoes=noted).exists()
    reconciling.is_receipt(line, noted, by=founder, on=TODAY)
    receipts.undo(noted, by=founder, on=TODAY)
    assert not Reconciliation.objects.filter(line=line).exists()
    with pytest.raises(BadInput, match="annulée"):
        reconciling.is_receipt(line, noted, by=founder, on=TODAY)


@pytest.fixture
def claim(structure: Structure, founder: User) -> Claim:
    """A hundred euros, approved by another."""
    treasurer = User.objects.create_user("tresoriere@example.org")
    give_access(structure, treasurer.email, [Role.TREASURY], by=founder, on=date(2026, 3, 2))
    claims.approve(structure, [claims_of(structure).get().pk], by=treasurer, on=date(2026, 3, 11))
    return claims_of(structure).get(state=ClaimState.APPROVED)


def test_a_line_pays_claims_to_the_cent_and_takes_it_back(
    account: BankAccount, claim: Claim, founder: User
) -> None:
    assert read(account).seen.matched == 2
    line, stamps = line_at(account, "VIR ADA"), line_at(account, "CB TIMBRES")
    with pytest.raises(BadInput, match="100"):
        reconciling.is_claims(stamps, [claim.pk], by=founder, on=TODAY)
    reconciling.is_claims(line, [claim.pk], by=founder, on=TODAY)
    claim.refresh_from_db()
    assert (claim.state, claim.paid_on) == (ClaimState.PAID, line.booked_on)
    reconciling.undo(line, by=founder, on=TODAY)
    claim.refresh_from_db()
    assert (claim.state, claim.paid_on, claim.settled_by) == (ClaimState.APPROVED, None, None)


def test_claims_noted_paid_by_hand_stay_paid(account: BankAccount, claim: Claim, founder: User) -> None:
    claims.pay(account.legal_person.structure, [claim.pk], date(2026, 3, 11), by=founder, on=TODAY)
    read(account)
    line = line_at(account, "VIR ADA")
    reconciling.is_claims(line, [claim.pk], by=founder, on=TODAY)
    reconciling.undo(line, by=founder, on=TODAY)
    claim.refresh_from_db()
    assert (claim.state, claim.paid_on) == (ClaimState.PAID, date(2026, 3, 11))


def test_what_was_ticked_comes_back_with_the_refusal(
    account: BankAccount, claim: Claim, founder: User
) -> None:
    read(account)
    stamps, slug = line_at(account, "CB TIMBRES"), account.legal_person.structure.slug
    url = reverse("funding:bank_line", args=[slug, stamps.pk])
    page = client_of(founder).post(url, {"claim": claim.pk})
    assert page.status_code == 422
    assert f'value="{claim.pk}" checked' in page.content.decode()


def test_a_file_is_seen_then_kept_then_said_by_the_pages(
    account: BankAccount, structure: Structure, founder: User
) -> None:
    client, slug = client_of(founder), structure.slug
    url = reverse("funding:import_statement", args=[slug, account.pk])
    file = SimpleUploadedFile("releve.csv", f"{TITLES}{STATEMENT}\nhier;X;1,00;\n".encode())
    page = client.post(url, {"file": file})
    assert "« hier » n’est pas une date" in page.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    given = page.context["form"].data
    assert client.post(url, {**given, "keep": "1"}).status_code == 302
    assert len(client.post(url, given).context["same"]) == 4
    assert client.post(url, {**given, "keep": "1"}).status_code == 302
    assert BankLine.objects.filter(account=account).count() == 4
    assert client.post(url, {"given": "pas du tout"}).status_code == 422

    shown = client.get(reverse("funding:account", args=[slug, account.pk])).context["lines"]
    best = next(best for line, best in shown if line.label == "VIR CPAM")
    line = line_at(account, "VIR CPAM")
    said = reverse("funding:bank_line", args=[slug, line.pk])
    assert client.post(said, {best.field: best.uses}).status_code == 302
    assert client.get(said).context["told"] == "ACI du Tescou, " + line.reconciliation.receipt.label
    assert client.post(said, {"words": "Autre"}).status_code == 422
    client.post(reverse("funding:undo_line", args=[slug, line.pk]))
    assert client.post(said, {"payment": "0:aucun"}).status_code == 422


def test_who_coordinates_says_nothing_of_claims(
    account: BankAccount, structure: Structure, claim: Claim, founder: User
) -> None:
    coordinator = User.objects.create_user("coordination@example.org")
    give_access(structure, coordinator.email, [Role.COORDINATION], by=founder, on=date(2026, 3, 2))
    read(account)
    client, line = client_of(coordinator), line_at(account, "VIR ADA")
    url = reverse("funding:bank_line", args=[structure.slug, line.pk])
    assert client.post(url, {"claim": claim.pk}).status_code == 403
    reconciling.is_claims(line, [claim.pk], by=founder, on=TODAY)
    assert client.post(reverse("funding:undo_line", args=[structure.slug, line.pk])).status_code == 403


def test_a_command_foresees_then_keeps(account: BankAccount, structure: Structure, tmp_path: Path) -> None:
    path = tmp_path / "releve.csv"
    path.write_text(f"{TITLES}{STATEMENT}\nhier;X;1,00;\n", encoding="utf-8")

    def run(*asked: str) -> Any:
        arguments = [
            "statement",
            str(path),
            "--structure",
            structure.slug,
            "--account",
            str(account.pk),
            *asked,
        ]
        return json.loads(CliRunner().invoke(money, [*arguments, "--json"], catch_exceptions=False).output)

    foreseen = run("--dry-run")
    counts = {"lines": 4, "matched": 1, "doubles": 0, "unknown": 3}
    assert counts.items() <= foreseen.items()
    assert foreseen["refused"][0]["line"] == 6
    assert run()["doubles"] == 0
    assert run()["doubles"] == 4
