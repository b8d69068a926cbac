"""Documents of the demonstration, section by section; addresses are found here."""

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from journeys.joining import camille, structure
from journeys.steps import go_through
from maillage.dossier.models import Document, SectionText
from maillage.dossier.services.documents import begin
from maillage.dossier.services.writing import take_pen, write_section

SPACE = "/s/cpts-du-grand-montauban-demonstration/"
DOCUMENTS = f"{SPACE}dossier/"
DOCUMENT = f"{DOCUMENTS}0/"
SECTION = f"{DOCUMENT}partie/demarche/"
CLAUSES = f"{DOCUMENT}partie/siege_duree/clauses/"
VERSIONS = f"{SECTION}versions/"


def _written(plan: str) -> Document:
    document = begin(structure(), plan, by=camille())
    document.structure = structure()
    return document


def project() -> Document:
    """With a section that was written twice."""
    document = _written("projet_de_sante_cpts")
    row = SectionText.objects.filter(document=document, section="demarche").first()
    version = row.version if row else 0
    for place in (1, 2):
        said = write_section(
            document,
            "demarche",
            f"<p>Deux réunions, et {place} relecture.</p>",
            rich=True,
            version=version,
            by=camille(),
            at=timezone.now(),
        )
        version = said.version
    return document


def letter_section() -> str:
    """The address of a section of the letter, which nobody wrote."""
    document = _written("lettre_d_intention_cpts")
    return reverse("dossier:section", args=[document.structure.slug, document.pk, "freins"])


def _goes(page: Page, name: str, document: Document, *args: str) -> None:
    path = reverse(f"dossier:{name}", args=[document.structure.slug, document.pk, *args])
    page.goto(path)


def document(page: Page) -> None:
    _goes(page, "document", project())


def section(page: Page) -> None:
    _goes(page, "section", project(), "demarche")


def section_held(page: Page) -> None:
    """Somebody else writes it."""
    held = project()
    take_pen(held, "demarche", by=camille(), at=timezone.now())
    _goes(page, "section", held, "demarche")


def versions(page: Page) -> None:
    _goes(page, "versions", project(), "demarche")


def clauses(page: Page) -> None:
    _goes(page, "clauses", _written("statuts_association"), "siege_duree")


def begun(page: Page, space: str, title: str) -> None:
    """On the page of a document, begun if nobody did."""
    page.goto(f"{space}dossier/")
    begin = page.get_by_role("button", name=f"Commencer « {title} »")
    go_through(begin if begin.count() else page.get_by_role("link", name=title, exact=True))
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
