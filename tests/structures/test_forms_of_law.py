"""Every form of the law is founded, and lives by the steps of its own."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from conftest import FOUNDED_ON
from house.visiting import client_of
from maillage import legislation
from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.structures.enums import Track
from maillage.structures.models import Structure
from maillage.structures.queries import (
    awaiting,
    due_dates,
    mission_lines,
    moves_on,
    recognition_ribbon,
    signature_of,
    stage_of,
)
from maillage.structures.services import GivenSite, advance, found
from overlays import FORM, invented_form, laid_over, write
from tables.books import plain

FORMS = [form.key for form in legislation.every_form()]
ALBIAS = "82001"
RAIL = ("home", "team", "sites", "territory", "life", "visibility", "settings")

pytestmark = pytest.mark.django_db


def posted(form: str, **given: str) -> dict[str, str]:
    return {
        "name": f"Essai {form}", "forme": form, "codes": "82121,82001", "commune": "Montauban", "table": "{}", **given,
    }  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_founded_and_each_page_of_it_opens(form: str, founder: User) -> None:
    client = client_of(founder)
    entry = legislation.form(form, on=timezone.localdate())
    page = client.get(reverse("structures:found"), {"forme": form, "codes": "82121"})
    assert f"{entry.to_found} {entry.label}" in page.content.decode()
    answer = client.post(reverse("structures:found"), posted(form))
    assert answer.status_code == 302, answer.content.decode()
    structure = Structure.objects.get(name=f"Essai {form}")
    assert structure.form == form
    assert structure.sites.count() == (entry.founded_on == "sites")
    for name in RAIL:
        assert client.get(reverse(f"structures:{name}", args=[structure.slug])).status_code == 200, name


@pytest.mark.parametrize("form", [form for form in FORMS if form not in {"cpts", "ess"}])
def test_every_page_of_a_structure_without_territory_opens(form: str, founder: User) -> None:
    client = client_of(founder)
    client.post(reverse("structures:found"), posted(form, codes=""))
    structure = Structure.objects.get(form=form)
    assert structure.territory.codes == ()
    home = client.get(structure.get_absolute_url()).content.decode()
    rail = home[home.index("<nav") :]
    inside = set(re.findall(rf'href="(/s/{structure.slug}/[^"#?]*)"', rail))
    assert len(inside) > 5
    for address in sorted(inside):
        assert client.get(address).status_code in {200, 302}, address


@pytest.mark.parametrize("form", FORMS)
def test_what_is_true_of_a_cpts_alone_is_said_of_it_alone(form: str, founder: User) -> None:
    """Its size, its missions, what its agreement gives: on no page of another form, with a territory or not."""
    client = client_of(founder)
    client.post(reverse("structures:found"), posted(form))
    structure = Structure.objects.get(form=form)
    pages = {name: reverse(f"structures:{name}", args=[structure.slug]) for name in (*RAIL, "parts")}
    pages["redraw"] = f"{reverse('structures:found')}?pour={structure.slug}&codes=82121"
    pages["found"] = f"{reverse('structures:found')}?forme={form}&codes=82121"
    said = set()
    for address in pages.values():
        page = client.get(address).content.decode()
        main = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main")])
        said |= set(re.findall(r"CPTS|lettre|taille \d|missions?\b|Maximum théorique", main))
    assert bool(said) == (form == "cpts"), said


@pytest.mark.parametrize("form", FORMS)
def test_a_signature_is_hoped_for_where_the_form_signs_something(form: str, founder: User) -> None:
    client = client_of(founder)
    client.post(reverse("structures:found"), posted(form))
    structure = Structure.objects.get(form=form)
    address = reverse("structures:settings", args=[structure.slug])
    page = client.get(address).content.decode()
    signature = signature_of(form)
    assert ('name="signature_hoped_on"' in page) == (signature is not None)
    if signature:
        assert f"{signature.signature} espérée le" in page
    answer = client.post(
        address, {"name": "Autre", "contact": "Ada", "version": "0", "signature_hoped_on": "2017-05-02"}
    )
    refused = form == "cpts"  # no agreement of CPTS could be signed then
    assert answer.status_code == (422 if refused else 302)
    structure.refresh_from_db()
    assert structure.signature_hoped_on == (date(2017, 5, 2) if signature and not refused else None)


def test_informing_others_is_asked_of_those_who_have_others_to_inform(founder: User) -> None:
    client = client_of(founder)
    told = {}
    for form in ("cpts", "msp", "escap"):
        client.post(reverse("structures:found"), posted(form))
        structure = Structure.objects.get(form=form)
        page = client.get(reverse("structures:team", args=[structure.slug])).content.decode()
        told[form] = re.findall(r'<h2 id="information">(.*?)</h2>', page)
    assert told == {
        "cpts": ["Comment le territoire a été informé"],
        "msp": ["Comment les autres soignants ont été informés"],
        "escap": [],
    }


def test_the_list_of_structures_says_the_form_of_each(founder: User) -> None:
    client = client_of(founder)
    for form in ("msp", "esp"):
        client.post(reverse("structures:found"), posted(form))
    page = client.get(reverse("structures:mine")).content.decode()
    assert {"MSP", "ESP"} <= set(re.findall(r"</strong> ([A-Z]+)", page))


def test_a_form_of_sites_needs_one(founder: User) -> None:
    answer = client_of(founder).post(reverse("structures:found"), posted("msp", commune="", codes=""))
    assert answer.status_code == 422
    assert "au moins un site" in answer.content.decode()


def test_a_form_nobody_knows_leads_back_to_the_choice(founder: User) -> None:
    answer = client_of(founder).get(reverse("structures:found"), {"forme": "zzz"})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("guide:choose")


def test_a_form_is_not_founded_before_the_law_knows_it(founder: User) -> None:
    with pytest.raises(BadInput, match="existe que depuis"):
        found(name="MSP", form="msp", sites=[GivenSite("82121")], by=founder, on=date(2000, 1, 1))


def walk(structure: Structure, by: User) -> list[str]:
    """Forward to the last stage."""
    entered = []
    while forward := [
        move for move in moves_on(structure, Track.RECOGNITION) if move.enters not in {"emergence", *entered}
    ]:
        advance(structure, Track.RECOGNITION, forward[0], by=by, on=FOUNDED_ON, today=timezone.localdate())
        entered.append(forward[0].enters)
        structure = Structure.objects.get(pk=structure.pk)
    return entered


@pytest.mark.parametrize("form", FORMS)
def test_a_form_walks_its_own_stages(form: str, founder: User) -> None:
    structure = found(
        name="Essai", form=form, codes=["82121"], sites=[GivenSite("82121")], by=founder, on=FOUNDED_ON
    )
    keys = [stage.key for stage in legislation.stages(form)]
    assert walk(structure, founder) == keys[1:]
    structure = Structure.objects.get(pk=structure.pk)
    assert stage_of(structure, Track.RECOGNITION) == keys[-1]
    assert recognition_ribbon(structure)[-1][1] == "current"
    assert bool(mission_lines(structure, on=FOUNDED_ON)) == (form == "cpts")


def test_the_delays_that_a_move_opens_are_awaited(founder: User) -> None:
    """Six months to create the SISA, from the signature of the ACI; a month before it may be registered."""
    structure = found(name="MSP", form="msp", sites=[GivenSite("82121")], by=founder, on=date(2026, 1, 5))
    for stage in ("diagnostic_fait", "projet_signe", "projet_transmis", "aci_signe"):
        move = next(move for move in moves_on(structure, Track.RECOGNITION) if move.enters == stage)
        advance(
            structure, Track.RECOGNITION, move, by=founder, on=date(2026, 2, 3), today=timezone.localdate()
        )
        structure = Structure.objects.get(pk=structure.pk)
    (due,) = due_dates(structure)
    assert (due.say, due.on, due.limit) == ("Créer la SISA", date(2026, 8, 3), "au plus tard")
    assert any("Créer la SISA, au plus tard le 3" in plain(task.text) for task in awaiting(structure))


def test_what_was_answered_comes_along(founder: User) -> None:
    client = client_of(founder)
    result = client.get(
        "/choisir/resultat/", {"infirmier.liberal": "2", "medecin_generaliste.liberal": "1", "region": "76"}
    )
    links = re.findall(r'href="(/fonder/\?forme=msp[^"]*)"', result.content.decode())
    if not links:  # the page does not show the action yet
        links = ["/fonder/?forme=msp&equipe=infirmier:2,medecin_generaliste:1&region=76"]
    page = client.get(links[0].replace("&amp;", "&"))
    assert "2 infirmiers et 1 médecin généraliste" in page.content.decode()
    client.post(reverse("structures:found"), posted("msp", equipe="infirmier:2,medecin_generaliste:1"))
    structure = Structure.objects.get(form="msp")
    assert sorted(actor.profession for actor in structure.actors.all()) == [
        "infirmier",
        "infirmier",
        "medecin_generaliste",
    ]


def test_an_invented_form_is_founded_from_data_alone(founder: User, tmp_path: Path) -> None:
    with laid_over(invented_form(tmp_path)):
        structure = found(name="ESI", form="esi", sites=[GivenSite("82121")], by=founder, on=FOUNDED_ON)
        assert [label for label, _ in recognition_ribbon(structure)] == ["Émergence", "Écrire le projet"]
        assert walk(structure, founder) == ["projet"]
    page = client_of(founder).get(structure.get_absolute_url())  # the overlay is gone, the structure is not
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ('[{key: projet, label: "Projet", content: "", source: guide_pharmaciens, stages: [{key: a, label: A}, {key: a, label: B}]}]', "deux étapes s'appellent a"),
        ('[{key: projet, label: "Projet", content: "", source: guide_pharmaciens, stages: [{key: a, label: A, sent_back: {move: b, to: zzz, entered: E}}]}]', "zzz"),
        ('[{key: projet, label: "Projet", content: "", source: guide_pharmaciens, stages: [{key: a, label: A, opens: [{delay: zzz, say: S, until: b}]}]}]', "zzz"),
        ('[{key: projet, label: "Projet", content: "", source: guide_pharmaciens, stages: [{key: "A B", label: A}]}]', "A B"),
        ('[{label: "Projet", content: "", source: guide_pharmaciens}]', "key"),
    ],
)  # fmt: skip
def test_a_form_of_an_overlay_with_a_wrong_step_is_refused(steps: str, fault: str, tmp_path: Path) -> None:
    wrong = re.sub(r"steps: \[.*\]\n", f"steps: {steps}\n", FORM)
    with laid_over(write(tmp_path, forms__esi=wrong)), pytest.raises(BadInput, match=fault):
        legislation.every_form()
