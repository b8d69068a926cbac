"""Files of transfers: each claim paid once, by a file that two people saw, executed when the bank says so."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.db.utils import IntegrityError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from funding.paying import (
    AT,
    DAY,
    DUTCH,
    GENEVA,
    HERS,
    TODAY,
    account_of,
    approved,
    check,
    payee_of,
    prepare,
    read,
    treasurer_of,
)
from funding.test_statement_messages import camt, detail, entry
from funding.test_transfers import leaves, schema, values
from house.visiting import client_of, tasks_of
from maillage.accounts.models import User
from maillage.audit.queries import trail_of
from maillage.funding.commands import money
from maillage.funding.documents.paid import year_of
from maillage.funding.enums import BatchState, ClaimState, PainVersion, TransferState
from maillage.funding.models import BankAccount, BankLine, Claim, Payee, TransferBatch, TransferPart
from maillage.funding.queries.awaiting import awaiting
from maillage.funding.queries.bank import claims_for
from maillage.funding.queries.contents import contents
from maillage.funding.queries.settling import answers, as_read
from maillage.funding.queries.transfers import payable, why_not_leave
from maillage.funding.rules.paying import code_of, state_after, why_not_validate
from maillage.funding.rules.transfers.accounts import masked
from maillage.funding.rules.transfers.characters import is_reference, payment_reference
from maillage.funding.services import batches, claims, payees, preparing, reconciling, settling
from maillage.funding.services.payees import GivenPayee
from maillage.kernel import BadInput
from maillage.mail.models import Sending
from maillage.people.models import Person
from maillage.people.services import merging
from maillage.structures.models import Membership, Structure

AFTER = date(2026, 12, 20)


@pytest.fixture
def treasurer(structure: Structure, founder: User) -> User:
    return treasurer_of(structure, founder)


@pytest.fixture
def account(structure: Structure, founder: User) -> BankAccount:
    return account_of(structure, founder)


@pytest.fixture
def max_(structure: Structure, founder: User, treasurer: User) -> Person:
    """His account was called back."""
    structure.people.filter(name="Max Fictif").update(email="max@example.org")
    person: Person = structure.people.get(name="Max Fictif")
    payee_of(person, DUTCH, founder, treasurer)
    return person


@pytest.fixture
def ready(account: BankAccount, max_: Person, founder: User, treasurer: User) -> TransferBatch:
    """Two people, three claims, 75.50 and 68.40 euros; validated."""
    ada = max_.structure.people.get(name="Ada Fictif")
    chosen = [*approved(max_, "50.00", "25.50"), *approved(ada, "68.40")]
    return batches.validate(prepare(account, chosen, founder), by=treasurer, at=AT)


def claims_in(batch: TransferBatch) -> list[Claim]:
    return list(Claim.objects.filter(parts__transfer__batch=batch).order_by("pk"))


def now(batch: TransferBatch) -> TransferBatch:
    return TransferBatch.objects.select_related("legal_person__structure", "account").get(pk=batch.pk)


def line_of(account: BankAccount) -> BankLine:
    return (
        BankLine.objects.select_related("account__legal_person__structure")
        .filter(account=account)
        .latest("pk")
    )


def best(account: BankAccount) -> Any:
    line = line_of(account)
    return answers(account.legal_person.structure, account, [as_read(line)], on=AFTER)[0]


def proposed(account: BankAccount) -> list[int]:
    return [int(use) for use in best(account).uses]


# What is pure


@given(st.lists(st.sampled_from(TransferState), min_size=1))
def test_a_batch_is_over_when_no_transfer_waits(states: list[TransferState]) -> None:
    after = state_after(states)
    assert (after == BatchState.SENT) == (TransferState.WAITING in states)
    assert (after == BatchState.PARTLY) <= (TransferState.RETURNED in states)


@given(st.text(max_size=150), st.integers(1, 10**9), st.text(max_size=150), st.integers(1, 10**9))
def test_two_legal_persons_never_share_a_reference(one: str, first: int, other: str, second: int) -> None:
    codes = code_of(one, first), code_of(other, second)
    assert (codes[0] == codes[1]) <= (first == second)
    assert all(is_reference(payment_reference(code, 999_999)) for code in codes)


@given(st.decimals(0, 10**6, places=2), st.none() | st.decimals(0, 10**6, places=2))
def test_one_person_is_enough_up_to_the_threshold_only(total: Decimal, alone: Decimal | None) -> None:
    assert why_not_validate(total, alone, is_author=False) == ""
    assert bool(why_not_validate(total, alone, is_author=True)) == (alone is None or total > alone)


# A batch


def test_one_transfer_settles_the_claims_of_a_payee(ready: TransferBatch) -> None:
    told = [(each.name, each.amount, each.label) for each in ready.transfers.all()]
    assert told == [
        ("Ada Fictif", Decimal("68.40"), "1\N{NO-BREAK SPACE}demande"),
        ("Max Fictif", Decimal("75.50"), "2\N{NO-BREAK SPACE}demandes"),
    ]
    assert sum(each.amount for each in claims_in(ready)) == Decimal("143.90")


@pytest.mark.parametrize("version", PainVersion)
def test_the_file_is_what_its_schema_says_and_another_reader_finds_its_sums(
    version: PainVersion, account: BankAccount, max_: Person, founder: User, treasurer: User
) -> None:
    account = preparing.say_bank(account, "AGRIFRPP", version, 1, account.cutoff, by=founder)
    ada = max_.structure.people.get(name="Ada Fictif")
    payee = payees.change_payee(
        Payee.objects.get(person=ada), GivenPayee("personne", ada.name, GENEVA, town="Genève", country="CH"),
        by=founder, on=TODAY,
    )  # fmt: skip
    check(payee, treasurer)
    made = prepare(account, [*approved(max_, "0.10", "0.20"), *approved(ada, "999.99")], founder)
    content = batches.file_of(batches.validate(made, by=treasurer, at=AT), by=founder, at=AT)
    schema(version).assertValid(etree.fromstring(content))
    assert (values(content, "InstdAmt"), values(content, "CtrlSum")) == (["999.99", "0.30"], ["1000.29"] * 2)
    assert (values(content, "TwnNm"), values(content, "Ustrd")) == (["Geneve"], ["1 demande", "2 demandes"])
    assert dict(leaves(content))["EndToEndId"] == made.transfers.last().reference


def test_the_file_is_the_same_until_the_batch_is_deposited(ready: TransferBatch, founder: User) -> None:
    first = batches.file_of(ready, by=founder, at=AT)
    BankAccount.objects.update(bic="BNPAFRPP", label="Autre")
    assert batches.file_of(now(ready), by=founder, at=AT + timedelta(days=3)) == first
    batches.send(ready, by=founder, on=TODAY)
    with pytest.raises(BadInput, match="ne sort plus"):
        batches.file_of(now(ready), by=founder, at=AT)
    batches.unsend(ready, by=founder)
    assert batches.file_of(now(ready), by=founder, at=AT) == first


def test_christmas_and_a_file_that_is_too_old(
    account: BankAccount, max_: Person, founder: User, treasurer: User
) -> None:
    chosen = approved(max_, "10.00")
    evening = datetime(2026, 12, 24, 19, 10, tzinfo=AT.tzinfo)
    for day in (date(2026, 12, 25), date(2026, 12, 28), date(2027, 3, 26)):
        with pytest.raises(BadInput, match="choisissez"):
            preparing.prepare(account, chosen, day, key=uuid4(), by=founder, at=evening)
    made = preparing.prepare(account, chosen, date(2026, 12, 29), key=uuid4(), by=founder, at=evening)
    batches.validate(made, by=treasurer, at=evening)
    late = evening + timedelta(days=20)
    with pytest.raises(BadInput, match="trop tard"):
        batches.file_of(now(made), by=founder, at=late)
    again = batches.redate(made, date(2027, 1, 20), by=founder, at=late)
    assert (again.reference, again.state) == (made.reference, BatchState.VALIDATED)
    assert values(batches.file_of(now(made), by=founder, at=late), "Dt") == ["2027-01-20"]


def test_who_prepared_a_batch_does_not_validate_it(
    account: BankAccount, max_: Person, founder: User, treasurer: User
) -> None:
    made = prepare(account, approved(max_, "100.00"), founder)
    with pytest.raises(BadInput, match="deuxième personne"):
        batches.validate(made, by=founder, at=AT)
    with pytest.raises(BadInput, match="deuxième personne"):
        batches.file_of(made, by=founder, at=AT)
    preparing.set_alone(account.legal_person, Decimal("99.99"), by=founder)
    with pytest.raises(BadInput, match="jusqu’à"):
        batches.validate(made, by=founder, at=AT)
    preparing.set_alone(account.legal_person, Decimal(100), by=founder)
    assert batches.validate(made, by=founder, at=AT).state == BatchState.VALIDATED


def test_who_is_alone_is_told_what_to_do(
    account: BankAccount, max_: Person, founder: User, treasurer: User
) -> None:
    made = prepare(account, approved(max_, "100.00"), founder)
    Membership.objects.filter(user=treasurer).update(left_on=TODAY)
    with pytest.raises(BadInput, match="Trésorerie"):
        batches.validate(made, by=founder, at=AT)


def test_a_payee_in_quarantine_keeps_the_file_and_may_be_taken_off(
    account: BankAccount, max_: Person, founder: User, treasurer: User
) -> None:
    lou = max_.structure.people.create(name="Lou Fictif", profession="infirmier")
    payee = payee_of(lou, HERS, founder)
    mine, his = approved(max_, "10.00"), approved(lou, "20.00")
    made = prepare(account, [*mine, *his], founder)
    with pytest.raises(BadInput, match=r"Lou Fictif.: Son IBAN attend"):
        batches.validate(made, by=treasurer, at=AT)
    batches.drop(made.transfers.get(payee=payee), by=founder)
    assert set(payable(max_.structure).values_list("pk", flat=True)) == set(his)
    batches.validate(made, by=treasurer, at=AT)
    assert values(batches.file_of(now(made), by=founder, at=AT), "Nm")[-1] == "Max Fictif"


def test_whoever_has_no_payee_is_named(account: BankAccount, max_: Person, founder: User) -> None:
    lou = max_.structure.people.create(name="Lou Fictif", profession="infirmier")
    with pytest.raises(BadInput, match="Lou Fictif"):
        prepare(account, [*approved(max_, "10.00"), *approved(lou, "20.00")], founder)
    assert not TransferPart.objects.exists()


def test_what_changed_between_the_approval_and_the_payment_keeps_the_file(
    ready: TransferBatch, founder: User, treasurer: User
) -> None:
    ada, max_ = (ready.legal_person.structure.people.get(name=f"{name} Fictif") for name in ("Ada", "Max"))
    with pytest.raises(BadInput, match="retirez-la d’abord du lot"):
        claims.refuse(claims_in(ready)[0], "En double", by=treasurer, on=TODAY)
    Claim.objects.filter(pk=claims_in(ready)[0].pk).update(state="refusee", reason="En double")
    told = [f"{each.who} {each.why}" for each in why_not_leave(now(ready), at=AT)]
    assert len(told) == 1
    assert "Max Fictif" in told[0]
    payees.change_payee(
        Payee.objects.get(person=ada),
        GivenPayee("personne", ada.name, GENEVA, town="Genève", country="CH"),
        by=founder,
        on=TODAY,
    )
    assert ["IBAN a changé" in each.why for each in why_not_leave(now(ready), at=AT)].count(True) == 1
    approved(max_, "90000.00")
    assert any("de trop" in each.why for each in why_not_leave(now(ready), at=AT))
    with pytest.raises(BadInput, match=r"3.points"):
        batches.file_of(now(ready), by=founder, at=AT)


def test_a_claim_in_a_batch_is_paid_no_other_way(
    ready: TransferBatch, account: BankAccount, founder: User
) -> None:
    chosen = [each.pk for each in claims_in(ready)]
    with pytest.raises(BadInput, match="lot de virements"):
        claims.pay(ready.legal_person.structure, chosen, TODAY, by=founder, on=TODAY)
    with pytest.raises(BadInput, match="un autre lot"):
        prepare(account, chosen, founder)
    read(account, "Date;Libellé;Débit;Crédit\n15/12/2026;VIR;68,40;\n")
    assert not claims_for(line_of(account), ready.legal_person.structure).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        TransferPart.objects.create(transfer=ready.transfers.last(), claim_id=chosen[-1])


def test_a_batch_given_up_lets_its_claims_wait_again(ready: TransferBatch, founder: User) -> None:
    batches.cancel(ready, by=founder)
    assert payable(ready.legal_person.structure).count() == 3
    with pytest.raises(BadInput, match="annulé"):
        batches.send(ready, by=founder, on=TODAY)


def test_a_file_that_was_taken_is_given_up_once_somebody_looked_at_the_bank(
    ready: TransferBatch, founder: User
) -> None:
    batches.file_of(ready, by=founder, at=AT)
    one = ready.transfers.select_related("batch__legal_person__structure").first()
    with pytest.raises(BadInput, match="n’y est pas"):
        batches.cancel(ready, by=founder)
    with pytest.raises(BadInput, match="n’y est pas"):
        batches.drop(one, by=founder)
    assert batches.cancel(ready, by=founder, is_not_at_bank=True).state == BatchState.CANCELLED


def test_what_left_is_neither_refused_nor_given_up(ready: TransferBatch, founder: User) -> None:
    batches.send(ready, by=founder, on=TODAY)
    with pytest.raises(BadInput, match="déposé"):
        batches.cancel(ready, by=founder)
    with pytest.raises(BadInput, match="parti"):
        claims.refuse(claims_in(ready)[0], "Trop tard", by=founder, on=TODAY)


def test_the_same_form_twice_prepares_one(account: BankAccount, max_: Person, founder: User) -> None:
    chosen, key = approved(max_, "10.00"), uuid4()
    made = [preparing.prepare(account, chosen, DAY, key=key, by=founder, at=AT).pk for _ in range(2)]
    assert made[0] == made[1]


def test_two_treasurers_at_once_prepare_one_batch(
    account: BankAccount, max_: Person, founder: User, treasurer: User, at_once: Callable[..., list[Any]]
) -> None:
    chosen = approved(max_, *["10.00"] * 8)
    found = at_once(lambda: prepare(account, chosen, founder), lambda: prepare(account, chosen, treasurer))
    assert sorted(isinstance(each, TransferBatch) for each in found) == [False, True]
    assert sorted(isinstance(each, BadInput) for each in found) == [False, True]
    assert TransferPart.objects.filter(is_live=True).count() == 8


# The statement


def settle(ready: TransferBatch, founder: User) -> BankLine:
    """A line of the whole, without any reference, is proposed and said."""
    batches.send(ready, by=founder, on=TODAY)
    read(ready.account, "Date;Libellé;Débit;Crédit\n16/12/2026;VIR SEPA GROUPE;143,90;\n")
    line, told = line_of(ready.account), best(ready.account)
    assert (told.field, len(told.uses)) == ("transfer", 2)
    reconciling.is_transfers(line, [int(use) for use in told.uses], by=founder, on=AFTER)
    return line


def test_one_line_of_the_statement_executes_a_batch_and_pays_its_claims(
    ready: TransferBatch, founder: User
) -> None:
    line = settle(ready, founder)
    assert now(ready).state == BatchState.EXECUTED
    assert {(each.state, each.paid_on) for each in claims_in(ready)} == {
        (ClaimState.PAID, date(2026, 12, 16))
    }
    reconciling.undo(line, by=founder, on=AFTER)
    assert now(ready).state == BatchState.SENT
    assert {(each.state, each.paid_on) for each in claims_in(ready)} == {(ClaimState.APPROVED, None)}
    assert not payable(ready.legal_person.structure).exists()


def test_a_line_is_never_more_nor_less_than_its_transfers(ready: TransferBatch, founder: User) -> None:
    batches.send(ready, by=founder, on=TODAY)
    read(ready.account, "Date;Libellé;Débit;Crédit\n16/12/2026;VIR;143,91;\n")
    chosen = [each.pk for each in ready.transfers.all()]
    with pytest.raises(BadInput, match="143,91"):
        reconciling.is_transfers(line_of(ready.account), chosen, by=founder, on=AFTER)
    with pytest.raises(BadInput, match="rechargez"):
        reconciling.is_transfers(line_of(ready.account), [*chosen, 0], by=founder, on=AFTER)


def test_a_transfer_that_came_back_is_paid_again_by_another(
    ready: TransferBatch, account: BankAccount, founder: User, treasurer: User
) -> None:
    ada, max_ = ready.transfers.all()
    batches.send(ready, by=founder, on=TODAY)
    both = detail("68.40", ada.reference) + detail("75.50", max_.reference)
    read(
        account,
        camt(entry("143.90", "DBIT", f"<NtryDtls>{both}</NtryDtls>")).replace("2026-11-20", "2026-12-16"),
        "a.xml",
    )
    reconciling.is_transfers(line_of(account), proposed(account), by=founder, on=AFTER)
    back = detail("75.50", max_.reference, "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>")
    read(
        account,
        camt(entry("75.50", "CRDT", f"<NtryDtls>{back}</NtryDtls>")).replace("2026-11-20", "2026-12-18"),
        "b.xml",
    )
    line, told = line_of(account), best(account)
    assert (told.field, told.uses) == ("returned", (str(max_.pk),))
    assert "compte clos" in told.label
    max_.batch = now(ready)
    reconciling.is_return(line, max_, "Rejeté : compte clos.", by=founder, at=AT)
    assert now(ready).state == BatchState.PARTLY
    (told,) = Sending.objects.filter(key__startswith="funding.returned")
    assert ("75,50" in told.body, "NL91" in told.body, "clos" in told.body) == (True, False, False)
    payee = Payee.objects.get(pk=max_.payee_id)
    assert (payee.is_stopped, payee.stopped) == (True, "Rejeté : compte clos.")
    assert [each.state for each in claims_in(ready)] == ["approuvee", "approuvee", "payee"]
    again = prepare(account, [each.pk for each in claims_in(ready)[:2]], founder, date(2026, 12, 21))
    new = again.transfers.get()
    assert new.replaces == max_
    assert new.reference not in {ada.reference, max_.reference}
    with pytest.raises(BadInput, match="compte clos"):
        batches.validate(again, by=treasurer, at=AT)
    with pytest.raises(BadInput, match="autre lot"):
        reconciling.undo(line, by=founder, on=AFTER)
    batches.cancel(again, by=founder)
    reconciling.undo(line, by=founder, on=AFTER)
    assert now(ready).state == BatchState.EXECUTED
    assert {each.state for each in claims_in(ready)} == {"payee"}


def test_a_transfer_that_the_bank_refused_is_said_by_hand_and_the_rest_is_executed(
    ready: TransferBatch, founder: User
) -> None:
    max_ = ready.transfers.select_related("batch__legal_person__structure").get(name="Max Fictif")
    with pytest.raises(BadInput, match="pourquoi"):
        settling.come_back(max_, "", on=AFTER, by=founder, at=AT)
    batches.send(ready, by=founder, on=TODAY)
    settling.come_back(max_, "Refusé", on=AFTER, by=founder, at=AT)
    read(ready.account, "Date;Libellé;Débit;Crédit\n16/12/2026;VIR SEPA;68,40;\n")
    reconciling.is_transfers(line_of(ready.account), proposed(ready.account), by=founder, on=AFTER)
    assert now(ready).state == BatchState.PARTLY
    assert [each.name for each in payable(ready.legal_person.structure)] == ["Max Fictif"] * 2


def test_a_line_said_twice_at_once_executes_once(
    ready: TransferBatch, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    read(ready.account, "Date;Libellé;Débit;Crédit\n16/12/2026;VIR SEPA GROUPE;143,90;\n")
    line, chosen = line_of(ready.account), [each.pk for each in ready.transfers.all()]

    def say() -> Any:
        return reconciling.is_transfers(line, chosen, by=founder, on=AFTER)

    assert sum(isinstance(each, BadInput) for each in at_once(say, say)) == 1
    assert Claim.objects.filter(state=ClaimState.PAID).count() == 3


# What leaves


def test_the_statement_of_a_year_holds_what_was_paid_to_one_person(
    ready: TransferBatch, founder: User
) -> None:
    settle(ready, founder)
    max_ = ready.legal_person.structure.people.get(name="Max Fictif")
    document = year_of(max_, 2026, on=AFTER)
    (_, table) = document.sections[0].blocks
    assert [row[0] for row in table.rows] == ["Bureau, réunion 0", "Bureau, réunion 1"]
    assert table.total[-1] == "75,50\N{NO-BREAK SPACE}€"
    assert "Aucune somme" in str(year_of(max_, 2025, on=AFTER).sections[0].blocks)


def test_the_command_writes_the_same_file_and_refuses_the_same(
    ready: TransferBatch, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maillage.funding.commands.timezone.now", lambda: AT)
    run = CliRunner()
    asked = ["batch", ready.legal_person.structure.slug, str(ready.pk)]
    written = run.invoke(money, asked, catch_exceptions=False).stdout_bytes
    assert written == batches.file_of(ready, by=founder, at=AT)
    batches.send(ready, by=founder, on=TODAY)
    assert isinstance(run.invoke(money, asked).exception, BadInput)
    assert isinstance(run.invoke(money, [*asked[:2], "0"]).exception, BadInput)


def test_the_home_tells_what_waits_for_a_second_person(
    account: BankAccount, max_: Person, founder: User
) -> None:
    lou = max_.structure.people.create(name="Lou Fictif", profession="infirmier")
    payee_of(lou, HERS, founder)
    prepare(account, approved(max_, "10.00"), founder)
    told = "\n".join(each.text for each in tasks_of(awaiting(max_.structure)))
    assert re.search("IBAN à vérifier par une deuxième personne.: Lou Fictif", told)
    assert re.search("Lot de virements à valider", told)


def test_what_the_bank_says_paid_is_not_to_be_paid_again_by_hand(ready: TransferBatch, founder: User) -> None:
    line = settle(ready, founder)
    structure = ready.legal_person.structure
    chosen = [each.pk for each in claims_in(ready)]
    with pytest.raises(BadInput, match="rapprochement"):
        claims.unpay(structure, chosen, by=founder)
    assert {each.state for each in claims_in(ready)} == {ClaimState.PAID}
    reconciling.undo(line, by=founder, on=AFTER)
    claims.unpay(structure, chosen, by=founder)
    assert {each.state for each in claims_in(ready)} == {ClaimState.APPROVED}


def test_another_day_is_given_to_a_file_that_was_taken_once_the_bank_was_asked_and_why(
    ready: TransferBatch, founder: User
) -> None:
    batches.file_of(ready, by=founder, at=AT)
    later = DAY + timedelta(days=1)
    for said in ({}, {"is_not_at_bank": True}, {"reason": "Pas déposé"}):
        with pytest.raises(BadInput):
            batches.redate(ready, later, by=founder, at=AT, **said)
    assert now(ready).executes_on == DAY
    moved = batches.redate(ready, later, by=founder, at=AT, is_not_at_bank=True, reason="Refusé au dépôt")
    assert moved.executes_on == later
    told = trail_of(ready.legal_person.structure_id).filter(sentence__contains="Refusé au dépôt").get()
    assert "n’est pas à la banque" in told.sentence
    batches.send(moved, by=founder, on=TODAY)
    with pytest.raises(BadInput, match="déposé"):
        batches.redate(moved, later, by=founder, at=AT, is_not_at_bank=True, reason="Encore")


def test_the_page_asks_of_a_file_that_was_taken_whether_the_bank_has_it(
    ready: TransferBatch, founder: User, treasurer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maillage.funding.views.gestures.timezone.now", lambda: AT)
    url = reverse("funding:batch", args=[ready.legal_person.structure.slug, ready.pk])
    client = client_of(treasurer)
    assert "id_is_not_at_bank" not in client.get(url).content.decode()
    batches.file_of(ready, by=founder, at=AT)
    assert "id_is_not_at_bank" in client.get(url).content.decode()
    sent = {"act": "redate", "executes_on": "2026-12-16"}
    refused = client.post(url, sent)
    assert (refused.status_code, "2026-12-16" in refused.content.decode()) == (422, True)
    assert (
        client.post(url, sent | {"is_not_at_bank": "1", "reason": "Resté sur le bureau"}).status_code == 302
    )
    assert now(ready).executes_on == date(2026, 12, 16)


def test_an_export_shows_no_account_in_full(ready: TransferBatch, founder: User, treasurer: User) -> None:
    told = str(contents(ready.legal_person.structure))
    known = [ready.account.iban, *Payee.objects.values_list("iban", flat=True), *ready.transfers.values_list("iban", flat=True)]  # fmt: skip
    assert not [each for each in known if each in told]
    assert masked(ready.account.iban) in told


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_file_and_a_transfer_taken_off_at_once_agree(
    ready: TransferBatch, founder: User, treasurer: User, at_once: Callable[..., list[Any]]
) -> None:
    """Either the file left with it, and it stays; or it went, and no file leaves."""
    one = ready.transfers.select_related("batch__legal_person__structure").get(name="Max Fictif")
    content, dropped = at_once(
        lambda: batches.file_of(ready, by=treasurer, at=AT), lambda: batches.drop(one, by=founder)
    )
    assert [isinstance(each, BadInput) for each in (content, dropped)].count(True) == 1
    one.refresh_from_db()
    if isinstance(content, bytes):
        assert one.reference in content.decode()
        assert one.state == TransferState.WAITING
    else:
        assert (one.state, now(ready).state) == (TransferState.DROPPED, BatchState.PREPARED)


def test_the_ceiling_holds_over_two_batches(
    account: BankAccount, max_: Person, founder: User, treasurer: User
) -> None:
    """Approved in years before, paid in one: each file is under the ceiling, both are not."""
    chosen = approved(max_, "30000.00", "30000.00")
    Claim.objects.filter(pk__in=chosen).update(decided_on=date(2025, 11, 2))
    first = batches.validate(prepare(account, chosen[:1], founder), by=treasurer, at=AT)
    second = prepare(account, chosen[1:], founder)
    with pytest.raises(BadInput, match="de trop"):
        batches.validate(second, by=treasurer, at=AT)
    batches.cancel(first, by=founder)
    batches.validate(second, by=treasurer, at=AT)


def test_an_iban_checked_for_a_card_that_was_taken_into_another_is_checked_again(
    account: BankAccount, max_: Person, founder: User, treasurer: User
) -> None:
    made = prepare(account, approved(max_, "10.00"), founder)
    other = max_.structure.people.create(name="Max F.", profession="medecin_generaliste")
    merging.merge(other, max_, by=founder, at=AT)
    assert Payee.objects.get(transfers__batch=made).person_id == other.pk
    with pytest.raises(BadInput, match="réunie à une autre"):
        batches.validate(made, by=treasurer, at=AT)
