"""Files of people: none without a statement and a key, sealed in the database, opened with a reason, for a circle."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from grounds import structure_on
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.care.enums import ConsentScope, Mode, PlanPart
from maillage.care.models import (
    CareRequest,
    CareSetting,
    CircleSeat,
    Desk,
    Offer,
    PatientFile,
    PlanText,
    RequestMove,
)
from maillage.care.queries.record import contents
from maillage.care.services import record as services
from maillage.kernel import BadInput
from maillage.people.services.replaying import file_of_erasures
from maillage.portal.commands import cli
from maillage.structures.models import Structure
from maillage.structures.services.access import give_access

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


def test_sealing_again_brings_nothing_back_and_keeps_the_newest_words(
    structure: Structure, file: PatientFile, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if somebody erased one file and wrote in another once the first row is sealed."""
    files = sorted((file, opened(structure, founder)), key=lambda each: each.pk)
    kept, erased = files
    services.write_part(kept, PlanPart.AIMS, WISH, version=0, by=founder, at=timezone.now())
    seal_row, done = PatientFile.save, []

    def meanwhile(self: PatientFile, **options: Any) -> None:
        if not done:
            done.append(self.pk)
            services.erase(PatientFile.objects.get(pk=erased.pk), by=founder)
            services.write_part(kept, PlanPart.AIMS, "Marcher", version=1, by=founder, at=timezone.now())
        seal_row(self, **options)

    monkeypatch.setattr(PatientFile, "save", meanwhile)
    assert services.seal_again() == 2
    assert (done, list(PatientFile.objects.all())) == ([kept.pk], [kept])
    assert (kept.plan.get().text, kept.plan.get().version) == ("Marcher", 2)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["erase", "write"])
def test_sealing_again_waits_for_what_is_being_kept(
    file: PatientFile, founder: User, at_once: Callable[..., list[Any]], act: str
) -> None:
    services.write_part(file, PlanPart.AIMS, WISH, version=0, by=founder, at=timezone.now())
    begun, sealed = Event(), Event()

    @transaction.atomic
    def meanwhile() -> None:
        if act == "erase":
            services.erase(PatientFile.objects.get(), by=founder)
        else:
            services.write_part(file, PlanPart.AIMS, "Marcher", version=1, by=founder, at=timezone.now())
        begun.set()
        sealed.wait(timeout=1)  # in vain: who seals stands at the row until this is kept

    def seal() -> int:
        begun.wait(timeout=30)
        count = services.seal_again()
        sealed.set()
        return count

    _, count = at_once(meanwhile, seal)
    words = [(each.version, each.text) for each in PlanText.objects.all()]
    assert (count, words) == ((0, []) if act == "erase" else (2, [(2, "Marcher")]))


def test_a_certificate_renewed_under_a_new_key_does_not_hide_what_the_old_one_sealed(
    structure: Structure, file: PatientFile, keys: tuple[str, str], settings: Settings
) -> None:
    settings.HEALTH_KEYS = (keys[1], keys[0])
    stated(structure, certificate="HDS 2")
    settings.HEALTH_KEYS = (keys[1],)
    with pytest.raises(BadInput, match="une clé que le site n’a plus"):
        services.check_start(on=ON)
    assert services.why_closed(structure, on=ON)
    settings.HEALTH_KEYS = (keys[1], keys[0])
    assert services.seal_again() == 1
    settings.HEALTH_KEYS = (keys[1],)
    services.check_start(on=ON)


@pytest.mark.parametrize("part", ["file", "plan", "drug"])
def test_the_site_does_not_start_while_one_row_wants_a_key_that_it_lost(
    structure: Structure,
    file: PatientFile,
    founder: User,
    keys: tuple[str, str],
    settings: Settings,
    part: str,
) -> None:
    """A process that was not restarted sealed it with the old key after all the rest had the new one."""
    settings.HEALTH_KEYS = (keys[1], keys[0])
    services.seal_again()
    settings.HEALTH_KEYS = (keys[0],)
    if part == "file":
        opened(structure, founder)
    settings.HEALTH_KEYS = keys
    if part == "plan":
        services.write_part(file, PlanPart.WISHES, WISH, version=0, by=founder, at=timezone.now())
    if part == "drug":
        services.reconcile(file, drug="A", decision="", said_by="", key=uuid4(), by=founder, on=ON)
    settings.HEALTH_KEYS = (keys[1],)
    with pytest.raises(BadInput, match="une clé que le site n’a plus"):
        services.check_start(on=ON)
    settings.HEALTH_KEYS = keys
    services.check_start(on=ON)


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


