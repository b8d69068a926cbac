"""Every form of the law is founded, and lives by the steps of its own."""

import re
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from grounds import move_named
from house.visiting import client_of, tasks_of
from maillage import legislation
from maillage.accounts.models import User
from maillage.audit.queries import trail_of
from maillage.kernel import BadInput, add_months, date_in_french
from maillage.people.services import found
from maillage.structures.enums import Role, Track
from maillage.structures.models import Structure
from maillage.structures.queries import (
    asked_of,
    awaiting,
    due_dates,
    linked,
    mission_lines,
    moves_on,
    person_steps_left,
    recognition_ribbon,
    signature_of,
    signed_on,
    stage_of,
)
from maillage.structures.services import (
    GivenSite,
    MoveRefused,
    add_legal_person,
    advance,
    ask_nesting,
    enter_history,
    evolve,
    give_access,
    take_back,
)
from maillage.ui.queries import modules, workspace_menu
from overlays import FORM, invented_form, laid_over, write
from players import FOUNDED_ON
from tables.books import plain

FORMS = [form.key for form in legislation.every_form()]
ALBIAS = "82001"
RAIL = (
    "structures:home", "people:team", "structures:sites", "structures:territory", "structures:life",
    "structures:visibility", "structures:settings",
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def posted(form: str, **given: str) -> dict[str, str]:
    return {
        "name": f"Essai {form}", "forme": form, "codes": "82121,82001", "commune": "Montauban", "table": "{}", **given,
    }  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_founded_and_each_page_of_it_opens(form: str, founder: User) -> None:
    client = client_of(founder)
    entry = legislation.form(form, on=timezone.localdate())
    page = client.get(reverse("people:found"), {"forme": form, "codes": "82121"})
    assert entry.founding in page.content.decode()
    answer = client.post(reverse("people:found"), posted(form))
    assert answer.status_code == 302, answer.content.decode()
    structure = Structure.objects.get(name=f"Essai {form}")
    assert structure.form == form
    assert structure.sites.count() == (entry.founded_on == "sites")
    for name in RAIL:
        assert client.get(reverse(name, args=[structure.slug])).status_code == 200, name


@pytest.mark.parametrize("form", [form for form in FORMS if form not in {"cpts", "ess"}])
def test_every_page_of_a_structure_without_territory_opens(form: str, founder: User) -> None:
    client = client_of(founder)
    client.post(reverse("people:found"), posted(form, codes=""))
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
    client.post(reverse("people:found"), posted(form))
    structure = Structure.objects.get(form=form)
    pages = {name: reverse(name, args=[structure.slug]) for name in (*RAIL, "structures:parts")}
    pages["redraw"] = f"{reverse('structures:redraw', args=[structure.slug])}?codes=82121"
    pages["found"] = f"{reverse('people:found')}?forme={form}&codes=82121"
    said = set()
    for address in pages.values():
        page = client.get(address).content.decode()
        main = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main")])
        said |= set(re.findall(r"CPTS|lettre|taille \d|missions?\b|Maximum théorique", main))
    assert bool(said) == (form == "cpts"), said


@pytest.mark.parametrize("form", FORMS)
def test_a_signature_is_hoped_for_where_the_form_signs_something(form: str, founder: User) -> None:
    client = client_of(founder)
    client.post(reverse("people:found"), posted(form))
    structure = Structure.objects.get(form=form)
    address = reverse("structures:settings", args=[structure.slug])
    page = client.get(address).content.decode()
    signature = signature_of(form)
    assert ('name="signature_hoped_on"' in page) == (signature is not None)
    if signature:
        assert f"{signature.signature} espérée le" in page
    answer = client.post(address, {"name": "Autre", "version": "0", "signature_hoped_on": "2017-05-02"})
    refused = form == "cpts"  # no agreement of CPTS could be signed then
    assert answer.status_code == (422 if refused else 302)
    structure.refresh_from_db()
    assert structure.signature_hoped_on == (date(2017, 5, 2) if signature and not refused else None)


def test_informing_others_is_asked_of_those_who_have_others_to_inform(founder: User) -> None:
    client = client_of(founder)
    told = {}
    for form in ("cpts", "ess", "msp", "escap"):
        client.post(reverse("people:found"), posted(form))
        structure = Structure.objects.get(form=form)
        page = client.get(reverse("people:team", args=[structure.slug])).content.decode()
        told[form] = re.findall(r'<h2 id="information">(.*?)</h2>', page)
    assert told == {
        "cpts": ["Comment le territoire a été informé"],
        "ess": ["Comment les soignants du périmètre ont été informés"],
        "msp": ["Comment les autres soignants ont été informés"],
        "escap": [],
    }


def test_the_list_of_structures_says_the_form_of_each(founder: User) -> None:
    client = client_of(founder)
    for form in ("msp", "esp"):
        client.post(reverse("people:found"), posted(form))
    page = client.get(reverse("structures:mine")).content.decode()
    assert {"MSP", "ESP"} <= set(re.findall(r"</strong> ([A-Z]+)", page))


def test_a_form_of_sites_needs_one(founder: User) -> None:
    answer = client_of(founder).post(reverse("people:found"), posted("msp", commune="", codes=""))
    assert answer.status_code == 422
    assert "au moins un site" in answer.content.decode()


def test_a_territory_drawn_for_a_form_comes_back_to_it(founder: User) -> None:
    client = client_of(founder)
    page = client.get(reverse("people:found"), {"forme": "ess"}).content.decode()
    (drawing,) = re.findall(r'href="(/territoire/\?pour=[^"]*)"', page)
    drawn = client.get(f"{drawing}&dep=82&codes=82121").content.decode()
    assert "/fonder/?codes=82121&amp;forme=ess" in drawn


def test_a_form_nobody_knows_leads_back_to_the_choice(founder: User) -> None:
    answer = client_of(founder).get(reverse("people:found"), {"forme": "zzz"})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("guide:choose")


def test_founding_nothing_in_particular_asks_which_form(founder: User) -> None:
    client = client_of(founder)
    answer = client.get(reverse("people:found"), {"infirmier.liberal": "2", "region": "76"})
    assert answer["Location"] == f"{reverse('structures:mine')}?infirmier.liberal=2&region=76#formes"
    page = client.get(answer["Location"]).content.decode()
    for form in FORMS:
        assert re.search(
            rf'href="/fonder/\?forme={form}&amp;equipe=infirmier.liberal%3A2&amp;region=76"', page
        )


def test_each_line_of_a_rail_has_its_own_drawing() -> None:
    every = {module.key for module in modules()}
    for form in FORMS:
        drawn = [entry.icon for entry in workspace_menu({"view", "edit", "run"}, every, form)]
        assert len(drawn) == len(set(drawn)) > 5, form


@pytest.mark.parametrize("form", FORMS)
def test_a_stage_is_named_by_a_noun_in_the_ribbon(form: str) -> None:
    """« validée » alone says nothing of what was."""
    assert [stage.short for stage in legislation.stages(form) if stage.short[0].islower()] == []


def test_the_stage_of_now_says_its_rank(founder: User) -> None:
    structure = found(name="CPTS", codes=["82121"], by=founder, on=FOUNDED_ON)
    page = client_of(founder).get(reverse("structures:home", args=[structure.slug])).content.decode()
    last = len(legislation.stages("cpts"))
    assert re.findall(r'class="stage-rank">([^<]+)<', page) == [f"étape 1 sur {last}"]


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
    assert any(
        "Créer la SISA, au plus tard le 3" in plain(task.text) for task in tasks_of(awaiting(structure))
    )


def test_what_was_answered_comes_along(founder: User) -> None:
    client = client_of(founder)
    result = client.get(
        "/choisir/resultat/", {"infirmier.liberal": "2", "medecin_generaliste.liberal": "1", "region": "76"}
    )
    links = re.findall(r'href="(/fonder/\?forme=msp[^"]*)"', result.content.decode())
    page = client.get(links[0].replace("&amp;", "&"))
    assert "2 infirmiers et 1 médecin généraliste" in page.content.decode()
    client.post(reverse("people:found"), posted("msp", equipe="infirmier:2,medecin_generaliste:1"))
    structure = Structure.objects.get(form="msp")
    assert sorted(person.profession for person in structure.people.all()) == [
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


# Growing, and what was done before


def a_team(founder: User, form: str, on: date = FOUNDED_ON) -> Structure:
    return found(name="Équipe", form=form, sites=[GivenSite("82121")], by=founder, on=on)


def again(structure: Structure) -> Structure:
    return Structure.objects.get(pk=structure.pk)


def test_an_esp_becomes_a_msp_then_a_mspu_with_all_it_has(founder: User) -> None:
    structure = a_team(founder, "esp")
    walk(structure, founder)
    client = client_of(founder)
    for form in ("msp", "mspu"):
        page = client.get(reverse("structures:life", args=[structure.slug])).content.decode()
        assert f'value="{form}"' in page
        answer = client.post(
            reverse("structures:evolve", args=[structure.slug]),
            {"evolution-form": form, "evolution-on": FOUNDED_ON.isoformat()},
        )
        assert answer.status_code == 302, answer.content.decode()
        structure = again(structure)
        assert (structure.form, stage_of(structure, Track.RECOGNITION)) == (form, "emergence")
        assert structure.sites.count() == 1
    page = plain(client.get(reverse("structures:life", args=[structure.slug])).content.decode())
    assert "Projet de santé cosigné" in page, "the stages of the ESP are still told"


def test_a_change_of_form_is_taken_back(founder: User) -> None:
    structure = a_team(founder, "esp")
    reached = walk(structure, founder)[-1]
    evolve(structure, "msp", by=founder, on=FOUNDED_ON, today=timezone.localdate())
    take_back(again(structure), Track.RECOGNITION, by=founder)
    structure = again(structure)
    assert (structure.form, stage_of(structure, Track.RECOGNITION)) == ("esp", reached)


def test_a_change_of_form_is_not_a_second_birth(founder: User) -> None:
    structure = a_team(founder, "esp")
    evolve(structure, "msp", by=founder, on=FOUNDED_ON, today=timezone.localdate())
    for name in ("structures:life", "structures:home"):
        page = plain(client_of(founder).get(reverse(name, args=[structure.slug])).content.decode())
        told = page.split("main", 1)[1]
        assert re.search(r"\d{4} ?:? Devient MSP", re.sub(r"<[^>]+>", "", told)), name
        assert len(re.findall(r"\d{4} ?:? Émergence", re.sub(r"<[^>]+>", "", told))) == 1, name


def test_what_a_legal_person_owes_goes_with_the_form_it_carried(founder: User) -> None:
    structure = a_team(founder, "esp")
    today = timezone.localdate()
    evolve(structure, "msp", by=founder, on=FOUNDED_ON, today=today)
    structure = again(structure)
    add_legal_person(structure, by=founder, name="SISA", kind="sisa", since=FOUNDED_ON)
    structure = again(structure)
    filed = next(move for move in moves_on(structure, Track.PERSON) if move.enters == "ordres")
    advance(structure, Track.PERSON, filed, by=founder, on=today, today=today)
    structure = again(structure)
    assert any("Personne morale" in task.text for task in tasks_of(awaiting(structure)))
    assert [due.say for due in due_dates(structure)] == ["Immatriculer la SISA"]

    take_back(structure, Track.RECOGNITION, by=founder)
    structure = again(structure)
    assert structure.form == "esp"
    assert not any("Personne morale" in task.text for task in tasks_of(awaiting(structure)))
    assert due_dates(structure) == []
    assert person_steps_left(structure) == []
    page = plain(client_of(founder).get(reverse("structures:life", args=[structure.slug])).content.decode())
    assert "Immatriculer la SISA" not in page
    assert "Noter une personne morale" not in page


def test_a_number_given_but_not_typed_is_not_said_to_come(founder: User) -> None:
    structure, today = found(name="CPTS", codes=["82121"], by=founder, on=FOUNDED_ON), timezone.localdate()
    add_legal_person(structure, by=founder, name="Association", kind="association", since=FOUNDED_ON)
    step = next(move for move in moves_on(structure, Track.PERSON) if move.enters == "siret")
    advance(structure, Track.PERSON, step, by=founder, on=today, today=today)
    page = plain(client_of(founder).get(reverse("structures:life", args=[structure.slug])).content.decode())
    assert "RNA à venir · SIRET numéro non noté · FINESS à venir" in page


@pytest.mark.parametrize("form", ["cpts", "mspu", "zzz", "msp"])
def test_an_evolution_that_the_law_does_not_know_is_refused(form: str, founder: User) -> None:
    structure = a_team(founder, "msp" if form != "mspu" else "cds")
    with pytest.raises(MoveRefused, match="ne peut pas devenir"):
        evolve(structure, form, by=founder, on=FOUNDED_ON, today=timezone.localdate())
    assert again(structure).form == structure.form


def test_a_running_structure_notes_its_past_at_once(founder: User) -> None:
    structure = found(name="CPTS", codes=["82121"], by=founder, on=date(2026, 3, 2))
    days = {"emergence": "2019-05-06", "lettre_deposee": "2019-11-04", "lettre_validee": "2021-06-30", "lettre_validee-before": "on",
            "projet_depose": "2021-06-30", "projet_valide": "2021-09-06", "aci_signe": "2022-01-10", "en_fonctionnement": "2022-01-10"}  # fmt: skip
    answer = client_of(founder).post(reverse("structures:history", args=[structure.slug]), days)
    assert answer.status_code == 302, answer.content.decode()
    structure = again(structure)
    assert stage_of(structure, Track.RECOGNITION) == "en_fonctionnement"
    told = [plain(move.day_in_words) for move in structure.recognitionmoves.all()]
    assert told[0] == "6 mai 2019"
    assert told[2] == "au plus tard le 30 juin 2021"


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ({"lettre_deposee": "2020-02-03", "lettre_validee": "2019-02-04"}, "vérifiez la date"),
        ({"lettre_validee": "2020-02-03"}, "Il manque une étape avant, « Lettre d’intention déposée »"),
        ({"emergence": "2099-01-01"}, "à venir"),
        ({"lettre_deposee": "2099-01-01"}, "à venir"),
        ({"lettre_deposee": "hier"}, "valide"),
    ],
)
def test_a_past_that_cannot_be_is_refused_whole(days: dict[str, str], why: str, founder: User) -> None:
    structure = found(name="CPTS", codes=["82121"], by=founder, on=date(2018, 3, 5))
    answer = client_of(founder).post(reverse("structures:history", args=[structure.slug]), days)
    assert answer.status_code == 422
    assert why in plain(answer.content.decode())
    assert stage_of(again(structure), Track.RECOGNITION) == "emergence"


