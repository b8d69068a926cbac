"""A team enrols, trains, declares; an act is counted by a tap; a tree is followed and nothing of it is kept."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from care.protocol_rows import TREE
from house.visiting import client_of, counted
from maillage import legislation
from maillage.accounts.models import User
from maillage.care.documents.protocols import declaration, local_page, national_page
from maillage.care.enums import LocalKind, Validated
from maillage.care.models import CountedAct, Enrolment, LocalText, LocalValidation, LocalVersion
from maillage.care.models.protocols import Sealed
from maillage.care.queries.pharmacy import OPENS
from maillage.care.queries.pharmacy_counts import pharmacy_counts
from maillage.care.queries.protocols import (
    last_of,
    read_text,
    teams_of,
    text_of,
    to_review,
    tree_of,
    valid_of,
)
from maillage.care.queries.protocols_awaiting import awaiting
from maillage.care.queries.protocols_counts import of_enrolment, protocols_counts, yearly
from maillage.care.rules.taps import added_by, pharmacy_groups, taps, to_tell
from maillage.care.services import alert_mail, local_texts, protocols
from maillage.care.services import taps as services
from maillage.documents.services.files import page_count
from maillage.funding.rules.pharmacist import kinds
from maillage.kernel import BadInput
from maillage.kernel.paths import PROJECT
from maillage.mail.models import Sending
from maillage.people.models import Person
from maillage.people.services import doors_to
from maillage.structures.models import Structure
from maillage.ui.slots import Task

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 15)
NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)
ANGINA = (("formation", "oui"), ("venue", "seul"), ("age", "34"), ("urgence", "non"), ("exclusion", "non"), ("score", "oui"), ("test", "oui"), ("contre_indication", "non"))  # fmt: skip


@pytest.fixture
def held(structure: Structure) -> Enrolment:
    return structure.enrolments.get()


@pytest.fixture
def pharmacist(structure: Structure) -> Person:
    """Max turned pharmacist, who belongs."""
    structure.people.filter(name="Max Fictif").update(profession="pharmacien")
    return structure.people.select_related("structure").get(name="Max Fictif")


@pytest.fixture
def counter(pharmacist: Person) -> Callable[[str], str]:
    link = doors_to([pharmacist], on=timezone.localdate())[pharmacist.pk]
    return link.step


# Counting


def test_what_a_tap_adds_is_what_the_law_room_prices_or_is_ours() -> None:
    """A key that the money room no longer knows would be lost without a word."""
    ours = {
        "correspondant.designations", "correspondant.renouvellement", "correspondant.adaptation",
        "correspondant.patients", "correspondant.medecin_informe",
    }  # fmt: skip
    adds = {count for group in pharmacy_groups() for tap in group.taps for count in tap.adds}
    assert adds - ours <= kinds().keys()
    priced = {kind for kind in kinds() if not kind.startswith("garde.")}
    assert priced <= adds
    assert {group.fee for group in pharmacy_groups()} <= legislation.FEES.keys()
    assert all(legislation.rule(each) for rules in OPENS.values() for each in rules)
    assert len(taps()) == sum(len(group.taps) for group in pharmacy_groups()) + 3


def test_a_test_with_its_antibiotic_is_one_test_and_one_antibiotic() -> None:
    added = added_by([("test.antibiotique", 2), ("test.sans", 3), ("inconnu", 9)])
    assert added == {"test_direct.tests": 5, "test_direct.antibiotics": 2}
    assert to_tell({"correspondant.renouvellement": 3, "correspondant.medecin_informe": 5}) == 0


def test_a_double_tap_counts_once_and_is_taken_back_by_whose_it_is(pharmacist: Person) -> None:
    key, other = uuid4(), pharmacist.structure.people.get(name="Ada Fictif")
    made = [services.tap(pharmacist, "test.sans", key=key, on=TODAY) for _ in range(3)]
    assert len({each.pk for each in made}) == 1
    with pytest.raises(BadInput):
        services.tap(other, "test.sans", key=key, on=TODAY)
    assert not services.undo(other, made[0].pk)
    assert pharmacy_counts(pharmacist.structure, 2026).by_person == {
        pharmacist.pk: {9: {"test_direct.tests": 1}}
    }
    assert services.undo(pharmacist, made[0].pk)
    assert services.undo(pharmacist, made[0].pk)
    assert pharmacy_counts(pharmacist.structure, 2026).by_person == {}, (
        "a month without an act is unknown, never zero"
    )


def test_an_act_is_counted_undone_and_counted_again_without_script(
    pharmacist: Person, counter: Callable[[str], str]
) -> None:
    client, here = Client(), counter("comptoir")
    page = client.get(here).content.decode()
    assert "Test direct, antibiotique remis" in page
    assert not CountedAct.objects.filter(person=pharmacist).exists(), "a GET counts nothing"
    for _ in range(2):
        client.post(here, {"kind": "test.antibiotique", "key": uuid4()})
    first = CountedAct.objects.filter(person=pharmacist).latest("pk")
    assert client.get(counter(f"comptoir-{first.pk}")).status_code == 404
    client.post(counter(f"comptoir-{first.pk}"))
    assert CountedAct.objects.filter(person=pharmacist, is_undone=False).count() == 1
    yesterday = timezone.localdate() - timedelta(days=1)
    client.post(here, {"kind": "vaccin.injecte", "key": uuid4(), "jour": str(yesterday)})
    assert CountedAct.objects.get(kind="vaccin.injecte").on == yesterday
    for wrong in (
        {"kind": "protocole.acte", "key": uuid4()},
        {"kind": "test.sans"},
        {"kind": "rien", "key": uuid4()},
    ):
        assert client.post(here, wrong, follow=True).status_code == 200
    assert CountedAct.objects.filter(person=pharmacist).count() == 3
    client.post(here, {"kind": "test.sans", "key": uuid4(), "jour": "2001-01-01"})
    assert CountedAct.objects.filter(person=pharmacist).latest("pk").on == timezone.localdate()


def test_nothing_that_is_kept_of_an_act_may_hold_an_identity_or_an_hour() -> None:
    columns = {field.name: field.get_internal_type() for field in CountedAct._meta.concrete_fields}
    words = {name for name, kind in columns.items() if kind in {"CharField", "TextField"}}
    assert words == {"kind", "tree", "outcome"}
    assert columns["on"] == "DateField"
    assert "DateTimeField" not in columns.values()


# Trees


def hidden(page: str) -> dict[str, str]:
    return dict(
        re.findall(
            r'<input type="hidden" name="(a-\w+)" value="([^"]*)">', page.split("</form>", maxsplit=1)[0]
        )
    )


def test_an_angina_is_followed_on_a_phone_and_its_end_alone_is_counted(
    pharmacist: Person, counter: Callable[[str], str]
) -> None:
    client, here = Client(), f"{counter('arbre')}?cle=angine_au_comptoir"
    page = client.get(here).content.decode()
    sent: dict[str, str] = {}
    for key, answer in ANGINA:
        page = client.post(here, {**sent, "answer": answer}).content.decode()
        sent[f"a-{key}"] = answer
    assert "Délivrer un antibiotique de la liste" in page
    assert not CountedAct.objects.filter(person=pharmacist).exists()
    key = uuid4()
    for _ in range(2):
        client.post(here, {"end": "delivrer", "key": key})
    kept = CountedAct.objects.get(person=pharmacist)
    assert (kept.tree, kept.tree_version, kept.outcome) == ("angine_au_comptoir", 1, "delivrer")
    assert client.post(here, {"end": "inventee", "key": uuid4()}).status_code == 404
    assert protocols_counts(pharmacist.structure, kept.on.year)["arbre.angine_au_comptoir/delivrer"] == 1


def test_one_goes_back_and_a_wrong_answer_keeps_the_others(
    pharmacist: Person, counter: Callable[[str], str]
) -> None:
    client, here = Client(), f"{counter('arbre')}?cle=angine_au_comptoir"
    sent = {"a-formation": "oui", "a-venue": "seul"}
    wrong = client.post(here, {**sent, "answer": "douze"})
    assert wrong.status_code == 422
    assert "nombre entier" in wrong.content.decode()
    assert "Question 3" in wrong.content.decode()
    back = client.post(here, {**sent, "back": "1"}).content.decode()
    assert "Comment le patient vient-il" in back
    assert "Question 2" in back
    assert client.post(here, {"a-formation": "faux", "answer": "oui"}).status_code == 422
    assert client.post(here, {**sent, "answer": ""}).status_code == 422
    for unknown in ("", "rien", "local-999", "local-x"):
        assert client.get(f"{counter('arbre')}?cle={unknown}").status_code == 404
    score = client.post(here, {**sent, "a-age": "30", "a-urgence": "non", "answer": "non"}).content.decode()
    assert "consultez l’arrêté" in score


def test_a_tree_of_ours_says_that_nobody_validated_it(structure: Structure, founder: User) -> None:
    page = client_of(founder).get(reverse("care:tree", args=[structure.slug, "angine_au_comptoir"]))
    assert "Non validé" in page.content.decode()


# Texts of the team


def a_tree(structure: Structure, by: User) -> LocalText:
    text = local_texts.write_local(
        structure, LocalKind.TREE, "Essai", TREE, review_on=TODAY, key=uuid4(), on=TODAY, by=by
    )
    return text_of(structure, text.pk)


def ask(text: LocalText, people: list[Person], *, by: User) -> LocalVersion:
    return local_texts.ask_validators(text, people, version=1, at=NOON, by=by, site="http://testserver/")


def validations(version: LocalVersion) -> list[LocalValidation]:
    return list(version.validations.select_related("version__text__structure"))


def accept(validation: LocalValidation) -> LocalVersion:
    seen = validation.version.fingerprint
    return local_texts.answer_version(validation, Validated.YES, fingerprint=seen, at=NOON)


def validated(text: LocalText, people: list[Person], *, by: User) -> LocalVersion:
    version = ask(text, people, by=by)
    for each in validations(version):
        version = accept(each)
    return version


def test_each_named_answers_for_the_very_words_and_the_last_yes_puts_them_in_force(
    structure: Structure, founder: User
) -> None:
    text = a_tree(structure, founder)
    ada, max_ = (structure.people.get(name=f"{name} Fictif") for name in ("Ada", "Max"))
    version = ask(text, [ada, max_], by=founder)
    first, second = validations(version)
    with pytest.raises(BadInput, match="pas le texte affiché"):
        local_texts.answer_version(first, Validated.YES, fingerprint="autre", at=NOON)
    assert accept(first).validated_on is None
    with pytest.raises(BadInput, match="ne change plus"):
        local_texts.write_version(text, TREE, review_on=None, version=1, on=TODAY, by=founder)
    said = {"fingerprint": version.fingerprint, "at": NOON}
    refused = local_texts.answer_version(second, Validated.NO, reason="Rien pour l’enfant.", **said)
    assert refused.validated_on is None
    assert [each for each in awaiting(structure) if isinstance(each, Task) and "refusée" in each.text]
    following = local_texts.write_version(
        text, TREE.replace("Essai", "Autre"), review_on=None, version=0, on=TODAY, by=founder
    )
    with pytest.raises(BadInput, match="plus à valider"):
        accept(second)
    assert (following.number, following.validations.count()) == (2, 0), "they are asked again"
    assert valid_of(text_of(structure, text.pk)) is None
    replaced = text.versions.get(number=1)
    assert [each.reason for each in replaced.validations.all()] == ["", "Rien pour l’enfant."]


def test_it_is_accepted_by_one_tap_of_ones_own_link_and_the_paper_says_who(
    structure: Structure, founder: User
) -> None:
    text, ada = a_tree(structure, founder), structure.people.get(name="Ada Fictif")
    client, page = client_of(founder), reverse("care:local", args=[structure.slug, text.pk])
    structure.people.update(email="soins@example.org")
    named = {"person_1": "Ada Fictif", "person_2": "Max Fictif", "version": "1"}
    assert client.post(f"{page}valider/", named).status_code == 302
    alert_mail.write_due(timezone.now())
    version = text.versions.get()
    asked = list(version.validations.order_by("pk"))
    assert Sending.objects.filter(key__in=[f"care.local {each.pk}" for each in asked]).count() == 2
    door = doors_to([ada], on=timezone.localdate())[ada.pk]
    assert "À valider" in Client().get(door.get_absolute_url()).content.decode()
    own = door.step(f"texte-{asked[0].pk}")
    shown = Client().get(own).content.decode()
    assert version.fingerprint in shown
    assert Client().get(door.step(f"texte-{asked[1].pk}")).status_code == 404, "the other’s"
    answer = {"answer": "oui", "fingerprint": version.fingerprint}
    assert Client().post(own, answer | {"fingerprint": ""}).status_code == 422
    assert Client().post(own, {"answer": "non", "fingerprint": version.fingerprint}).status_code == 422
    assert Client().post(own, answer).status_code == 302
    assert "réponse attendue" in client.get(page).content.decode()
    version = LocalVersion.objects.get(text=text)
    said = dict(local_page(version, structure, on=TODAY).opening[0].rows)  # type: ignore[union-attr]
    assert said["Empreinte du texte"] == version.fingerprint
    (accepts,) = [words for name, words in said.items() if name.startswith("Ada Fictif (")]
    assert accepts.startswith("accepte, le ")
    (waits,) = [words for name, words in said.items() if name.startswith("Max Fictif (")]
    assert "pas encore" in waits


def test_a_validated_version_never_changes(structure: Structure, founder: User) -> None:
    text, ada = a_tree(structure, founder), structure.people.get(name="Ada Fictif")
    with pytest.raises(BadInput, match="une personne au moins"):
        ask(text, [], by=founder)
    made = validated(text, [ada, ada], by=founder)
    assert [str(each) for each in made.validations.all()] == ["Ada Fictif"]
    with pytest.raises(BadInput, match="ne change plus"):
        local_texts.write_version(text, TREE, review_on=None, version=1, on=TODAY, by=founder)
    made.words = "autre"
    with pytest.raises(Sealed):
        made.save()
    following = local_texts.write_version(text, TREE, review_on=None, version=0, on=TODAY, by=founder)
    assert (following.number, following.validated_on) == (2, None)
    read = text_of(structure, text.pk)
    assert valid_of(read) == made
    assert last_of(read) == following
    assert tree_of(structure, f"local-{text.pk}").version == 1, "the counter keeps the validated one"
    assert [each.pk for each in to_review([read], on=TODAY)] == [made.pk]
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalVersion.objects.create(text=text, number=3, words="x", written_on=TODAY)


def test_two_who_write_one_draft_do_not_write_over_each_other(structure: Structure, founder: User) -> None:
    text = a_tree(structure, founder)
    local_texts.write_version(text, TREE, review_on=None, version=1, on=TODAY, by=founder)
    with pytest.raises(BadInput, match="pendant que vous écriviez"):
        local_texts.write_version(text, TREE, review_on=None, version=1, on=TODAY, by=founder)
    ada = structure.people.get(name="Ada Fictif")
    with pytest.raises(BadInput, match="a changé"):
        ask(text, [ada], by=founder)


@pytest.mark.parametrize(
    ("kind", "words", "told"),
    [
        ("arbre", TREE.replace("no: non", "no: nulle"), "Ligne 9"),
        ("arbre", "bonjour", "Ligne 1"),
        ("protocole", "Appeler Mme Fictif le matin.", "semble contenir un nom"),
        ("protocole", "Le 1 85 05 46 042 003 25", "sécurité sociale"),
    ],
)
def test_a_text_is_refused_with_what_to_do_and_stays_typed(
    kind: str, words: str, told: str, structure: Structure, founder: User
) -> None:
    before = LocalText.objects.count()
    sent = {"kind": kind, "title": "Essai", "words": words, "key": str(uuid4())}
    page = client_of(founder).post(reverse("care:write_local", args=[structure.slug]), sent)
    assert page.status_code == 422
    said = page.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert told in said
    assert LocalText.objects.count() == before


def test_a_service_its_phone_and_a_convention_may_be_written(structure: Structure, founder: User) -> None:
    words = "Convention du 3 mars 2026. Appeler l’hôpital au 05 65 00 00 00, 12 rue des Lilas."
    local_texts.write_local(
        structure, LocalKind.PROTOCOL, "Essai", words, review_on=None, key=uuid4(), on=TODAY, by=founder
    )


def test_texts_print_on_one_page(structure: Structure, founder: User) -> None:
    text = a_tree(structure, founder)
    version = last_of(text)
    version = LocalVersion.objects.get(text=text)
    assert page_count(local_page(version, structure, on=TODAY)) == 1
    page = national_page(legislation.tree("cystite_au_comptoir"), "Non validé.", on=TODAY)
    assert page_count(page) <= 2


# Teams


def test_a_protocol_whose_text_changes_asks_to_be_read_again(
    held: Enrolment, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    structure = held.structure
    assert not teams_of(structure)[0].is_changed
    known = legislation.protocol("pollakiurie")
    changed = known.model_copy(update={"purpose": "Un autre objet."})
    assert changed.fingerprint != known.fingerprint
    monkeypatch.setattr("maillage.care.queries.protocols._national", lambda: {"pollakiurie": changed})
    url = reverse("care:enrolment", args=[structure.slug, held.pk])
    client = client_of(founder)
    assert "Le texte a changé" in client.get(url).content.decode()
    home = client.get(reverse("structures:home", args=[structure.slug])).content.decode()
    assert "Protocole à relire" in home
    relu = reverse("care:confirm_text", args=[structure.slug, held.pk])
    client.post(relu, {"fingerprint": known.fingerprint})
    assert teams_of(structure)[0].is_changed, "who confirms an older text confirms nothing"
    client.post(relu, {"fingerprint": changed.fingerprint})
    assert not teams_of(structure)[0].is_changed
    monkeypatch.setattr("maillage.care.queries.protocols._national", dict)
    assert teams_of(structure)[0].is_changed
    assert client.get(url).status_code == 200


def test_a_team_enrols_once_as_long_as_it_is_in_it(held: Enrolment, founder: User) -> None:
    structure, key = held.structure, uuid4()
    with pytest.raises(BadInput, match="déjà engagée"):
        protocols.enrol(structure, read_text(structure, "pollakiurie"), key=key, on=TODAY, by=founder)
    said = {"referent": None, "declared_on": None, "starts_on": TODAY, "ended_on": TODAY - timedelta(days=1)}
    with pytest.raises(BadInput, match="après avoir commencé"):
        protocols.change_enrolment(held, said, version=1, title="x", by=founder)
    protocols.change_enrolment(held, said | {"ended_on": TODAY}, version=1, title="x", by=founder)
    with pytest.raises(BadInput, match="pendant que"):
        protocols.change_enrolment(held, said | {"ended_on": None}, version=1, title="x", by=founder)
    again = protocols.enrol(structure, read_text(structure, "pollakiurie"), key=key, on=TODAY, by=founder)
    assert (
        protocols.enrol(structure, read_text(structure, "pollakiurie"), key=key, on=TODAY, by=founder)
        == again
    )


def test_a_draft_is_no_protocol_to_enrol_in(structure: Structure, founder: User) -> None:
    text = structure.local_texts.get()
    with pytest.raises(BadInput, match="valider"):
        read_text(structure, f"local-{text.pk}")
    ada = structure.people.get(name="Ada Fictif")
    validated(text, [ada], by=founder)
    held = protocols.enrol(
        structure, read_text(structure, f"local-{text.pk}"), key=uuid4(), on=TODAY, by=founder
    )
    assert not [each for each in teams_of(structure) if each.is_changed]
    local_texts.write_version(text, "Autres mots.", review_on=None, version=0, on=TODAY, by=founder)
    validated(text, [ada], by=founder)
    assert [each.enrolment.pk for each in teams_of(structure) if each.is_changed] == [held.pk]


def test_the_official_formulas_count_acts_and_leave_a_rate_over_nothing_unknown(held: Enrolment) -> None:
    ada = held.structure.people.get(name="Ada Fictif")
    for kind in ("protocole.acte", "protocole.acte", "protocole.acte", "protocole.reprise"):
        services.tap(ada, kind, key=uuid4(), on=TODAY, enrolment=held)
    found = {each.key: each for each in of_enrolment(held, 2026)}
    assert (found["cooperation_patients"].numerator, found["cooperation_patients"].denominator) == (4, None)
    assert found["cooperation_reprises"].share == 1 / 4
    assert found["cooperation_evenements_indesirables"].share == 0
    assert {each.share for each in yearly({})} == {None}
    assert all(each.source for each in found.values())


def test_a_declaration_says_what_is_known_and_what_is_to_be_filled(held: Enrolment) -> None:
    structure = held.structure
    (team,) = teams_of(structure)
    carrier = structure.legal_persons.get()
    page = declaration(team, structure, carrier, list(held.team.all()), on=TODAY)
    facts = dict(page.opening[1].rows)  # type: ignore[union-attr]
    assert facts["Personne morale"] == "Association du Tescou"
    assert facts["FINESS"] == facts["Représentant légal"] == "à compléter"
    table: Any = page.sections[0].blocks[0]
    assert table.rows[0][0] == "Ada Fictif"
    assert table.rows[0][-1] == "jointe"


def test_a_delegate_finds_their_protocol_at_the_counter_until_it_ends(held: Enrolment) -> None:
    ada = held.structure.people.get(name="Ada Fictif")
    here = doors_to([ada], on=timezone.localdate())[ada.pk].step("comptoir")
    client, before = Client(), CountedAct.objects.count()
    assert "Acte fait" in client.get(here).content.decode()
    client.post(here, {"kind": "protocole.acte", "enrolment": held.pk, "key": uuid4()})
    assert CountedAct.objects.count() == before + 1
    Enrolment.objects.update(ended_on=timezone.localdate())
    client.post(here, {"kind": "protocole.acte", "enrolment": held.pk, "key": uuid4()})
    assert CountedAct.objects.count() == before + 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_taps_of_one_button_and_ten_engagements_at_once_count_once(
    structure: Structure, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    ada, key, keys = structure.people.get(name="Ada Fictif"), uuid4(), [uuid4() for _ in range(10)]
    read = read_text(structure, "odynophagie")
    taps_made = at_once(*(lambda: services.tap(ada, "protocole.acte", key=key, on=TODAY) for _ in range(10)))
    assert {each.pk for each in taps_made} == {CountedAct.objects.get(key=key).pk}
    made = at_once(
        *(lambda one=one: protocols.enrol(structure, read, key=one, on=TODAY, by=founder) for one in keys)
    )
    assert sum(isinstance(each, Enrolment) for each in made) == 1
    assert {type(each) for each in made} == {Enrolment, BadInput}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_name_validators_at_once_ask_one_of_them(
    structure: Structure, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    text, people = structure.local_texts.get(), list(structure.people.order_by("pk")[:2])
    made = at_once(*(lambda who=who: ask(text, [who], by=founder) for who in people))
    assert sum(isinstance(each, LocalVersion) for each in made) == 1
    assert text.versions.get().validations.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_last_two_who_accept_at_once_seal_it(
    structure: Structure, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    text, people = structure.local_texts.get(), list(structure.people.order_by("pk")[:2])
    version = ask(text, people, by=founder)
    at_once(*(lambda each=each: accept(each) for each in validations(version)))
    assert text.versions.get().validated_on == TODAY


def test_pages_of_protocols_ask_as_few_questions_for_many_as_for_a_few(
    structure: Structure, founder: User, pharmacist: Person, held: Enrolment
) -> None:
    link = doors_to([pharmacist], on=timezone.localdate())[pharmacist.pk]
    here = {"structure": structure, "on": TODAY}
    slug = structure.slug
    urls = [
        reverse("care:protocols", args=[slug]),
        reverse("care:pharmacy", args=[slug]) + "?annee=2026",
        reverse("care:enrolment", args=[slug, held.pk]),
        reverse("care:local", args=[slug, structure.local_texts.get().pk]),
        reverse("care:home", args=[slug]),
        link.step("comptoir"),
    ]
    client = client_of(founder)

    def asked() -> list[int]:
        found = []
        for url in urls:
            assert client.get(url).status_code == 200
            with counted() as queries:
                client.get(url)
            found.append(len(queries))
        return found

    few = asked()
    texts = LocalText.objects.bulk_create(
        LocalText(structure=structure, kind="protocole", title=f"Texte {rank}", key=uuid4())
        for rank in range(60)
    )
    LocalVersion.objects.bulk_create(
        LocalVersion(text=each, number=1, words="Mots.", written_on=TODAY, validated_on=TODAY, asked_at=NOON)
        for each in texts
    )
    Enrolment.objects.bulk_create(
        Enrolment(structure=structure, local=each, seen="v1", seen_on=TODAY, key=uuid4())
        for each in texts[:30]
    )
    CountedAct.objects.bulk_create(
        CountedAct(**here, person=pharmacist, kind=kind, key=uuid4())
        for kind in ("test.sans", "vaccin.injecte", "protocole.acte")
        for _ in range(400)
    )
    many = asked()
    assert [after for before, after in zip(few, many, strict=True) if after > before + 1] == []
    assert max(many) <= 12


def test_the_example_shown_to_who_writes_is_a_tree() -> None:
    page = Path("src/maillage/care/templates/care/protocols/_rows.html")
    shown = unescape((PROJECT / page).read_text("utf-8").split('tabindex="0">')[1].split("</pre>")[0])
    assert {each.key for each in legislation.read_tree(shown).ends} == {"lundi", "tournee", "had"}


def test_who_was_asked_for_a_text_and_says_nothing_is_written_to_again(
    structure: Structure, founder: User
) -> None:
    text, ada = a_tree(structure, founder), structure.people.get(name="Ada Fictif")
    Person.objects.filter(pk=ada.pk).update(email="ada@example.org")
    with pytest.raises(BadInput, match="plus à valider"):
        local_texts.ask_validators_again(text, by=founder, at=NOON + timedelta(hours=2))
    ask(text, [ada], by=founder)
    asked = [
        local_texts.ask_validators_again(text, by=founder, at=NOON + timedelta(hours=2))
    ]  # the first message has not left yet
    alert_mail.write_due(NOON)
    asked += [
        local_texts.ask_validators_again(text, by=founder, at=NOON + timedelta(hours=2)) for _ in range(2)
    ]
    alert_mail.write_due(NOON)
    assert asked == [0, 1, 0]
    assert Sending.objects.filter(key__startswith="care.local ").count() == 2
    accept(validations(text.versions.get())[0])
    with pytest.raises(BadInput, match="plus à valider"):
        local_texts.ask_validators_again(text, by=founder, at=NOON + timedelta(hours=2))