@pytest.mark.parametrize(
    "words",
    [
        f"Pour {NAME}",
        "Visite chez inventee, ce matin",
        "OUVRARD : ordonnance",
        "Née le 3 mai 1941, visite",
        "Rappeler au 06 12 34 56 78",
        "Vue avec Mme O.",
    ],
)
def test_a_reason_says_nothing_of_who_the_person_is(file: PatientFile, founder: User, words: str) -> None:
    answer = client_of(founder).post(page(file), {"reason": words})
    assert answer.status_code == 422
    assert not file.readings.exists()


def test_the_trail_says_that_a_file_was_read_and_its_circle_alone_says_why(
    file: PatientFile, founder: User
) -> None:
    client_of(founder).post(page(file), {"reason": "Chimiothérapie, visite de ce matin"})
    services.erase(file, by=founder)
    assert not Entry.objects.filter(sentence__icontains="chimio").exists()
    assert Entry.objects.filter(sentence=f"Dossier {file.code} lu.").count() == 1


def test_what_is_kept_unsealed_beside_a_file_never_names_its_person(
    structure: Structure, file: PatientFile, founder: User, member: User
) -> None:
    with pytest.raises(BadInput, match="sans nommer"):
        opened(structure, founder, role="Sa fille, Ouvrard")
    with pytest.raises(BadInput, match="sans nommer"):
        services.seat(file, member, role="Neveu de M. Ouvrard", by=founder, on=ON)
    with pytest.raises(BadInput, match="sans nommer"):
        services.reconcile(
            file, drug="A", decision="", said_by="jeanne ouvrard", key=uuid4(), by=founder, on=ON
        )
    services.reconcile(file, drug="A", decision="", said_by="Dr Martin", key=uuid4(), by=founder, on=ON)
    assert (structure.patient_files.count(), file.circle.count(), file.drugs.count()) == (1, 1, 1)


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


def test_who_leaves_the_structure_leaves_its_circles_and_does_not_find_them_again(
    file: PatientFile, founder: User, member: User
) -> None:
    structure = file.structure
    services.seat(file, member, role="Pharmacien", by=founder, on=ON)
    later = ON + timedelta(days=30)
    structure.memberships.filter(user=member).update(left_on=later)
    structure.memberships.create(user=member, role="member", joined_on=later + timedelta(days=1))
    hers = client_of(member)
    assert hers.get(page(file)).status_code == 404
    assert file.code not in hers.get(reverse("care:files", args=[structure.slug])).content.decode()
    assert services.end_seats(CircleSeat.objects.all()) == 1
    assert services.end_seats(CircleSeat.objects.all()) == 0
    assert file.circle.get(user=member).until == later
    services.seat(file, member, role="Pharmacien", by=founder, on=later + timedelta(days=2))
    assert hers.get(page(file)).status_code == 200
    assert services.end_seats(CircleSeat.objects.all()) == 0


def test_a_seat_whose_holder_left_is_shown_as_over_and_is_given_again_at_once(
    file: PatientFile, founder: User, member: User
) -> None:
    services.seat(file, member, role="Pharmacien", by=founder, on=ON)
    held = file.structure.memberships.filter(user=member)
    held.update(left_on=ON + timedelta(days=30))
    mine = client_of(founder)
    mine.post(page(file), {"reason": "Visite"})
    shown = mine.get(page(file)).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "jusqu’au 5 avril 2026" in shown
    file.structure.memberships.create(user=member, role="member", joined_on=ON + timedelta(days=40))
    assert mine.post(page(file, "seat"), {"user": member.pk, "role": "Pharmacien"}).status_code == 302
    assert client_of(member).get(page(file)).status_code == 200


