"""Whatever characters are typed, pasted or escaped: pages answer, documents open, nothing odd is kept."""

import json
from itertools import product

import pytest
from django.test import Client

from house.visiting import address, client_of
from maillage.documents.services.charts import Ratio, Ratios
from maillage.geography import atlas
from maillage.kernel import in_xml, visible
from maillage.structures.models import Structure
from players import Cast

#: Word's line break, others of their kind, what XML refuses, and half of a character.
ODD = ["\x0b", "\x0c", "\x01", "\x00", "\x7f", "\x92", "\ufffe", "\uffff"]


@pytest.mark.parametrize("odd", [*ODD, "\ud800"])
def test_an_odd_character_parts_two_words(odd: str) -> None:
    assert visible(f"CPTS{odd}test\n\tété") == "CPTS test\n\tété"
    assert in_xml(f"A{odd}<B>") == "A &lt;B&gt;"


@pytest.mark.parametrize("odd", ODD)
def test_a_name_with_an_odd_character_is_kept_without_it_and_breaks_no_document(
    odd: str, structure: Structure, cast: Cast
) -> None:
    client = client_of(cast["founder"])
    typed = {"name": f"CPTS{odd}test", "signature_hoped_on": "", "version": "0"}
    assert client.post(address("structures:settings", structure), typed).status_code == 302
    structure.refresh_from_db()
    assert structure.name == "CPTS test"
    if odd == ODD[0]:
        for name, form in product(("dossier:download", "diagnosis:download"), ("pdf", "docx", "odt")):
            assert client.get(address(name, structure, {"form": form, "suffix": form})).status_code == 200


def test_a_name_that_is_already_odd_breaks_no_drawing(structure: Structure) -> None:
    title = "CPTS\x0b\ud800test"
    chart = Ratios([Ratio("\x01", 1.0)], title, "France").svg
    outline = atlas().outline_svg(structure.territory.codes, title)
    for svg in (chart, outline):
        assert visible(svg) == svg
        assert "CPTS  test" in svg


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["%00", "%0B", "%EF%BF%BF"])
@pytest.mark.parametrize(
    "path",
    ["/fonder/?pour=a{}b&codes=82121", "/territoire/?q=a{0}b&codes={0}", "/annuaire/?q=a{}b", "/?a{}b=1"],
)
def test_a_question_with_an_odd_character_is_answered(odd: str, path: str, cast: Cast) -> None:
    answer = client_of(cast["founder"]).get(path.format(odd))
    assert answer.status_code in {200, 302, 404, 422}


@pytest.mark.django_db
@pytest.mark.parametrize("odd", [*ODD, "\ud800"])
def test_json_with_an_odd_character_is_answered(odd: str, client: Client) -> None:
    for body in ({"communes": [f"821{odd}21"]}, {f"a{odd}": [{f"b{odd}": odd}], "departement": "82"}):
        answer = client.post("/api/v1/territories/summary", json.dumps(body), content_type="application/json")
        assert answer.status_code in {200, 422}
        assert visible(answer.content.decode()) == answer.content.decode()
    assert client.get("/api/v1/directory/search", {"q": f"a\x00{'b'}"}).status_code in {200, 422}
