"""`kill -9` between the approval and the file: what is done again afterwards makes one batch, and one file of it."""

from pathlib import Path

import pytest

from dying import killed, lived, put_aside, rows
from funding.paying import DUTCH, account_of, approved, payee_of
from maillage.accounts.models import User
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
#: The same people, the same click.
BEGINS = """
from uuid import UUID
from funding.paying import AT, DAY
from maillage.accounts.models import User
from maillage.funding.models import BankAccount, Claim, TransferBatch
from maillage.funding.services import batches, preparing
founder, treasurer = (User.objects.get(email=f"{who}@example.org") for who in ("fondatrice", "tresoriere"))
account = BankAccount.objects.get(label="Compte courant")
chosen = [*Claim.objects.filter(state="approuvee", parts=None).values_list("pk", flat=True)]
key = UUID(int=7)
"""
PREPARES = "made = preparing.prepare(account, chosen, DAY, key=key, by=founder, at=AT)\n"
FINDS = "made = TransferBatch.objects.get(key=key)\n"
VALIDATES = "batches.validate(made, by=treasurer, at=AT)\n"
TAKES = "sys.stdout.buffer.write(batches.file_of(made, by=treasurer, at=AT))\n"
STANDS = "SELECT state FROM funding_transferbatch WHERE state != 'annule'"
PARTS = "SELECT count(*) FROM funding_transferpart WHERE is_live"
TAKEN = "SELECT count(*) FROM audit_entry WHERE sentence LIKE '%fichier de virements sorti%'"


def test_whatever_dies_between_the_approval_and_the_file_one_batch_results(
    structure: Structure, founder: User, treasurer: User, tmp_path: Path
) -> None:
    max_ = structure.people.get(name="Max Fictif")
    payee_of(max_, DUTCH, founder, treasurer)
    account_of(structure, founder)
    approved(max_, "50.00", "25.50")
    tests = Path(__file__).resolve().parents[1]
    environment = {**put_aside(tmp_path), "PYTHONPATH": f"{tests.parent / 'src'}:{tests}"}

    killed(environment, f"{BEGINS}preparing.record = hold\n{PREPARES}")
    assert (rows(environment, STANDS), rows(environment, PARTS)) == ([], [(0,)])
    for _ in range(2):
        lived(environment, BEGINS + PREPARES)
    assert (rows(environment, STANDS), rows(environment, PARTS)) == ([("prepare",)], [(2,)])

    killed(environment, f"{BEGINS}{FINDS}batches.record = hold\n{VALIDATES}")
    assert rows(environment, STANDS) == [("prepare",)]
    lived(environment, BEGINS + FINDS + VALIDATES)

    killed(environment, f"{BEGINS}{FINDS}batches.record = hold\n{TAKES}")
    assert (rows(environment, STANDS), rows(environment, TAKEN)) == ([("valide",)], [(0,)])
    one, again = (lived(environment, BEGINS + FINDS + TAKES) for _ in range(2))
    assert one == again
    assert one.count("<EndToEndId>") == 1
    assert "75.50" in one
    assert (rows(environment, STANDS), rows(environment, TAKEN)) == ([("valide",)], [(2,)])
