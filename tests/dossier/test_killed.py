"""A process that dies in the middle (`kill -9`) leaves what stood before: no half file, no document half filed."""

from pathlib import Path

import pytest
from django.utils import timezone

from dossier.writing import begun, written
from dying import killed, lived, maillage, put_aside, rows
from maillage.accounts.models import User
from maillage.documents.enums import Format
from maillage.dossier.models import Document
from maillage.dossier.services import exporting
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
FREEZING = """
from maillage.dossier.models import Document
from maillage.dossier.services import review_filing
document = Document.objects.get()
review_filing.record = hold
review_filing.freeze(document, by=document.started_by, at=timezone.now())
"""
INTACT = "print(review_filing.is_intact(Document.objects.get().frozen))"
EXPORTING = """
from maillage.dossier.services import exporting
from maillage.jobs.services import run_next
setattr(exporting, sys.argv[1], hold)
run_next()
"""
PACKING = """
from maillage.kernel import paths
from maillage.portal.commands import cli
paths.Path.replace = hold
cli(sys.argv[1:])
"""
OF_EXPORTS = "SELECT state, outcome, done FROM jobs_job WHERE kind = 'dossier-sortie'"
ASKED_LONG_AGO = "UPDATE jobs_job SET beat_at = '2026-01-01 00:00:00'"


@pytest.fixture
def document(structure: Structure, founder: User) -> Document:
    written(structure, "origine", "<p>Avant.</p>", by=founder)
    return begun(structure, founder)


def test_a_freeze_that_died_froze_nothing_and_a_pack_leaves_the_one_before(
    document: Document, tmp_path: Path
) -> None:
    environment, slug = put_aside(tmp_path), document.structure.slug
    killed(environment, FREEZING)
    stood = "SELECT state, (SELECT count(*) FROM dossier_frozenstate) FROM dossier_document"
    assert rows(environment, stood) == [("ecriture", 0)]
    again = FREEZING.replace("review_filing.record = hold\n", "") + INTACT
    assert lived(environment, again) == "True\n"
    assert rows(environment, stood) == [("arrete", 1)]
    pack = tmp_path / "dossier.zip"
    pack.write_bytes(b"the one before")
    killed(environment, PACKING, "dossier", "pack", slug, "--document", "lettre", "-o", str(pack))
    assert pack.read_bytes() == b"the one before"


def test_an_export_that_died_twice_is_taken_up_again_and_leaves_one_file(
    document: Document, founder: User, tmp_path: Path
) -> None:
    """Killed before the file is written, then between the file and what tells of it."""
    exporting.export_later(document, Format.DOCX, correspondence="", by=founder, at=timezone.now())
    environment = put_aside(tmp_path)
    ((before,),) = rows(environment, "SELECT count(*) FROM files_file")
    for at, done, files in (("render", 0, 0), ("Outcome", 1, 1)):
        killed(environment, EXPORTING, at)
        assert rows(environment, OF_EXPORTS) == [("running", "", done)]
        assert rows(environment, f"SELECT count(*) - {before} FROM files_file") == [(files,)]
        rows(environment, ASKED_LONG_AGO)
    maillage(environment, "worker", "--once")
    assert rows(environment, OF_EXPORTS) == [("done", "Le fichier est prêt.", exporting.STEPS)]
    assert rows(environment, "SELECT file_id IS NOT NULL, printed FROM dossier_export") == [(1, "")]
    assert rows(environment, f"SELECT count(*) - {before} FROM files_file") == [(1,)]
