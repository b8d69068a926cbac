"""One page asks for the address, one for the code: a known address and a new one cannot be told apart."""

import re
from datetime import UTC, datetime, timedelta
from time import time

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.accounts.services import NEVER_ENTERED, account_for
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.services import give_access
from players import FOUNDED_ON

pytestmark = pytest.mark.django_db
ENTER, CODE = "/compte/entrer/", "/compte/code/"
KNOWN, NEW = "ancienne@example.org", "nouvelle@example.org"


@pytest.fixture
def known() -> User:
    return User.objects.create_user(KNOWN, last_login=timezone.now())


def ask(client: Client, email: str, **more: str) -> str:
    """Ask for a code; where the page leads."""
    response = client.post(ENTER, {"email": email, **more})
    assert response.status_code == 302
    return str(response.url)


def code_sent(nth: int = -1) -> str:
    found = re.search(r"\d{6}", mail.outbox[nth].body)
    assert found
    return found[0]


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# The same words


def test_a_known_and_a_new_address_get_the_same_pages_and_the_same_mail(known: User) -> None:
    seen = []
    for email in (KNOWN, NEW):
        client = Client()
        landing = ask(client, email)
        page = client.get(landing)
        message = mail.outbox[-1]
        seen.append(
            (
                landing,
                page.status_code,
                anonymised(page.content.decode(), email),
                anonymised(message.subject, email),
                anonymised(message.body, email),
                message.to == [email],
            )
        )
    assert seen[0] == seen[1]
    assert len(mail.outbox) == 2


def anonymised(text: str, email: str) -> str:
    """Without what must differ: the address itself, the code, the token of the form."""
    text = re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", text)
    return re.sub(r"\d{6}", "CODE", text).replace(email, "ADRESSE")


@pytest.mark.parametrize("email", [KNOWN, NEW])
def test_the_code_opens_the_door_to_both(known: User, email: str, client: Client) -> None:
    ask(client, email)
    response = client.post(CODE, {"code": code_sent()})
    assert (response.status_code, response.url) == (302, "/entree/")
    assert signed_in(client)
    assert User.objects.get(email=email).last_login is not None


def test_an_address_is_one_account_whatever_its_case(known: User, client: Client) -> None:
    ask(client, KNOWN.upper())
    client.post(CODE, {"code": code_sent()})
    assert client.session["_auth_user_id"] == str(known.pk)
    assert User.objects.count() == 1


def test_a_closed_account_receives_nothing_and_learns_nothing(known: User, client: Client) -> None:
    User.objects.update(is_active=False)
    landing = ask(client, KNOWN)
    assert client.get(landing).status_code == 200
    assert mail.outbox == []
    assert client.post(CODE, {"code": "000000"}).status_code == 422


@pytest.mark.parametrize(
    "email", ["", "sans arobase", "a@b", "x" * 300 + "@example.org", "a\x00b@example.org"]
)
def test_an_address_that_is_none_is_refused_in_place(email: str, client: Client) -> None:
    response = client.post(ENTER, {"email": email})
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert mail.outbox == []
    assert not User.objects.exists()


# The code


def test_only_the_last_code_asked_for_opens(client: Client) -> None:
    ask(client, NEW)
    ask(client, NEW)
    first, last = code_sent(0), code_sent(1)
    assert client.post(CODE, {"code": first}).status_code == (302 if first == last else 422)
    client.post(CODE, {"code": last})
    assert signed_in(client)


LIFE = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT


