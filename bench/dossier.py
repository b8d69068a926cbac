"""A whole project leaves: what the page that asks for it costs, and what the worker takes, from its rows to the file.

Of a territory at its most: 80 actions, 200 indicators, 1,000 cards.
"""

from collections.abc import Iterator
from os import times
from time import perf_counter

from django.utils import timezone
from tests.crowd import FIVE_YEARS

from bench.documents import WORDS
from bench.structure import of
from maillage import legislation
from maillage.accounts.models import User
from maillage.documents.enums import Format
from maillage.documents.services import page_count
from maillage.dossier.documents.review import copy_of
from maillage.dossier.models import Document
from maillage.dossier.services.documents import begin
from maillage.dossier.services.exporting import export_later
from maillage.dossier.services.writing import write_section
from maillage.jobs.services import run_next

PLAN, PAGES = "projet_de_sante_cpts", 60
#: Of a section at a time, until the whole has its pages.
STEP = 40
MOST = 5.0


def rows() -> Iterator[tuple[str, str, str]]:
    """(work, measured, aim)."""
    by = User.objects.create_user("dossier@example.org")
    document = begin(of(FIVE_YEARS, by), PLAN, by=by)
    pages = written(document, by)
    for form in Format:
        start, worked = perf_counter(), processor()
        export_later(document, form, correspondence="", by=by, at=timezone.now())
        asked = perf_counter() - start
        while job := run_next():
            done = job
        made = perf_counter() - start - asked
        assert done.outcome == "Le fichier est prêt.", done.outcome
        work = f"project of {pages} pages, 80 actions, 200 indicators, in {form.upper()}"
        yield f"{work}: asked for", f"{asked:.1f} s", "—"
        told = f"{made:.1f} s, {processor() - worked:.1f} s of processor in all{' (!)' * (made > MOST)}"
        yield f"{work}: made by the worker", told, f"≤ {MOST:.0f} s on an idle machine"


def processor() -> float:
    """Seconds, of this process and of those it started: pandoc is one."""
    return sum(times()[:4])


def written(document: Document, by: User) -> int:
    """Fill its sections evenly until it has its pages; how many."""
    sections, length = legislation.plan(document.plan).sections, 0
    versions = dict.fromkeys((each.key for each in sections), 0)
    while (pages := page_count(copy_of(document, on=timezone.localdate()))) < PAGES:
        length += STEP
        for key, version in versions.items():
            text = f"<p>{WORDS * length}</p>"
            write_section(document, key, text, rich=True, version=version, by=by, at=timezone.now())
            versions[key] += 1
    return pages
