"""What people met in files and lists of communes, with invented data; each stands for its kind."""

import pytest
from django.test import Client

from maillage.geography import atlas
from maillage.territories.views.drawing import LONGEST_URL

SCRIPT = {"HX-Request": "true"}


@pytest.mark.django_db
def test_a_drawing_of_two_thousand_communes_needs_no_long_address(client: Client) -> None:
    codes = [commune.code for each in ("62", "59", "80") for commune in atlas().communes_of(each)]
    whole = client.post("/territoire/", {"dep": "62", "codes": ",".join(codes)}, headers=SCRIPT)
    assert whole.status_code == 200
    assert whole.headers["HX-Replace-Url"] == "false"
    few = client.post("/territoire/", {"dep": "82", "codes": "82121,82002"}, headers=SCRIPT)
    assert "codes=82002,82121" in few.headers["HX-Replace-Url"]
    assert len(few.headers["HX-Replace-Url"]) < LONGEST_URL
    page = client.get("/territoire/", {"dep": "82"}).content.decode()
    assert 'hx-post="/territoire/"' in page
    assert "hx-get" not in page[page.index('<form id="drawing"') : page.index("</form>")]