# Holding and taking part


def test_a_cpts_holds_a_msp_once_both_say_so(founder: User, outsider: User) -> None:
    cpts = found(name="CPTS", codes=["82121"], by=founder, on=FOUNDED_ON)
    msp = found(name="MSP", form="msp", sites=[GivenSite("82121")], by=outsider, on=FOUNDED_ON)
    asking, answering = client_of(founder), client_of(outsider)
    page = reverse("structures:nestings", args=[cpts.slug])
    asking.post(page, {"side": "holds", "address": f"http://localhost/s/{msp.slug}/"})
    assert "En attente de l’autre" in asking.get(page).content.decode()
    assert not linked(cpts)
    assert "Confirmer le lien" in answering.get(msp.get_absolute_url()).content.decode()

    (asked,) = asked_of(msp)
    answer = reverse("structures:answer_nesting", args=[msp.slug, asked.pk])
    assert (
        asking.post(
            reverse("structures:answer_nesting", args=[cpts.slug, asked.pk]), {"confirm": "1"}
        ).status_code
        == 302
    )
    assert not linked(cpts), "who asks does not confirm for the other"
    assert answering.post(answer, {"confirm": "1"}).status_code == 302
    assert [(link.structure, link.is_held) for link in linked(cpts)] == [(msp, True)]
    assert [(link.structure, link.is_held) for link in linked(msp)] == [(cpts, False)]
    assert "MSP" in asking.get(page).content.decode()

    answering.post(answer)
    assert not linked(cpts)


