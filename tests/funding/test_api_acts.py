"""What a key of a structure may do, and not only read: take a file of transfers that people validated, keep the lines of a bank."""

import json
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from funding.houses import a_house
from funding.paying import AT, DUTCH, HERS, TODAY, account_of, approved, payee_of, prepare
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.funding.commands import money
from maillage.funding.enums import BatchState
from maillage.funding.models import BankAccount, Payee, TransferBatch
from maillage.funding.queries.transfers import taken_at
from maillage.funding.services import batches, payees
from maillage.funding.services.payees import GivenPayee
from maillage.kernel import BadInput
from maillage.structures.models import Structure
from maillage.structures.services import switch_modules
from maillage.structures.services.keys import RIGHTS, make_key
from players import FOUNDED_ON

pytestmark = pytest.mark.django_db
TITLES = "Date;Libellé;Débit;Crédit\n"
#: Two lines of one day are alike, and are two movements.
LINES = ["05/03/2026;CB PAPETERIE;12,50;", "05/03/2026;CB PAPETERIE;12,50;", "09/03/2026;VIR LOYER;400,00;"]


def key(structure: Structure, by: User, *rights: str) -> str:
    """The secret of one that has these rights and no other."""
    label = "Tableur de la trésorière"
    return make_key(structure, label, by=by, on=FOUNDED_ON, **dict.fromkeys(rights, True))[1]


