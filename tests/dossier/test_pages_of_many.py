"""The pages of a document of sixty pages ask the database as often as those of a document just begun."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from house.visiting import client_of, counted
from maillage import legislation
from maillage.accounts.models import User
from maillage.dossier.models import Document, SectionComment, SectionText, SectionVersion
from maillage.dossier.services.documents import begin
from maillage.structures.models import Structure

AT = datetime(2026, 9, 1, 8, tzinfo=UTC)
MOST = 12
PLAN = legislation.plan("projet_de_sante_cpts")
#: Two pages and a half.
WORDS = "<p>" + "Une phrase de soixante-dix signes, à peu près, pour remplir une page. " * 100 + "</p>"


def document(structure: Structure, by: User, *, versions: int, comments: int) -> Document:
    """Every section written, again and again."""
    written = begin(structure, PLAN.key, by=by)
    texts = SectionText.objects.bulk_create(
        SectionText(
            structure=structure, document=written, plan=PLAN.key, section=section.key, html=WORDS, version=versions,
            updated_by=by,
        )
        for section in PLAN.sections
    )  # fmt: skip
    SectionVersion.objects.bulk_create(
        SectionVersion(text=text, number=number, html=WORDS, written_at=AT, written_by=by)
        for text in texts
        for number in range(1, versions + 1)
    )
    SectionComment.objects.bulk_create(
        SectionComment(text=text, words="À revoir.", quotation="phrase", version=1, said_at=AT, said_by=by)
        for text in texts
        for _ in range(comments)
    )
    return written


def asked(of: Document, by: User) -> dict[str, int]:
    client, slug = client_of(by), of.structure.slug
    statutes = begin(of.structure, "statuts_association", by=by)
    pages = {
        "documents": reverse("dossier:documents", args=[slug]),
        "document": reverse("dossier:document", args=[slug, of.pk]),
        "section": reverse("dossier:section", args=[slug, of.pk, "demarche"]),
        "versions": reverse("dossier:versions", args=[slug, of.pk, "demarche"]),
        "clauses": reverse("dossier:clauses", args=[slug, statutes.pk, "siege_duree"]),
    }
    counts = {}
    for words, url in pages.items():
        assert client.get(url).status_code == 200, words
        with counted() as queries:
            client.get(url)
        counts[words] = len(queries)
    return counts


@pytest.mark.django_db
@pytest.mark.one_database
def test_a_page_of_a_long_document_asks_a_dozen_questions_at_most(
    structure: Structure, founder: User
) -> None:
    begun = asked(begin(structure, PLAN.key, by=founder), founder)
    Document.objects.filter(structure=structure).delete()
    few = asked(document(structure, founder, versions=1, comments=1), founder)
    Document.objects.filter(structure=structure).delete()
    many = asked(document(structure, founder, versions=20, comments=10), founder)
    over = {words: (begun[words], count) for words, count in many.items() if max(count, begun[words]) > MOST}
    assert over == {}
    assert {words: (few[words], count) for words, count in many.items() if count > few[words]} == {}
