"""Counts rise, nothing else: small ones are hidden alike on the page, in the file, for indicators and on the command line."""

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.care.commands import care as command
from maillage.care.enums import AskerKind, RequestKind, RequestState
from maillage.care.models import CareRequest
from maillage.care.rules.small import ALL
from maillage.care.services import requests as services
from maillage.care.statistics import Why, as_json, care_year, counted, in_rows
from maillage.project.models import Indicator
from maillage.project.queries.indicators import lines_of
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import today_in

pytestmark = pytest.mark.django_db
ON, AT = date(2027, 3, 1), datetime(2026, 6, 1, 9, tzinfo=UTC)
HERE, THERE = "82121", "82025"


def ask(
    structure: Structure, kind: str, commune: str, number: int, *, done: int = 0, at: datetime = AT
) -> list[CareRequest]:
    profession = "medecin_generaliste" if kind == RequestKind.DOCTOR else "infirmier"
    made = []
    for rank in range(number):
        words = services.Asked(kind, profession, commune, AskerKind.PATIENT)
        made.append(services.ask(structure, words, key=uuid4(), at=at))
        if rank < done:
            (offer,) = services.offer(made[-1], structure.people.all()[:1], at=AT)
            services.take(offer, at=AT)
            services.close(made[-1], RequestState.DONE, at=AT)
    return made


@pytest.fixture
def structure(structure: Structure) -> Structure:
    """Nobody asked for anything yet."""
    structure.care_requests.all().delete()
    return structure


def test_three_people_of_a_commune_are_hidden_and_so_is_what_would_tell_them(structure: Structure) -> None:
    ask(structure, RequestKind.HOME, HERE, 3)
    ask(structure, RequestKind.HOME, THERE, 9)
    found = care_year(structure, 2026, on=ON)
    assert found.places is not None
    small = found.places.at(HERE, RequestKind.HOME)
    assert (small.value, small.why) == (None, Why.SMALL)
    total, other = found.places.at(ALL, RequestKind.HOME), found.places.at(THERE, RequestKind.HOME)
    assert total.value is None or other.value is None
    told = json.dumps(as_json(found)) + str(list(in_rows(found)))
    assert '"value": 3,' not in told
    assert "< 5" in told.replace("\N{NO-BREAK SPACE}", " ")


def test_by_commune_nothing_is_told_while_the_year_runs(structure: Structure) -> None:
    ask(structure, RequestKind.HOME, HERE, 9)
    assert care_year(structure, 2026, on=date(2026, 12, 31)).places is None


def test_a_share_is_hidden_when_who_is_not_in_it_are_few(structure: Structure) -> None:
    ask(structure, RequestKind.DOCTOR, HERE, 12, done=9)
    share = counted(structure, "soins_mt_trouves", 2026, on=ON)
    assert share is not None
    assert (share.value, share.against) == (None, None)
    ask(structure, RequestKind.DOCTOR, HERE, 8)
    share = counted(structure, "soins_mt_trouves", 2026, on=ON)
    assert share is not None
    assert (share.value, share.against) == (45, 20)


def test_unknown_hidden_and_zero_are_three_things(structure: Structure) -> None:
    asked = counted(structure, "soins_demandes_mt", 2026, on=ON)
    delay = counted(structure, "soins_delai_mt", 2026, on=ON)
    ask(structure, RequestKind.DOCTOR, HERE, 4)
    small = counted(structure, "soins_demandes_mt", 2026, on=ON)
    assert [(each.value, each.why) for each in (asked, delay, small) if each] == [
        (0, None),
        (None, Why.UNKNOWN),
        (None, Why.SMALL),
    ]


def test_the_page_the_file_and_the_command_say_the_same(structure: Structure, founder: User) -> None:
    now = timezone.now()
    ask(structure, RequestKind.HOME, HERE, 17, at=now)
    client = Client()
    client.force_login(founder)
    url = reverse("care:statistics", args=[structure.slug])
    this_year = today_in(structure).year
    page = client.get(url, {"annee": this_year}).content.decode()
    file = client.get(reverse("care:statistics_file", args=[structure.slug, "csv"]), {"annee": this_year})
    done = CliRunner().invoke(command, ["statistics", structure.slug, "--year", str(this_year), "--json"])
    counts = {each["key"]: each["value"] for each in json.loads(done.output)["counts"]}
    assert counts["demandes"] == 17
    assert ">17" in page
    assert ";17;" in file.content.decode("utf-8-sig")


def test_an_indicator_of_care_reads_the_door_and_is_unknown_when_it_is_small(structure: Structure) -> None:
    indicator = structure.indicators.first()
    assert indicator is not None
    Indicator.objects.filter(pk=indicator.pk).update(
        origin="compte", counter="soins_demandes_mt", unit="nombre"
    )
    asked = ask(structure, RequestKind.DOCTOR, HERE, 11)

    def read() -> object:
        lines = lines_of(structure, 2026, today=ON)
        return next(each.value.number for each in lines if each.indicator.pk == indicator.pk)

    assert read() == 11
    for each in asked[:8]:
        services.close(each, RequestState.WITHDRAWN, at=AT)
    assert counted(structure, "soins_demandes_mt", 2026, on=ON) is not None
    for each in asked[2:]:
        each.delete()
    assert read() is None


def test_a_denominator_does_not_give_back_what_another_count_hides(structure: Structure) -> None:
    """23 requests of care, 20 of them unscheduled: the three that are left would be named."""
    ask(structure, RequestKind.UNSCHEDULED, HERE, 20, done=10)
    ask(structure, RequestKind.RETURN, HERE, 3)
    found = care_year(structure, 2026, on=date(2026, 12, 1))
    against = [each.against for each in found.counts if each.key == "soins_snp_24_h"]
    asked = found.count("demandes")
    assert asked is not None
    assert asked.value is None or against == [None]


def test_two_withdrawn_are_not_found_between_the_count_of_the_year_and_its_places(
    structure: Structure,
) -> None:
    ask(structure, RequestKind.DOCTOR, HERE, 14)
    ask(structure, RequestKind.DOCTOR, THERE, 14)
    for request in ask(structure, RequestKind.DOCTOR, THERE, 2):
        services.close(request, RequestState.WITHDRAWN, at=AT)
    found = care_year(structure, 2026, on=ON)
    asked = found.count("soins_demandes_mt")
    assert asked is not None
    stands = found.places.at(ALL, RequestKind.DOCTOR).value if found.places else None
    assert None in {asked.value, stands}


def test_how_many_a_delay_is_read_of_is_not_told_of_a_count_that_is_hidden(structure: Structure) -> None:
    ask(structure, RequestKind.DOCTOR, HERE, 9, done=6)
    found = care_year(structure, 2026, on=ON)
    delay = found.count("soins_delai_mt")
    assert delay is not None
    assert delay.value is not None
    assert delay.against is None