def test_who_asks_does_not_learn_whether_an_address_is_anybodys(founder: User, outsider: User) -> None:
    cpts = found(name="CPTS", codes=["82121"], by=founder, on=FOUNDED_ON)
    hidden = found(name="MSP", form="msp", sites=[GivenSite("82121")], by=outsider, on=FOUNDED_ON)
    client, page = client_of(founder), reverse("structures:nestings", args=[cpts.slug])
    told = {
        client.post(page, {"side": "holds", "address": address}, follow=True)
        .content.decode()
        .count("En attente")
        for address in (hidden.slug, "nulle-part")
    }
    assert told == {1}


def test_forms_that_do_not_hold_each_other_are_not_linked(founder: User, outsider: User) -> None:
    cpts = found(name="CPTS", codes=["82121"], by=founder, on=FOUNDED_ON)
    other = found(name="Autre CPTS", codes=["82121"], by=outsider, on=FOUNDED_ON)
    nesting = ask_nesting(cpts, other.slug, holds=True, by=founder, on=FOUNDED_ON)
    answer = client_of(outsider).post(
        reverse("structures:answer_nesting", args=[other.slug, nesting.pk]), {"confirm": "1"}
    )
    assert answer.status_code == 422
    assert not linked(cpts)


@pytest.mark.parametrize("address", ["", "   ", "/s/cpts/"])
def test_a_structure_is_not_linked_to_itself_nor_to_nothing(address: str, founder: User) -> None:
    structure = found(name="CPTS", codes=["82121"], by=founder, on=FOUNDED_ON)
    with pytest.raises(BadInput):
        ask_nesting(structure, address, holds=True, by=founder, on=FOUNDED_ON)


