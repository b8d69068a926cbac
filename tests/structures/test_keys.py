"""Who holds the key of a structure, and what strangers see of it."""

from collections.abc import Callable
from datetime import date, timedelta
from email.utils import parseaddr
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from grounds import described, structure_on
from maillage.accounts.models import User
from maillage.audit.enums import Kind
from maillage.audit.models import Entry
from maillage.kernel import BadInput
from maillage.mail.enums import State
from maillage.mail.models import Recipient
from maillage.mail.services import deliver_due
from maillage.structures.enums import Ability, Role
from maillage.structures.models import Membership, Structure
from maillage.structures.perms import abilities, roles_of
from maillage.structures.services import end_access, give_access, leave_everywhere, set_visibility
from maillage.territories.models import Territory
from players import FOUNDED_ON, Cast

LATER = FOUNDED_ON + timedelta(days=30)


def key_of(structure: Structure, user: User) -> Membership:
    return structure.memberships.get(user=user, left_on=None)


def test_each_of_the_cast_can_do_what_the_role_says(structure: Structure, cast: Cast) -> None:
    found = {who: abilities(user, structure) for who, user in cast.items() if user}
    ours = {who: held & set(Ability) for who, held in found.items()}
    assert ours == {"outsider": frozenset(), "member": {Ability.VIEW}, "founder": set(Ability)}


@pytest.mark.parametrize(
    ("roles", "ours"),
    [
        ([Role.MEMBER], {Ability.VIEW}),
        ([Role.TREASURY], {Ability.VIEW}),
        ([Role.COORDINATION], {Ability.VIEW, Ability.EDIT, Ability.RUN}),
        ([Role.PRESIDENCY], set(Ability)),
        ([Role.TREASURY, Role.COORDINATION], {Ability.VIEW, Ability.EDIT, Ability.RUN}),
    ],
)
def test_roles_open_what_they_say_together(
    roles: list[Role], ours: set[Ability], structure: Structure, founder: User
) -> None:
    user = give_access(structure, "sacha@example.org", roles, by=founder, on=LATER)[0].user
    held = abilities(user, structure)
    assert held & set(Ability) == ours
    assert ("fees" in held) == bool({Role.TREASURY, Role.COORDINATION, Role.PRESIDENCY} & set(roles))


def test_a_role_left_out_ends_and_its_days_are_kept(structure: Structure, founder: User) -> None:
    give_access(structure, "sacha@example.org", [Role.TREASURY, Role.MEMBER], by=founder, on=LATER)
    (left,) = give_access(structure, "sacha@example.org", [Role.MEMBER], by=founder, on=LATER)
    assert left.role == Role.MEMBER
    ended = structure.memberships.get(user=left.user, role=Role.TREASURY)
    assert (ended.joined_on, ended.left_on) == (LATER, LATER)


def test_an_access_without_a_role_is_refused(structure: Structure, founder: User, client: Client) -> None:
    with pytest.raises(BadInput, match="au moins un rôle"):
        give_access(structure, "sacha@example.org", [], by=founder, on=LATER)
    client.force_login(founder)
    url = reverse("structures:settings", args=[structure.slug])
    answer = client.post(url, {"email": "sacha@example.org"})
    assert answer.status_code == 422
    assert "Choisissez au moins un rôle" in answer.content.decode()


def test_the_presidency_alone_keeps_the_key(structure: Structure, founder: User) -> None:
    give_access(structure, founder.email, [Role.PRESIDENCY, Role.TREASURY], by=founder, on=LATER)
    assert roles_of(founder, Structure.objects.get()) == {Role.PRESIDENCY, Role.TREASURY}
    with pytest.raises(BadInput, match="dernière personne"):
        give_access(structure, founder.email, [Role.TREASURY], by=founder, on=LATER)


