"""What the sending domain publishes: never guessed, said on a page without asking anybody."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import dns.message
import dns.rcode
import dns.rrset
import pytest
from click.testing import CliRunner
from django.conf import settings as site
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from maillage.accounts.models import User
from maillage.config import environment
from maillage.kernel import BadInput
from maillage.mail.enums import RecordState
from maillage.mail.models import DomainRecord
from maillage.mail.queries import domain, looked_up
from maillage.mail.rules import dkim_found, dmarc_found, spf_found
from maillage.portal.commands import cli
from maillage.structures.models import Structure

FINE, BROKEN, UNKNOWN = RecordState.FINE, RecordState.BROKEN, RecordState.UNKNOWN
WHOLE = {
    "exemple.fr": ["v=spf1 include:_spf.exemple.fr -all", "site-verification=1"],
    "mail._domainkey.exemple.fr": ["v=DKIM1; k=rsa; p=MIGfMA0"],
    "_dmarc.exemple.fr": ["v=DMARC1; p=quarantine; rua=mailto:a@exemple.fr"],
}


@pytest.fixture(autouse=True)
def sender(settings: Settings) -> None:
    settings.SERVER_EMAIL, settings.BOUNCES, settings.DKIM = "maillage@exemple.fr", "", ["mail"]
    settings.DEMO = False


def answers(records: dict[str, list[str] | None]) -> Callable[[str], list[str] | None]:
    return lambda name: records.get(name, [])


def states(records: dict[str, list[str] | None]) -> dict[str, RecordState]:
    return {found.record: found.state for found in looked_up(answers(records))}


def test_a_domain_that_says_all_is_fine() -> None:
    assert states(WHOLE) == {"SPF": FINE, "DKIM": FINE, "DMARC": FINE}


def test_a_domain_that_says_nothing_is_to_mend() -> None:
    assert states({}) == {"SPF": BROKEN, "DKIM": BROKEN, "DMARC": BROKEN}


def test_a_dns_that_does_not_answer_is_unknown_never_missing() -> None:
    assert states(dict.fromkeys((*WHOLE, "fr"))) == {"SPF": UNKNOWN, "DKIM": UNKNOWN, "DMARC": UNKNOWN}


def test_a_selector_that_nobody_told_is_unknown_and_asks_nothing(settings: Settings) -> None:
    settings.DKIM = []
    asked: list[str] = []
    found = {each.record: each for each in looked_up(lambda name: asked.append(name) or [])}
    assert found["DKIM"].state == UNKNOWN
    assert "MAILLAGE_DKIM" in found["DKIM"].said
    assert not [name for name in asked if "_domainkey" in name]


@pytest.mark.parametrize(
    "address", ["maillage@localhost", "maillage@pc.local", "maillage@serveur", "maillage@.fr"]
)
def test_an_address_of_no_domain_is_refused(address: str, settings: Settings) -> None:
    settings.SERVER_EMAIL = address
    with pytest.raises(BadInput, match="MAILLAGE_MAIL_FROM"):
        looked_up(answers(WHOLE))


@pytest.mark.parametrize(
    ("texts", "state"),
    [
        (["v=spf1 -all"], FINE),
        (["V=SPF1 mx ~all"], FINE),
        (["v=spf1 mx +all"], BROKEN),
        (["v=spf1 all"], BROKEN),
        (["v=spf1 mx -all", "v=spf1 a -all"], BROKEN),
        (["v=spf10 mx -all"], BROKEN),
        (["v=spf2.0/pra mx"], BROKEN),
        ([], BROKEN),
        (None, UNKNOWN),
    ],
)
def test_spf_is_one_record_that_is_not_open_to_all(texts: list[str] | None, state: RecordState) -> None:
    assert spf_found(texts)[0] == state


@pytest.mark.parametrize(
    ("texts", "state"),
    [
        (["v=DKIM1; p=MIGf"], FINE),
        (["p = MIGf"], FINE),
        (["v=DKIM1; p="], BROKEN),
        (["v=DKIM1; k=rsa"], BROKEN),
        (["v=DKIM1; p=MIGf", "v=DKIM1; p=MIGg"], BROKEN),
        (None, UNKNOWN),
    ],
)
def test_dkim_is_one_key_that_is_not_revoked(texts: list[str] | None, state: RecordState) -> None:
    assert dkim_found(texts)[0] == state


@pytest.mark.parametrize(
    ("texts", "state", "said"),
    [
        (["v=DMARC1; p=none"], FINE, "n’écarte rien"),
        (["v=DMARC1;p=reject"], FINE, "refusé"),
        (["v=DMARC1"], FINE, "n’écarte rien"),
        (["v=DMARC1; p=stop"], BROKEN, "p="),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], BROKEN, "contredisent"),
        (None, UNKNOWN, "ne répond pas"),
    ],
)
def test_dmarc_says_what_becomes_of_what_is_not_signed(
    texts: list[str] | None, state: RecordState, said: str
) -> None:
    found = dmarc_found(texts, name="exemple.fr", domain="exemple.fr", envelope="exemple.fr")
    assert found
    assert found[0] == state
    assert said in found[1]


def test_a_subdomain_is_under_the_record_above_and_its_own_rule(settings: Settings) -> None:
    settings.SERVER_EMAIL = "maillage@mail.sante.exemple.fr"
    above = {"_dmarc.exemple.fr": ["v=DMARC1; p=none; sp=reject"]}
    found = next(each for each in looked_up(answers(above)) if each.record == "DMARC")
    assert (found.domain, found.state) == ("_dmarc.exemple.fr", FINE)
    assert "p=reject" in found.said


@pytest.mark.parametrize(
    ("envelope", "tags", "told"),
    [
        ("exemple.fr", "", False),
        ("retours.exemple.fr", "", False),
        ("retours.exemple.fr", "; aspf=s", True),
        ("retours.autre.fr", "", True),
    ],
)
def test_returns_of_another_domain_are_told_of(envelope: str, tags: str, told: bool) -> None:
    found = dmarc_found(
        [f"v=DMARC1; p=none{tags}"], name="exemple.fr", domain="exemple.fr", envelope=envelope
    )
    assert found
    assert ("il faut DKIM" in found[1]) is told


def test_spf_is_read_where_returns_go(settings: Settings) -> None:
    settings.BOUNCES = "retours@autre.fr"
    asked: list[str] = []
    looked_up(lambda name: asked.append(name) or [])
    assert asked[0] == "autre.fr"


@given(st.lists(st.text(max_size=40), max_size=3))
def test_whatever_is_published_is_judged(texts: list[str]) -> None:
    assert spf_found(texts)[0] in RecordState
    assert dkim_found(texts)[0] in RecordState
    dmarc_found(texts, name="exemple.fr", domain="exemple.fr", envelope="exemple.fr")


# The DNS itself


@contextmanager
def dns_that(answer: Callable[[dns.message.Message], dns.message.Message | None]) -> Iterator[int]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        line.settimeout(10)

        def serve() -> None:
            while True:
                try:
                    wire, asker = line.recvfrom(2048)
                except OSError:
                    return
                if wire == b"stop":
                    return
                if said := answer(dns.message.from_wire(wire)):
                    line.sendto(said.to_wire(), asker)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        port = line.getsockname()[1]
        try:
            yield port
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
                other.sendto(b"stop", ("127.0.0.1", port))
            thread.join()


def told(*texts: str, code: int = dns.rcode.NOERROR) -> Callable[[dns.message.Message], dns.message.Message]:
    def answer(asked: dns.message.Message) -> dns.message.Message:
        said = dns.message.make_response(asked)
        said.set_rcode(code)
        if texts:
            said.answer.append(dns.rrset.from_text(asked.question[0].name, 60, "IN", "TXT", *texts))
        return said

    return answer


@pytest.mark.parametrize(
    ("answer", "texts"),
    [
        (told('"v=DKIM1; p=AAA" "BBB"'), ["v=DKIM1; p=AAABBB"]),
        (told(), []),
        (told(code=dns.rcode.NXDOMAIN), []),
        (told(code=dns.rcode.SERVFAIL), None),
        (told(code=dns.rcode.REFUSED), None),
        (lambda _asked: None, None),
    ],
)
def test_an_answer_of_the_dns_is_read_and_silence_is_unknown(
    answer: Callable[[dns.message.Message], dns.message.Message | None],
    texts: list[str] | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from dns import resolver

    monkeypatch.setattr(domain, "ANSWERED_WITHIN", 0.5)
    with dns_that(answer) as port:

        def here() -> resolver.Resolver:
            found = original(configure=False)
            found.nameservers, found.port = ["127.0.0.1"], port
            return found

        original = resolver.Resolver
        monkeypatch.setattr(resolver, "Resolver", here)
        assert domain.texts_of("mail._domainkey.exemple.fr") == texts


def test_a_name_that_is_none_is_unknown() -> None:
    assert domain.texts_of(f"{'a' * 70}..fr") is None


# Told


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str] | None]:
    records: dict[str, list[str] | None] = {**WHOLE}
    monkeypatch.setattr("maillage.mail.commands.looked_up", lambda: looked_up(answers(records)))
    return records


@pytest.mark.django_db
def test_the_command_says_each_record_and_fails_when_one_is_to_mend(
    published: dict[str, list[str] | None],
) -> None:
    answer = CliRunner().invoke(cli, ["mail", "check", "--json"])
    assert answer.exit_code == 0
    records = json.loads(answer.output)["records"]
    assert {each["record"]: each["state"] for each in records} == {
        "SPF": "fine",
        "DKIM": "fine",
        "DMARC": "fine",
    }
    del published["exemple.fr"]
    answer = CliRunner().invoke(cli, ["mail", "check"])
    assert answer.exit_code == 1
    assert "à corriger" in answer.output
    assert DomainRecord.objects.count() == 3  # of the last time alone


def words_on_page(who: User, structure: Structure) -> str:
    client = Client()
    client.force_login(who, backend=site.AUTHENTICATION_BACKENDS[0])
    return client.get(reverse("people:desk", args=[structure.slug])).content.decode().replace("\xa0", " ")


@pytest.mark.django_db
def test_who_runs_the_structure_reads_what_was_found_and_nothing_else(
    structure: Structure, founder: User, published: dict[str, list[str] | None], settings: Settings
) -> None:
    assert "n’a pas été vérifié" in words_on_page(founder, structure)
    published["_dmarc.exemple.fr"] = None
    del published["mail._domainkey.exemple.fr"]
    CliRunner().invoke(cli, ["mail", "check"])
    page = words_on_page(founder, structure)
    assert "DKIM : à corriger" in page
    assert "DMARC : inconnu" in page
    settings.SERVER_EMAIL = "maillage@autre.fr"  # what was found of another says nothing of this one
    assert "n’a pas été vérifié" in words_on_page(founder, structure)


@pytest.mark.django_db
def test_who_only_belongs_is_not_told_of_it(structure: Structure, member: User) -> None:
    assert "maillage@exemple.fr" not in words_on_page(member, structure)


@pytest.mark.parametrize("value", ["mail 2026", "mail;p=", "-mail", "sél"])
def test_a_selector_that_is_none_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_DKIM", value)
    with pytest.raises(BadInput, match="MAILLAGE_DKIM"):
        environment.dkim()