def signed_since(founder: User, months: int) -> Structure:
    """A CPTS whose contract is so many months old, its missions planned since."""
    day = add_months(timezone.localdate(), -months)
    structure = found(name="CPTS", codes=["82121"], by=founder, on=day)
    Structure.objects.filter(pk=structure.pk).update(contract_signed_on=day)
    return again(structure)


def of_the_missions(structure: Structure) -> list[tuple[str, str]]:
    tasks = [task for task in tasks_of(awaiting(structure)) if task.text.startswith("Mission")]
    return [(plain(task.text), plain(task.detail)) for task in tasks]


def test_a_mission_that_its_contract_makes_late_is_told(founder: User) -> None:
    structure = signed_since(founder, 30)
    signed, today = signed_on(structure), timezone.localdate()
    assert signed
    told = dict(of_the_missions(structure))
    limit = plain(date_in_french(add_months(signed, 6)))
    late = f"Mission « Accès aux soins » : à démarrer au plus tard le {limit}"
    assert told[late] == f"En retard. Contrat signé le {plain(date_in_french(signed))}."
    starting = move_named(Track.MISSION, "demarrer")
    advance(structure, Track.MISSION, starting, by=founder, on=today, today=today, mission="acces_aux_soins")
    told = dict(of_the_missions(again(structure)))
    assert late not in told
    limit = plain(date_in_french(add_months(signed, 18)))
    assert f"Mission « Accès aux soins » : à déployer au plus tard le {limit}" in told


