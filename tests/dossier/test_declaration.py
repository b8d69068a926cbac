"""A yearly declaration: what misses is said, a line proved and owned is ready, nothing is counted twice."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from funding.houses import DAY, a_house
from house.visiting import client_of, counted
from maillage.accounts.models import User
from maillage.dossier.models import DeclaredRow
from maillage.dossier.queries.contents import contents
from maillage.dossier.queries.declaration import OWNER, PROOF, VALUE, declaration_of
from maillage.dossier.services import declaration as services
from maillage.dossier.services.declaration import GivenLine, GivenRow
from maillage.funding.services import accord
from maillage.funding.services.accord import GivenFact
from maillage.kernel import BadInput
from maillage.project.enums import EvidenceKind
from maillage.project.models import Evidence
from maillage.structures.models import LegalPerson

pytestmark = pytest.mark.django_db
YEAR, TODAY = 2025, date(2026, 1, 20)


@pytest.fixture
def company(founder: User) -> LegalPerson:
    return a_house(founder)


def evidence(company: LegalPerson, on: date = date(2025, 6, 1), number: int = 1) -> Evidence:
    return Evidence.objects.create(
        structure=company.structure, number=number, kind=EvidenceKind.OUTSIDE, title="Registre des RCP", dated_on=on,
        words="Classeur de la coordination", added_on=on, key=uuid4(),
    )  # fmt: skip


def lacks(company: LegalPerson, name: str) -> list[str]:
    told = declaration_of(company, YEAR, on=TODAY)
    return next(line.lacks for line in told.lines if line.fact.name == name)


def test_a_line_is_ready_once_it_has_a_value_a_proof_and_an_owner(
    company: LegalPerson, founder: User
) -> None:
    assert lacks(company, "meetings") == [VALUE, OWNER]
    accord.note_facts(company, YEAR, {"meetings": GivenFact(kept=6)}, by=founder)
    assert lacks(company, "meetings") == [PROOF, OWNER]
    owner = company.structure.people.all()[0]
    given = GivenLine(owner.pk, "Six dans l’année", [evidence(company).pk])
    services.note_line(company, YEAR, "meetings", given, by=founder)
    assert lacks(company, "meetings") == []
    owner.delete()
    assert lacks(company, "meetings") == [OWNER]


def test_a_proof_of_another_year_or_of_another_structure_is_refused(
    company: LegalPerson, founder: User
) -> None:
    old = evidence(company, date(2023, 6, 1))
    with pytest.raises(BadInput, match="n’est plus là"):
        services.note_line(company, YEAR, "meetings", GivenLine(evidences=[old.pk]), by=founder)
    with pytest.raises(BadInput, match="ne demande pas"):
        services.note_line(company, YEAR, "inconnu", GivenLine(), by=founder)


def test_a_row_sent_twice_is_told_once(company: LegalPerson, founder: User) -> None:
    given, key = GivenRow("protocole", "Plaies chroniques", "infirmier, médecin", DAY, patients=40), uuid4()
    for _ in range(2):
        services.add_row(company, YEAR, given, key=key, by=founder)
    assert [each.title for each in DeclaredRow.objects.all()] == ["Plaies chroniques"]
    with pytest.raises(BadInput, match="finit après"):
        services.add_row(
            company, YEAR, GivenRow("stagiaire", "IFSI", "", TODAY, DAY), key=uuid4(), by=founder
        )


def test_prerequisites_come_first_in_what_is_checked(company: LegalPerson, founder: User) -> None:
    accord.note_facts(company, YEAR, {"coordination": GivenFact(kept=False)}, by=founder)
    first = next(declaration_of(company, YEAR, on=TODAY).to_check)
    assert "prérequis n’est pas tenu" in first


def test_the_whole_path_on_the_pages(company: LegalPerson, founder: User) -> None:
    client, slug = client_of(founder), company.structure.slug
    page = f"{reverse('dossier:declaration', args=[slug])}?annee={YEAR}"
    assert "Prérequis" in client.get(page).content.decode()
    line = reverse("dossier:declared_line", args=[slug, YEAR, "meetings"])
    proof = evidence(company)
    label = "Max Fictif"
    assert client.post(line, {"owner": "Personne Inconnue"}).status_code == 422
    assert client.post(line, {"owner": label, "comment": "Six", "evidences": [proof.pk]}).status_code == 302
    rows = reverse("dossier:add_declared_row", args=[slug, YEAR])
    sent = {
        "key": str(uuid4()),
        "kind": "stagiaire",
        "title": "Interne en médecine générale",
        "who": "Max Fictif",
    }
    assert client.post(rows, {**sent, "title": ""}).status_code == 422
    assert client.post(rows, sent).status_code == 302
    asks = reverse("dossier:caisse_asks", args=[slug, YEAR])
    sent = {"key": str(uuid4()), "asked_on": "2026-02-10", "question": "Le registre des RCP ?"}
    assert client.post(asks, sent).status_code == 302
    read = client.get(page).content.decode()
    assert "Interne en médecine générale" in read
    assert "Le registre des RCP ?" in read
    asked = contents(company.structure)["declarations"][0]["questions"]
    assert [each["question"] for each in asked] == ["Le registre des RCP ?"]
    with counted() as queries:
        client.get(page)
    assert len(queries) <= 16