def clock(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Move the clock, from now."""
    then = time() + seconds
    monkeypatch.setattr("time.time", lambda: then)
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromtimestamp(then, tz=UTC))


@pytest.mark.parametrize(("age", "opens"), [(LIFE - 1, True), (LIFE + 1, False), (-3600, False)])
def test_a_code_lives_as_long_as_is_said_even_if_the_clock_goes_back(
    age: int, opens: bool, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(client, NEW)
    with monkeypatch.context() as patch:
        clock(patch, age)
        client.post(CODE, {"code": code_sent()})
    assert signed_in(client) is opens


def test_the_page_and_the_mail_say_how_long_a_code_lives(client: Client) -> None:
    page = client.get(ask(client, NEW)).content.decode()
    for text in (page, mail.outbox[-1].body):
        assert f"valable {LIFE // 60}\N{NO-BREAK SPACE}minutes" in text


def test_a_code_serves_once(client: Client) -> None:
    ask(client, NEW)
    client.post(CODE, {"code": code_sent()})
    client.post("/compte/quitter/")
    client.post(CODE, {"code": code_sent()})
    assert not signed_in(client)


def test_a_code_serves_only_the_browser_that_asked(client: Client) -> None:
    ask(client, NEW)
    other = Client()
    other.post(CODE, {"code": code_sent()})
    assert not signed_in(other)


def test_the_fifth_wrong_code_ends_the_attempt(client: Client) -> None:
    ask(client, NEW)
    wrong = "000000" if code_sent() != "000000" else "111111"
    answers = [client.post(CODE, {"code": wrong}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 302]
    assert "pas le bon" in answers[0].content.decode()
    assert "Trop d’essais" in client.get(ENTER).content.decode()
    client.post(CODE, {"code": code_sent()})
    assert not signed_in(client)


# Where one wanted to go


def test_the_way_asked_for_is_kept_to_the_end(client: Client) -> None:
    wanted = f"{reverse('people:found')}?codes=82121,82037&signed=2027-03-01"
    wall = client.get(wanted)
    assert client.get(wall.url).status_code == 200
    landing = ask(client, NEW, next=wanted)
    assert wanted.replace("?", "%3F").replace("/", "%2F")[:12] in landing or "next=" in landing
    response = client.post(landing, {"code": code_sent(), "next": wanted})
    assert response.url == wanted


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.com/",
        "//example.com/",
        "/\\example.com",
        "javascript:alert(1)",
        "http:///example.com",
    ],
)
def test_nobody_is_sent_to_another_site(elsewhere: str, client: Client) -> None:
    landing = ask(client, NEW, next=elsewhere)
    assert "example.com" not in landing
    response = client.post(CODE, {"code": code_sent(), "next": elsewhere})
    assert response.url == "/entree/"


def test_who_is_inside_is_sent_on(client: Client, known: User) -> None:
    client.force_login(known)
    assert client.get(ENTER, {"next": "/s/"}).url == "/s/"
    assert client.get(ENTER, {"next": "https://example.com/"}).url == "/entree/"


def test_leaving_takes_a_gesture(client: Client, known: User) -> None:
    client.force_login(known)
    assert client.get("/compte/quitter/").status_code == 200
    assert signed_in(client)
    client.post("/compte/quitter/")
    assert not signed_in(client)


# Accounts nobody ever entered


def abandoned(email: str) -> User:
    return User.objects.create_user(email, date_joined=timezone.now() - NEVER_ENTERED - timedelta(minutes=1))


def test_an_account_nobody_entered_is_forgotten_the_day_after() -> None:
    gone, recent = abandoned("a@example.org"), User.objects.create_user("b@example.org")
    account_for(NEW)
    assert not User.objects.filter(pk=gone.pk).exists()
    assert User.objects.filter(pk=recent.pk).exists()


@pytest.mark.parametrize("kept", [{"is_demo": True}, {"is_staff": True}, {"last_login": timezone.now()}])
def test_an_account_in_use_is_kept(kept: dict[str, object]) -> None:
    user = abandoned("a@example.org")
    User.objects.filter(pk=user.pk).update(**kept)
    account_for(NEW)
    assert User.objects.filter(pk=user.pk).exists()


def test_whom_a_structure_expects_is_kept(structure: Structure, founder: User) -> None:
    expected = give_access(structure, "invitee@example.org", [Role.MEMBER], by=founder, on=FOUNDED_ON)[0].user
    User.objects.update(date_joined=timezone.now() - NEVER_ENTERED - timedelta(minutes=1))
    account_for(NEW)
    assert structure.memberships.filter(user=expected).exists()


def test_asking_again_gives_another_day() -> None:
    slow = abandoned("lente@example.org")
    assert account_for(slow.email) == slow
    account_for(NEW)
    assert User.objects.filter(pk=slow.pk).exists()
