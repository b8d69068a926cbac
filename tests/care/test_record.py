"""Files of people: none without a statement and a key, sealed in the database, opened with a reason, for a circle."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.care.enums import ConsentScope, Mode, PlanPart
from maillage.care.models import CareRequest, CareSetting, Desk, Offer, PatientFile, RequestMove
from maillage.care.queries.record import contents
from maillage.care.services import record as services
from maillage.kernel import BadInput
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 6)
NAME, WISH = "Jeanne Ouvrard-Inventée", "Rester chez elle, avec son chat"


@pytest.fixture
def keys(settings: Settings) -> tuple[str, str]:
    one, two = services.new_key(), services.new_key()
    settings.HEALTH_KEYS = (one,)
    return one, two


def stated(structure: Structure, **changes: Any) -> None:
    said = {
        "host": "Un hébergeur inventé",
        "certificate": "HDS 1",
        "until": date(2099, 1, 1),
        "said_by": "Ada",
    }
    services.state_hosting(structure, **{**said, "on": ON, **changes})


def opened(
    structure: Structure, by: User, *, scopes: tuple[str, ...] = tuple(ConsentScope), **changes: Any
) -> PatientFile:
    said = {"means": "oral", "role": "Infirmière", "kept_until": date(2098, 1, 1), "key": uuid4(), "on": ON}
    person = services.Person(NAME, "1941-05-03", "06 12 34 56 78")
    return services.open_file(structure, person, consents=scopes, by=by, **{**said, **changes})


@pytest.fixture
def file(structure: Structure, keys: tuple[str, str], founder: User) -> PatientFile:
    stated(structure)
    return opened(structure, founder)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(file: PatientFile, name: str = "file", **arguments: object) -> str:
    return reverse(f"care:{name}", kwargs={"slug": file.structure.slug, "pk": file.pk, **arguments})


def test_without_a_key_or_a_statement_nothing_of_a_person_enters(
    structure: Structure, founder: User, settings: Settings
) -> None:
    settings.HEALTH_KEYS = ()
    with pytest.raises(BadInput, match="MAILLAGE_HEALTH_KEYS"):
        stated(structure)
    settings.HEALTH_KEYS = (services.new_key(),)
    with pytest.raises(BadInput, match="sans identité"):
        opened(structure, founder)
    with pytest.raises(BadInput, match="plus valable"):
        stated(structure, until=ON)
    with pytest.raises(BadInput, match="Nommez"):
        stated(structure, host=" ")
    assert not PatientFile.objects.exists()


def test_the_site_does_not_start_without_its_key_or_after_its_certificate(
    structure: Structure, keys: tuple[str, str], settings: Settings
) -> None:
    services.check_start(on=ON)
    stated(structure, until=date(2027, 1, 1))
    services.check_start(on=ON)
    with pytest.raises(BadInput, match="2027"):
        services.check_start(on=date(2027, 1, 2))
    for wrong, said in (((), "MAILLAGE_HEALTH_KEYS"), ((keys[1],), "une clé que le site n’a plus")):
        settings.HEALTH_KEYS = wrong
        with pytest.raises(BadInput, match=said):
            services.check_start(on=ON)
    settings.HEALTH_KEYS = (keys[1], keys[0])
    services.check_start(on=ON)


def test_the_database_holds_nothing_that_names_them(file: PatientFile, founder: User) -> None:
    services.write_part(file, PlanPart.WISHES, WISH, version=0, by=founder, at=timezone.now())
    services.reconcile(
        file, drug="Un médicament rare", decision="", said_by="", key=uuid4(), by=founder, on=ON
    )
    held = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            held += repr(
                [
                    [bytes(each) if isinstance(each, memoryview) else each for each in row]
                    for row in cursor.fetchall()
                ]
            ).encode()
    for secret in ("Ouvrard", "1941-05-03", "06 12 34", WISH, "médicament rare"):
        assert secret.encode() not in held, secret
    file.refresh_from_db()
    assert (file.name, file.born_on, file.plan.get().text) == (NAME, "1941-05-03", WISH)


def test_a_new_key_reads_what_the_old_one_sealed_and_then_does_without_it(
    file: PatientFile, keys: tuple[str, str], settings: Settings
) -> None:
    settings.HEALTH_KEYS = (keys[1], keys[0])
    assert services.seal_again() == 1
    settings.HEALTH_KEYS = (keys[1],)
    services.check_start(on=ON)
    assert PatientFile.objects.get().name == NAME


def test_going_back_to_the_first_mode_is_refused_while_a_file_is_there(
    structure: Structure, file: PatientFile
) -> None:
    with pytest.raises(BadInput, match="dossier encore ici"):
        services.withdraw_hosting(structure)
    services.erase(file, by=None)
    services.withdraw_hosting(structure)
    assert CareSetting.objects.get(structure=structure).mode == Mode.WITHOUT_IDENTITY


def test_a_file_wants_the_agreement_of_its_person(
    structure: Structure, file: PatientFile, founder: User
) -> None:
    with pytest.raises(BadInput, match="accord"):
        opened(structure, founder, scopes=(ConsentScope.PLAN,))
    services.withdraw(file, ConsentScope.PLAN, by=founder, on=ON)
    with pytest.raises(BadInput, match="accord"):
        services.write_part(file, PlanPart.WISHES, WISH, version=0, by=founder, at=timezone.now())
    services.agree(file, ConsentScope.PLAN, means="ecrit", by=founder, on=ON)
    services.agree(file, ConsentScope.PLAN, means="ecrit", by=founder, on=ON)
    services.write_part(file, PlanPart.WISHES, WISH, version=0, by=founder, at=timezone.now())
    with pytest.raises(BadInput, match="pendant que vous écriviez"):
        services.write_part(file, PlanPart.WISHES, "Autre", version=0, by=founder, at=timezone.now())
    assert file.consents.count() == len(ConsentScope) + 1


def test_opening_asks_why_each_half_hour_and_the_circle_reads_it(
    file: PatientFile, founder: User, member: User, outsider: User
) -> None:
    mine = client_of(founder)
    assert NAME not in mine.get(page(file)).content.decode()
    assert mine.get(page(file, "plan", part="souhaits")).status_code == 404
    assert mine.post(page(file), {"reason": ""}).status_code == 422
    assert mine.post(page(file), {"reason": f"Pour {NAME}"}).status_code == 422
    assert mine.post(page(file), {"reason": "Visite de ce matin"}).status_code == 302
    shown = mine.get(page(file)).content.decode()
    assert NAME in shown
    assert "Visite de ce matin" in shown
    file.readings.update(at=timezone.now() - timedelta(minutes=services.LASTS + 1))
    assert NAME not in mine.get(page(file)).content.decode()
    assert [client_of(each).get(page(file)).status_code for each in (member, outsider)] == [404, 404]
    services.seat(file, member, role="Pharmacien", by=founder, on=ON)
    hers = client_of(member)
    hers.post(page(file), {"reason": "Ordonnance à revoir"})
    assert NAME in hers.get(page(file)).content.decode()
    assert not file.readings.filter(is_outside=True).exists()


def test_who_coordinates_may_open_it_from_outside_the_circle_and_that_is_told(
    file: PatientFile, founder: User, member: User
) -> None:
    services.seat(file, member, role="Pharmacien", by=founder, on=ON)
    services.unseat(file.circle.get(user=founder), by=founder, on=ON)
    mine = client_of(founder)
    assert "pas du cercle" in mine.get(page(file)).content.decode()
    mine.post(page(file), {"reason": "Urgence, médecin injoignable"})
    reading = file.readings.get()
    assert reading.is_outside
    assert Entry.objects.filter(sentence__contains="hors du cercle").count() == 1


def test_all_that_is_done_from_its_page(file: PatientFile, founder: User, member: User) -> None:
    mine = client_of(founder)
    mine.post(page(file), {"reason": "Visite"})
    assert mine.post(page(file, "plan", part="souhaits"), {"version": 0, "text": WISH}).status_code == 302
    assert mine.post(page(file, "plan", part="souhaits"), {"version": 0, "text": "Autre"}).status_code == 422
    drug = {"drug": "Paracétamol", "decision": "Gardé", "key": str(uuid4())}
    assert [mine.post(page(file, "reconcile"), drug).status_code for _ in range(2)] == [302, 302]
    assert file.drugs.count() == 1
    assert mine.post(page(file, "reconcile"), {}).status_code == 422
    assert mine.post(page(file, "seat"), {"user": member.pk, "role": "Pharmacien"}).status_code == 302
    assert mine.post(page(file, "seat"), {"user": member.pk, "role": "Pharmacien"}).status_code == 422
    shown = mine.get(page(file)).content.decode()
    assert WISH in shown
    copy = mine.get(page(file, "copy_file", suffix="pdf"))
    assert copy.content.startswith(b"%PDF")
    assert mine.post(page(file, "withdraw_consent", scope="equipe")).status_code == 302
    assert NAME not in mine.get(page(file)).content.decode()
    assert mine.post(page(file, "erase_file")).status_code == 302
    assert not PatientFile.objects.exists()
    assert file.structure.file_readings.get().reason == "Visite"


def test_a_file_is_erased_on_its_day_and_never_leaves_with_the_export(file: PatientFile) -> None:
    assert NAME not in str(contents(file.structure))
    assert services.erase_due(on=date(2097, 12, 31)) == 0
    assert (services.erase_due(on=date(2098, 1, 1)), services.erase_due(on=date(2098, 1, 1))) == (1, 0)


def test_a_certificate_that_ends_closes_the_pages_and_loses_nothing(file: PatientFile, founder: User) -> None:
    file.structure.hosting_statement.__class__.objects.update(until=date(2020, 1, 1))
    answer = client_of(founder).get(page(file))
    assert answer.status_code == 503
    assert "Rien n’est perdu" in answer.content.decode()


def test_a_file_opened_twice_by_the_same_form_is_one(
    structure: Structure, file: PatientFile, founder: User
) -> None:
    url = reverse("care:files", args=[structure.slug])
    said = {
        "name": "Une autre", "consents": ["equipe"], "means": "oral", "role": "Infirmière", "kept_until": "2098-01-01",
        "key": str(uuid4()),
    }  # fmt: skip
    answers = [client_of(founder).post(url, said).status_code for _ in range(2)]
    assert (answers, structure.patient_files.count()) == ([302, 302], 2)
    assert client_of(founder).post(url, said | {"consents": ["plan"], "key": str(uuid4())}).status_code == 422


def test_a_line_sent_with_the_key_of_another_file_is_not_said_to_be_written(
    structure: Structure, file: PatientFile, founder: User
) -> None:
    other, said = (
        opened(structure, founder),
        {"drug": "Amoxicilline", "decision": "poursuivre", "said_by": "Max"},
    )
    key = uuid4()
    for _ in range(2):
        services.reconcile(file, **said, key=key, by=founder, on=ON)
    assert file.drugs.count() == 1
    with pytest.raises(BadInput, match="servi ailleurs"):
        services.reconcile(other, **said, key=key, by=founder, on=ON)


#: Words typed by hand in the tables of requests, where nobody is named: each is checked before it is kept.
TYPED = {"note", "reason", "detail"}
#: Of a desk, which is a body; of keys and codes.
OF_NO_PATIENT = {"name", "email", "phone", "code", "commune", "profession"}


def test_without_identity_no_field_of_a_request_can_hold_one() -> None:
    """A text without choices is a note, which is checked, or something of a body: a new one is thought of here."""
    free = {
        (model.__name__, field.name)
        for model in (CareRequest, Offer, RequestMove, Desk)
        for field in model._meta.concrete_fields
        if field.get_internal_type() in {"CharField", "TextField", "EmailField"} and not field.choices
    }
    assert {name for _, name in free} <= TYPED | OF_NO_PATIENT
    dates = {
        field.name for field in CareRequest._meta.concrete_fields if field.get_internal_type() == "DateField"
    }
    assert dates == set()