def test_another_role_in_the_structure_keeps_the_seat(file: PatientFile, founder: User, member: User) -> None:
    services.seat(file, member, role="Pharmacien", by=founder, on=ON)
    give_access(file.structure, member.email, ["tresorerie"], by=founder, on=timezone.localdate())
    assert client_of(member).get(page(file)).status_code == 200
    assert services.end_seats(CircleSeat.objects.all()) == 0


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


def test_reconciliations_are_listed_to_the_circle_alone_by_their_codes(
    structure: Structure, file: PatientFile, founder: User, member: User
) -> None:
    """Who coordinates reads no more than others; without the agreement to share, nobody does."""
    url = reverse("care:reconciliations", args=[structure.slug])
    empty = opened(structure, founder)
    others = opened(structure, member)
    for held, by in ((file, founder), (others, member)):
        for drug in ("Un médicament rare", "Un autre"):
            services.reconcile(held, drug=drug, decision="Gardé", said_by="", key=uuid4(), by=by, on=ON)
    page_shown = client_of(founder).get(url).content.decode()
    assert file.code in page_shown
    assert not [each for each in (empty.code, others.code, "Un médicament rare", NAME) if each in page_shown]
    assert others.code in client_of(member).get(url).content.decode()
    file.consents.filter(scope=ConsentScope.TEAM).update(withdrawn_on=ON)
    assert file.code not in client_of(founder).get(url).content.decode()
    CareSetting.objects.filter(structure=structure).update(mode=Mode.WITHOUT_IDENTITY)
    assert client_of(founder).get(url).status_code == 404


def test_once_the_agreement_to_share_is_taken_back_nothing_is_read_or_written_by_any_address(
    file: PatientFile, founder: User, member: User
) -> None:
    services.write_part(file, PlanPart.WISHES, WISH, version=0, by=founder, at=timezone.now())
    line = services.reconcile(file, drug="A", decision="", said_by="", key=uuid4(), by=founder, on=ON)
    mine = client_of(founder)
    mine.post(page(file), {"reason": "Visite"})
    services.withdraw(file, ConsentScope.TEAM, by=founder, on=ON)
    plan = page(file, "plan", part="souhaits")
    answers = [
        mine.get(plan),
        mine.post(plan, {"version": 1, "text": "D’autres mots"}),
        mine.post(page(file, "reconcile"), {"drug": "B", "key": str(uuid4())}),
        mine.post(page(file, "drop_drug", line=line.pk)),
        mine.post(page(file, "seat"), {"user": member.pk, "role": "Pharmacien"}),
    ]
    assert [each.status_code for each in answers] == [403, 403, 422, 422, 422]
    for each in answers:
        shown = each.content.decode()
        assert "La personne n’a pas donné son accord" in shown
        assert NAME not in shown
        assert WISH not in shown
    assert (file.plan.get().text, file.drugs.get(), file.circle.count()) == (WISH, line, 1)
    assert mine.post(page(file, "agree"), {"scope": "equipe", "means": "oral"}).status_code == 302
    assert WISH in mine.get(plan).content.decode()


@pytest.mark.parametrize("scope", [ConsentScope.PLAN, ConsentScope.DRUGS])
def test_each_agreement_closes_its_own_part(file: PatientFile, founder: User, scope: ConsentScope) -> None:
    services.write_part(file, PlanPart.WISHES, WISH, version=0, by=founder, at=timezone.now())
    line = services.reconcile(file, drug="A", decision="", said_by="", key=uuid4(), by=founder, on=ON)
    mine = client_of(founder)
    mine.post(page(file), {"reason": "Visite"})
    services.withdraw(file, scope, by=founder, on=ON)
    plan = mine.get(page(file, "plan", part="souhaits"))
    dropped = mine.post(page(file, "drop_drug", line=line.pk))
    assert (plan.status_code, dropped.status_code) == (
        (403, 302) if scope == ConsentScope.PLAN else (200, 422)
    )
    assert (WISH in plan.content.decode()) == (scope != ConsentScope.PLAN)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["write_part", "reconcile", "seat", "drop_drug"])