def test_an_access_given_twice_is_one_access_with_the_last_role(structure: Structure, founder: User) -> None:
    for role in (Role.MEMBER, Role.FOUNDER, Role.FOUNDER):
        give_access(structure, "Sacha@Example.org ", [role], by=founder, on=LATER)
    membership = structure.memberships.get(user__email="sacha@example.org", left_on=None)
    assert membership.role == Role.FOUNDER


def test_the_database_itself_refuses_a_second_open_access(structure: Structure, member: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(structure=structure, user=member, role=Role.MEMBER, joined_on=LATER)


def test_one_person_may_hold_several_roles(structure: Structure, member: User) -> None:
    Membership.objects.create(structure=structure, user=member, role=Role.FOUNDER, joined_on=LATER)
    found = Structure.objects.get()
    assert roles_of(member, found) == {Role.MEMBER, Role.FOUNDER}
    assert abilities(member, found) >= set(Ability)
    assert list(Structure.objects.visible_to(member)) == [structure]


def test_settings_saved_from_two_pages_are_not_lost(
    structure: Structure, founder: User, client: Client
) -> None:
    client.force_login(founder)
    url = reverse("structures:settings", args=[structure.slug])
    read = {"name": structure.name, "signature_hoped_on": "", "version": "0"}
    assert client.post(url, {**read, "signature_hoped_on": "2027-06-01"}).status_code == 302
    second = client.post(url, {**read, "name": "CPTS autrement"})
    assert second.status_code == 422
    page = second.content.decode()
    assert "1er\N{NO-BREAK SPACE}juin\N{NO-BREAK SPACE}2027" in page  # what the other page saved
    assert 'value="CPTS autrement"' in page  # what this one typed
    assert Structure.objects.get().signature_hoped_on == date(2027, 6, 1)
    kept = {**read, "name": "CPTS autrement", "version": "1"}
    assert client.post(url, kept).status_code == 302
    assert Structure.objects.get().name == "CPTS autrement"


def test_whoever_left_may_come_back(structure: Structure, founder: User, member: User) -> None:
    end_access(structure, member, by=founder, on=LATER)
    assert abilities(member, structure) == frozenset()
    give_access(structure, member.email, [Role.MEMBER], by=founder, on=LATER)
    assert abilities(member, structure) >= {Ability.VIEW}
    assert structure.memberships.filter(user=member).count() == 2


def test_an_access_never_ends_before_it_begins(structure: Structure, founder: User, member: User) -> None:
    key = key_of(structure, member)
    end_access(structure, member, by=founder, on=date(2000, 1, 1))
    ended = Membership.objects.get(pk=key.pk)
    assert ended.left_on == ended.joined_on


def test_the_last_founder_keeps_the_key(structure: Structure, founder: User, member: User) -> None:
    with pytest.raises(BadInput, match="dernière personne"):
        end_access(structure, founder, by=founder, on=LATER)
    with pytest.raises(BadInput, match="dernière personne"):
        give_access(structure, founder.email, [Role.MEMBER], by=founder, on=LATER)
    give_access(structure, member.email, [Role.FOUNDER], by=founder, on=LATER)
    end_access(structure, founder, by=founder, on=LATER)
    assert Ability.RUN in abilities(member, structure)
    with pytest.raises(BadInput, match="dernière personne"):
        end_access(structure, member, by=member, on=LATER)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("gesture", ["leave", "step down"])
def test_founders_who_leave_together_do_not_lose_the_key(
    gesture: str, at_once: Callable[..., list[Any]], structure: Structure, founder: User
) -> None:
    emails = [founder.email, *(f"{number}@example.org" for number in range(7))]
    keys = [give_access(structure, email, [Role.FOUNDER], by=founder, on=LATER)[0] for email in emails]

    def leave(key: Membership) -> object:
        if gesture == "leave":
            return end_access(structure, key.user, by=key.user, on=LATER)
        return give_access(structure, key.user.email, [Role.MEMBER], by=key.user, on=LATER)

    answers = at_once(*[lambda key=key: leave(key) for key in keys])
    assert sum(isinstance(answer, BadInput) for answer in answers) == 1
    assert structure.memberships.filter(role=Role.FOUNDER, left_on=None).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_address_invited_at_the_same_moment_has_one_access(
    at_once: Callable[..., list[Any]], structure: Structure, founder: User
) -> None:
    invite = [lambda: give_access(structure, "sacha@example.org", [Role.MEMBER], by=founder, on=LATER)] * 5
    assert {answer[0].pk for answer in at_once(*invite)} == {structure.memberships.last().pk}


# What strangers see


@pytest.mark.parametrize(
    ("declared", "public", "seen"),
    [
        (False, False, []),
        (False, True, []),
        (True, False, [""]),
        (True, True, ["CPTS du Tescou"]),
    ],
)
def test_strangers_see_what_was_chosen(
    declared: bool, public: bool, seen: list[str], structure: Structure, founder: User
) -> None:
    for _ in range(2):
        structure = set_visibility(structure, declared=declared, public=public, by=founder, on=LATER)
    assert [territory.public_name for territory in Territory.objects.declared()] == seen
    assert structure.is_public is (declared and public)


def test_what_was_shown_is_hidden_again(structure: Structure, founder: User) -> None:
    set_visibility(structure, declared=True, public=True, by=founder, on=LATER)
    set_visibility(structure, declared=False, public=False, by=founder, on=LATER)
    assert not Territory.objects.declared().exists()
    assert Territory.objects.get().public_name == ""


def test_declaring_again_keeps_the_first_day(structure: Structure, founder: User) -> None:
    set_visibility(structure, declared=True, public=False, by=founder, on=LATER)
    set_visibility(structure, declared=True, public=True, by=founder, on=LATER + timedelta(days=9))
    assert Territory.objects.get().declared_on == LATER


def test_a_new_name_is_shown_only_where_the_old_one_was(structure: Structure, founder: User) -> None:
    described(structure, name="CPTS neuve", by=founder)
    assert Territory.objects.get().public_name == ""
    set_visibility(structure, declared=True, public=True, by=founder, on=LATER)
    described(structure, name="CPTS encore", by=founder)
    assert Territory.objects.get().public_name == "CPTS encore"


def test_an_address_survives_a_new_name(structure: Structure, founder: User) -> None:
    assert described(structure, name="Autre nom", by=founder).slug == "cpts-du-tescou"


def test_keys_and_visibility_are_traced_as_accesses(
    structure: Structure, founder: User, member: User
) -> None:
    set_visibility(structure, declared=True, public=False, by=founder, on=LATER)
    end_access(structure, member, by=founder, on=LATER)
    traced = Entry.objects.filter(subject=structure.pk, kind=Kind.ACCESS).values_list("sentence", flat=True)
    assert [sentence.split(" ")[0] for sentence in traced] == ["Un", "Le", "Clé", "Un"]
    assert not any(member.email in sentence for sentence in traced)


def invite_noor(client: Client, structure: Structure) -> str:
    """By the page of settings; what it shows next, with plain spaces."""
    url = reverse("structures:settings", args=[structure.slug])
    page = client.post(
        url, {"email": "noor@example.org", "roles": [Role.MEMBER]}, follow=True
    ).content.decode()
    return page.replace("\N{NO-BREAK SPACE}", " ")


def settings_page(client: Client, structure: Structure) -> str:
    url = reverse("structures:settings", args=[structure.slug])
    return client.get(url).content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_whoever_receives_an_access_is_told_by_mail(
    structure: Structure, founder: User, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    client.force_login(founder)
    assert "Invitation en attente d’envoi" in invite_noor(client, structure)
    assert mailoutbox == []
    deliver_due(limit=10, now=timezone.now)
    (mail,) = mailoutbox
    assert mail.to == ["noor@example.org"]
    assert structure.get_absolute_url() in mail.body
    assert parseaddr(mail.from_email) == ("Ada Fictif (CPTS du Tescou)", "maillage@localhost")
    assert mail.reply_to == [founder.email]
    assert "Invitation envoyée le " in settings_page(client, structure)


def test_an_invitation_sent_twice_in_a_day_is_written_once(
    structure: Structure, founder: User, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    client.force_login(founder)
    for _ in range(2):
        invite_noor(client, structure)
        deliver_due(limit=10, now=timezone.now)
    assert len(mailoutbox) == 1


def test_what_was_pasted_in_a_name_writes_no_header(
    structure: Structure, founder: User, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    Structure.objects.update(name="CPTS\r\nBcc: tous@example.org\x07")
    User.objects.filter(pk=founder.pk).update(name="Ada\u2028Fictif")
    client.force_login(founder)
    invite_noor(client, structure)
    deliver_due(limit=10, now=timezone.now)
    (mail,) = mailoutbox
    assert mail.recipients() == ["noor@example.org"]
    assert mail.message()["Bcc"] is None


def test_a_server_that_does_not_open_keeps_the_access_and_its_invitation(
    structure: Structure, founder: User, client: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client.force_login(founder)
    invite_noor(client, structure)
    assert deliver_due(limit=10, now=timezone.now).unreachable
    assert "Invitation en attente d’envoi" in settings_page(client, structure)
    assert structure.memberships.filter(user__email="noor@example.org").exists()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.REFUSED, "refusée par le serveur : prévenez la personne vous-même"),
        (State.UNCERTAIN, "incertaine"),
        (State.GIVEN_UP, "jamais partie : prévenez la personne vous-même"),
    ],
)
def test_an_invitation_that_went_wrong_is_said_beside_its_access(
    state: State, said: str, structure: Structure, founder: User, client: Client
) -> None:
    client.force_login(founder)
    invite_noor(client, structure)
    Recipient.objects.update(state=state)
    assert said in settings_page(client, structure)


def test_the_last_founder_does_not_leave_with_the_account(
    structure: Structure, founder: User, member: User
) -> None:
    leave_everywhere(member)
    assert [held.user for held in structure.memberships.all()] == [founder]
    with pytest.raises(BadInput, match="dernière personne"):
        leave_everywhere(founder)


def test_signing_in_leads_to_ones_structure(
    structure: Structure, founder: User, outsider: User, client: Client
) -> None:
    client.force_login(founder)
    assert client.get(reverse("structures:arrive")).url == structure.get_absolute_url()
    structure_on(["82112"], by=founder)
    assert client.get(reverse("structures:arrive")).url == reverse("structures:mine")
    client.force_login(outsider)
    assert client.get(reverse("structures:arrive")).url == "/"


def test_a_reader_is_not_asked_what_only_a_founder_may_do(
    structure: Structure, member: User, founder: User, client: Client
) -> None:
    home = structure.get_absolute_url()
    client.force_login(member)
    assert "Rien ne vous est demandé" in client.get(home).content.decode()
    client.force_login(founder)
    assert "Fixer une date de signature" in client.get(home).content.decode()


def test_the_roles_of_somebody_are_changed_on_the_page(
    structure: Structure, founder: User, member: User, client: Client
) -> None:
    client.force_login(founder)
    url = reverse("structures:change_access", args=[structure.slug, key_of(structure, member).pk])
    client.post(url, {"roles": ["tresorerie", "coordination"]})
    assert roles_of(member, Structure.objects.get()) == {Role.TREASURY, Role.COORDINATION}
    assert "Coordination, Trésorerie, depuis le" in settings_page(client, structure)
    mine = reverse("structures:change_access", args=[structure.slug, key_of(structure, founder).pk])
    page = client.post(mine, {"roles": ["member"]}, follow=True).content.decode()
    assert "dernière personne qui tient la clé" in page
    assert "au moins un rôle" in client.post(mine, {}, follow=True).content.decode()
    assert roles_of(founder, Structure.objects.get()) == {Role.FOUNDER}