def test_a_mission_of_every_contract_is_late_even_if_nobody_planned_it(founder: User) -> None:
    structure = signed_since(founder, 30)
    structure.missionmoves.filter(mission="crise_sanitaire").delete()
    told = [text for text, _ in of_the_missions(again(structure))]
    assert any("crises sanitaires graves » : à démarrer" in text for text in told)


def test_a_contract_just_signed_awaits_its_next_mission_alone(founder: User) -> None:
    told = of_the_missions(signed_since(founder, 1))
    assert len(told) == 1
    assert "Accès aux soins » : à démarrer au plus tard le" in told[0][0]
    assert told[0][1] == ""


@pytest.mark.parametrize(("months", "asked"), [(20, False), (30, True)])
def test_a_mission_whose_delay_no_text_gives_is_asked_about(months: int, asked: bool, founder: User) -> None:
    structure, today = signed_since(founder, months), timezone.localdate()
    planned = add_months(today, -months)
    plan = move_named(Track.MISSION, "prevoir")
    optional = "accompagnement_professionnels"
    if stage_of(structure, Track.MISSION, mission=optional) is None:
        advance(structure, Track.MISSION, plan, by=founder, on=planned, today=today, mission=optional)
    told = [
        detail for text, detail in of_the_missions(again(structure)) if text.endswith(": où en est-elle ?")
    ]
    day = plain(date_in_french(planned))
    assert told == ([f"Prévue depuis le {day}, contrat signé le {day}."] if asked else [])