def test_what_is_sent_while_the_agreement_is_taken_back_waits_and_is_refused(
    file: PatientFile, founder: User, member: User, at_once: Callable[..., list[Any]], act: str
) -> None:
    line = services.reconcile(file, drug="A", decision="", said_by="", key=uuid4(), by=founder, on=ON)
    acts: dict[str, Callable[[], object]] = {
        "write_part": lambda: services.write_part(
            file, PlanPart.AIMS, WISH, version=0, by=founder, at=timezone.now()
        ),
        "reconcile": lambda: services.reconcile(
            file, drug="B", decision="", said_by="", key=uuid4(), by=founder, on=ON
        ),
        "seat": lambda: services.seat(file, member, role="Pharmacien", by=founder, on=ON),
        "drop_drug": lambda: services.drop_drug(line, by=founder),
    }
    taken_back, wrote = Event(), Event()

    @transaction.atomic
    def take_back() -> None:
        services.withdraw(file, ConsentScope.TEAM, by=founder, on=ON)
        taken_back.set()
        wrote.wait(timeout=1)  # in vain: the other stands at the lock until this is kept

    def write() -> None:
        taken_back.wait(timeout=30)
        acts[act]()
        wrote.set()

    _, refusal = at_once(take_back, write)
    assert isinstance(refusal, BadInput)
    assert (file.plan.count(), file.drugs.count(), file.circle.count()) == (0, 1, 1)


def test_a_file_is_erased_on_its_day_and_never_leaves_with_the_export(file: PatientFile) -> None:
    assert NAME not in str(contents(file.structure))
    assert services.erase_due(on=date(2097, 12, 31)) == 0
    assert (services.erase_due(on=date(2098, 1, 1)), services.erase_due(on=date(2098, 1, 1))) == (1, 0)


def test_a_file_of_the_west_waits_for_the_day_to_come_there(founder: User, keys: tuple[str, str]) -> None:
    """When the 1st begins on the site, it is still the 31st in Guadeloupe."""
    structure = structure_on(["97105"], by=founder)
    stated(structure)
    opened(structure, founder)
    due = [services.erase_due(on=date(2098, 1, day)) for day in (1, 2)]
    assert due == [0, 1]


def raw(model: type[Model], **chosen: object) -> dict[str, Any]:
    """A row as a backup holds it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table} WHERE id = %s", [chosen["pk"]])
        names = [column[0] for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


def restore(model: type[Model], row: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(row))
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(row)}) VALUES ({marks})", list(row.values())
        )


def replayed(*words: str) -> dict[str, Any]:
    answer = CliRunner().invoke(cli, ["erasures", "--json", *words])
    assert answer.exit_code == 0, answer.output
    told: dict[str, Any] = json.loads(answer.output)
    return told


def test_a_file_that_a_backup_brings_back_is_erased_again_and_no_other(
    structure: Structure,
    file: PatientFile,
    founder: User,
    settings: Settings,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    file_of_erasures().unlink(missing_ok=True)
    kept, row = opened(structure, founder), raw(PatientFile, pk=file.pk)
    with django_capture_on_commit_callbacks(execute=True):
        services.erase(file, by=founder)
    noted = file_of_erasures().read_text()
    assert str(file.key) in noted
    assert not {NAME, "1941", file.code} & set(noted.split('"'))
    assert replayed()["back"] == 0
    restore(PatientFile, row)
    settings.HEALTH_KEYS = ()  # nothing of it has to be read
    assert replayed() == {"known": 1, "back": 1, "erased": 0, "doubtful": []}
    assert replayed("--replay")["erased"] == 1
    assert replayed("--replay")["erased"] == 0
    assert list(structure.patient_files.values_list("pk", flat=True)) == [kept.pk]


def test_a_form_sent_again_after_an_erasure_makes_a_file_that_no_replay_erases(
    structure: Structure,
    file: PatientFile,
    founder: User,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    file_of_erasures().unlink(missing_ok=True)
    with django_capture_on_commit_callbacks(execute=True):
        services.erase(PatientFile.objects.get(pk=file.pk), by=founder)
    again = opened(structure, founder, key=file.key)
    assert replayed("--replay") == {"known": 1, "back": 0, "erased": 0, "doubtful": [again.code]}
    assert structure.patient_files.get() == again


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