def post(slug: str, what: str, secret: str, data: dict[str, Any] | None = None) -> Any:
    url = f"/api/v1/structures/{slug}/money/{what}"
    return Client().post(url, data, headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def batch(
    structure: Structure, founder: User, treasurer: User, monkeypatch: pytest.MonkeyPatch
) -> TransferBatch:
    """Of one claim, validated by the treasurer; today is the day when the others prepared it."""
    monkeypatch.setattr("maillage.funding.endpoints.timezone.now", lambda: AT)
    max_ = structure.people.get(name="Max Fictif")
    payee_of(max_, DUTCH, founder, treasurer)
    made = prepare(account_of(structure, founder), approved(max_, "50.00"), founder)
    return batches.validate(made, by=treasurer, at=AT)


def now(batch: TransferBatch) -> TransferBatch:
    return TransferBatch.objects.select_related("legal_person__structure", "account").get(pk=batch.pk)


def taken(batch: TransferBatch, secret: str, slug: str = "") -> Any:
    return post(slug or batch.legal_person.structure.slug, f"batches/{batch.pk}/file", secret)


def test_a_key_takes_the_file_that_the_page_gives_and_the_trail_names_it(
    batch: TransferBatch, structure: Structure, founder: User
) -> None:
    assert taken_at(batch) is None
    answer = taken(batch, key(structure, founder, "takes_transfers"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    assert batch.reference in answer["Content-Disposition"]
    said = Entry.objects.latest("pk")
    assert "par la clé «\N{NO-BREAK SPACE}Tableur de la trésorière\N{NO-BREAK SPACE}»" in said.sentence
    assert said.actor is None
    assert answer.content == batches.file_of(now(batch), by=founder, at=AT)


def test_a_file_that_a_key_took_locks_its_batch(
    batch: TransferBatch, structure: Structure, founder: User
) -> None:
    taken(batch, key(structure, founder, "takes_transfers"))
    with pytest.raises(BadInput, match="est sorti le"):
        batches.cancel(batch, by=founder)


def test_asking_is_not_taking(batch: TransferBatch, structure: Structure, founder: User) -> None:
    """A program that follows addresses locks nothing."""
    secret = key(structure, founder, "takes_transfers", "opens_money")
    url = f"/api/v1/structures/{structure.slug}/money/batches/{batch.pk}"
    assert Client().get(f"{url}/file", headers={"Authorization": f"Bearer {secret}"}).status_code == 405
    assert Client().get(url, headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    assert taken_at(batch) is None


@pytest.mark.parametrize("state", sorted({*BatchState} - {BatchState.VALIDATED}))
def test_a_batch_that_nobody_validated_or_that_left_gives_no_file(
    state: str, batch: TransferBatch, structure: Structure, founder: User
) -> None:
    TransferBatch.objects.filter(pk=batch.pk).update(state=state)
    answer = taken(batch, key(structure, founder, "takes_transfers"))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["reason"]
    assert taken_at(batch) is None


def test_what_keeps_the_file_on_its_page_keeps_it_from_a_key(
    batch: TransferBatch, structure: Structure, founder: User
) -> None:
    """The IBAN was typed again since: nobody called back yet."""
    given = GivenPayee("personne", "Max Fictif", HERS)
    payees.change_payee(Payee.objects.get(person__name="Max Fictif"), given, by=founder, on=TODAY)
    secret = key(structure, founder, "takes_transfers")
    with pytest.raises(BadInput) as told:
        batches.file_of(now(batch), by=founder, at=AT)
    assert taken(batch, secret).json()["errors"][0]["reason"] == str(told.value)


@pytest.mark.parametrize("number", ["0", "99999999", "9" * 30, "-1"])
def test_a_batch_of_nobody_is_not_found(number: str, structure: Structure, founder: User) -> None:
    secret = key(structure, founder, "takes_transfers")
    assert post(structure.slug, f"batches/{number}/file", secret).status_code == 404


def test_a_key_takes_no_file_of_another_structure(batch: TransferBatch, founder: User) -> None:
    other = a_house(founder).structure
    switch_modules(other, ["argent"], by=founder)
    theirs = key(other, founder, "takes_transfers")
    assert taken(batch, theirs, other.slug).status_code == 404
    assert taken(batch, theirs).status_code == 401
    assert taken_at(batch) is None


ACTS = {"takes_transfers": "batches/1/file", "keeps_statements": "statement?dry_run=true"}


@pytest.mark.parametrize(("right", "what"), ACTS.items())
def test_another_right_opens_neither(right: str, what: str, structure: Structure, founder: User) -> None:
    others = key(structure, founder, *({*RIGHTS} - {right}))
    refused = [
        post(structure.slug, what, others),
        post("nulle-part", what, others),
        post(structure.slug, what, "x"),
    ]
    assert {each.status_code for each in refused} == {401}
    assert len({each.content for each in refused}) == 1


@pytest.mark.parametrize(("right", "what"), ACTS.items())
def test_without_its_money_module_no_key_acts(
    right: str, what: str, structure: Structure, founder: User
) -> None:
    secret = key(structure, founder, right)
    assert post(structure.slug, what, secret).status_code in {404, 422}
    switch_modules(structure, [], by=founder)
    assert post(structure.slug, what, secret).status_code == 401


@pytest.mark.parametrize("right", RIGHTS)
def test_who_makes_a_key_chooses_each_right(right: str, structure: Structure, founder: User) -> None:
    page = f"/s/{structure.slug}/reglages/cles/"
    assert client_of(founder).post(page, {"label": "Une", right: "on"}).status_code == 200
    made = structure.api_keys.latest("pk")
    assert [each for each in RIGHTS if getattr(made, each)] == [right]
    assert RIGHTS[right] in Entry.objects.latest("pk").sentence


# A statement


def give(
    structure: Structure, secret: str, content: str | bytes, asked: str = "", name: str = "r.csv"
) -> Any:
    """To the account of the fixture, unless it is `asked` otherwise."""
    raw = content if isinstance(content, bytes) else content.encode()
    return post(structure.slug, f"statement{asked}", secret, {"file": SimpleUploadedFile(name, raw)})


@pytest.fixture
def secret(structure: Structure, founder: User) -> str:
    return key(structure, founder, "keeps_statements")


def into(account: BankAccount, more: str = "") -> str:
    return f"?account={account.pk}{more}"


DRY = "&dry_run=true"


def test_a_statement_is_foreseen_then_kept_once(
    account: BankAccount, structure: Structure, secret: str
) -> None:
    text = TITLES + "\n".join([*LINES, "hier;X;1,00;"])
    seen = give(structure, secret, text, into(account, DRY)).json()
    assert (seen["kept"], seen["lines"], seen["unknown"], seen["doubles"]) == (0, 3, 3, 0)
    assert [each["line"] for each in seen["refused"]] == [5]
    assert not account.lines.exists()
    assert give(structure, secret, text, into(account)).json()["kept"] == 3
    assert give(structure, secret, text, into(account)).json() | {"refused": []} == {
        "kept": 0, "lines": 3, "matched": 0, "doubles": 3, "unknown": 0, "near": 0, "refused": [], "notes": [],
    }  # fmt: skip
    assert account.lines.count() == 3
    said = Entry.objects.filter(sentence__contains="relevé r.csv par la clé").get()
    assert said.actor is None


def test_the_command_says_the_same(
    account: BankAccount, structure: Structure, secret: str, tmp_path: Any
) -> None:
    file = tmp_path / "r.csv"
    file.write_text(TITLES + "\n".join(LINES))
    asked = [
        "statement",
        str(file),
        "--structure",
        structure.slug,
        "--account",
        str(account.pk),
        "--dry-run",
        "--json",
    ]
    told = json.loads(CliRunner().invoke(money, asked, catch_exceptions=False).output)
    assert give(structure, secret, file.read_bytes(), into(account, DRY)).json() == told


@pytest.mark.parametrize(
    "content", ["", "bonjour", "\0\1\2", "%PDF-1.7", "<html>", b"PK\x03\x04" + b"\xff" * 90]
)
@pytest.mark.parametrize("more", ["", DRY])
def test_a_file_that_is_no_statement_is_refused(
    content: str | bytes, more: str, account: BankAccount, structure: Structure, secret: str
) -> None:
    answer = give(structure, secret, content, into(account, more))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["reason"]
    assert not account.lines.exists()


def test_no_file_at_all_is_refused(account: BankAccount, structure: Structure, secret: str) -> None:
    answer = post(structure.slug, "statement", secret)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "file")


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30, "-1", "abc"])
def test_an_account_of_nobody_is_refused(
    number: str, account: BankAccount, structure: Structure, secret: str
) -> None:
    answer = give(structure, secret, TITLES + LINES[0], f"?account={number}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "account")
    assert not account.lines.exists()


def test_several_accounts_that_fit_are_for_the_program_to_choose(
    account: BankAccount, structure: Structure, secret: str
) -> None:
    answer = give(structure, secret, TITLES + LINES[0])
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "account")
    assert f"{account.pk} (Compte courant)" in answer.json()["errors"][0]["reason"]


def test_a_structure_without_an_account_is_foreseen_and_keeps_nothing(founder: User) -> None:
    structure = a_house(founder).structure
    switch_modules(structure, ["argent"], by=founder)
    secret = key(structure, founder, "keeps_statements")
    assert give(structure, secret, TITLES + LINES[0], "?dry_run=true").json()["lines"] == 1
    answer = give(structure, secret, TITLES + LINES[0])
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "account")