def test_no_mission_is_late_without_a_contract(founder: User) -> None:
    structure = found(name="CPTS", codes=["82121"], by=founder, on=FOUNDED_ON)
    assert of_the_missions(structure) == []
    Structure.objects.filter(pk=structure.pk).update(
        contract_signed_on=date(2018, 1, 1)
    )  # before the agreement
    assert of_the_missions(again(structure))


# What running structures have done long before they come here


def test_a_mission_started_before_its_structure_came_here_is_dated(founder: User) -> None:
    structure = found(name="CPTS", codes=["82121"], by=founder, on=date(2026, 11, 2))
    (start,) = moves_on(structure, Track.MISSION, mission="acces_aux_soins")
    advance(
        structure,
        Track.MISSION,
        start,
        by=founder,
        on=date(2024, 9, 2),
        today=date(2026, 11, 2),
        mission="acces_aux_soins",
    )
    planned, started = structure.missionmoves.filter(mission="acces_aux_soins")
    assert (planned.on, planned.is_before, started.on) == (date(2024, 9, 2), True, date(2024, 9, 2))


def test_a_project_is_born_no_later_than_its_first_step(founder: User) -> None:
    structure = found(name="CPTS", codes=["82121"], by=founder, on=date(2026, 3, 2))
    post = partial(client_of(founder).post, reverse("structures:history", args=[structure.slug]))
    assert "Donnez au moins une date" in plain(post({}).content.decode())
    assert post({"lettre_deposee": "2023-05-01"}).status_code == 302
    born, sent = structure.recognitionmoves.all()
    assert (born.on, born.is_before, sent.on) == (date(2023, 5, 1), True, date(2023, 5, 1))


def test_a_signature_is_no_longer_hoped_for_once_it_is_there(founder: User) -> None:
    structure = found(name="CPTS", codes=["82121"], by=founder, on=date(2022, 3, 7))
    hoping = "Fixer une date de signature espérée"
    assert hoping in [task.text for task in tasks_of(awaiting(structure))]
    days = {
        key: (date(2023, 3, 6), True)
        for key in ("lettre_deposee", "lettre_validee", "projet_depose", "projet_valide", "aci_signe")
    }
    enter_history(structure, days, by=founder, today=date(2026, 3, 2))
    assert hoping not in [task.text for task in tasks_of(awaiting(again(structure)))]
    page = client_of(founder).get(reverse("structures:territory", args=[structure.slug])).content.decode()
    assert "Pour une signature le 6 mars 2023" in plain(page)
    assert "Si vous signiez" not in page


def test_a_change_of_form_taken_back_is_told(founder: User) -> None:
    structure = a_team(founder, "esp")
    evolve(structure, "msp", by=founder, on=FOUNDED_ON, today=timezone.localdate())
    url = reverse("structures:take_back", args=[structure.slug])
    page = client_of(founder).post(url, {"track": Track.RECOGNITION.value}, follow=True)
    assert "Cette structure redevient ESP." in plain(page.content.decode())
    assert "MSP redevient ESP" in plain(trail_of(structure.pk)[0].sentence)


def test_a_year_typed_too_fast_is_refused(founder: User) -> None:
    structure = found(name="CPTS", codes=["82121"], by=founder, on=FOUNDED_ON)
    for name, field in (("structures:history", "emergence"), ("people:information", "held_on")):
        answer = client_of(founder).post(
            reverse(name, args=[structure.slug]), {field: "0202-03-02", "channel": "reunion"}
        )
        assert answer.status_code == 422, name
        assert "Cette date est trop ancienne" in plain(answer.content.decode()), name


def test_a_structure_without_territory_says_so_and_leads_its_founder_to_one(
    founder: User, member: User
) -> None:
    structure = a_team(founder, "msp")
    give_access(structure, member.email, [Role.MEMBER], by=founder, on=FOUNDED_ON)
    for name in ("structures:territory", "diagnosis:diagnosis"):
        pages = [
            client_of(who).get(reverse(name, args=[structure.slug])).content.decode()
            for who in (founder, member)
        ]
        assert ["Aucune commune n’est choisie" in page for page in pages] == [True, True]
        assert ["Choisir les communes" in page for page in pages] == [True, False]
