"""Indicators: what is counted lists its rows, what is noted stays, a frozen base does not move."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.urls import reverse

from house.visiting import client_of, counted
from maillage.accounts.models import User
from maillage.governance.enums import MeetingState
from maillage.governance.models import Instance, Meeting, RcpSession
from maillage.kernel import BadInput, date_in_french
from maillage.project.commands import project
from maillage.project.models import Indicator
from maillage.project.queries.indicators import lines_of
from maillage.project.queries.indicators_awaiting import Waited
from maillage.project.queries.indicators_one import page_of
from maillage.project.rules.values import NO_DENOMINATOR
from maillage.project.services import indicators as services
from maillage.project.services import indicators_measures as measures
from maillage.project.services import indicators_reviews as reviews
from maillage.structures.models import Structure
from maillage.ui.queries import LONG

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
TODAY = date(2026, 3, 20)


def add(structure: Structure, by: User, name: str = "Part suivie", **said: object) -> Indicator:
    return services.add_indicator(structure, services.GivenIndicator(name, **said), key=uuid4(), by=by)  # type: ignore[arg-type]


def note(indicator: Indicator, by: User, **said: object) -> None:
    given = measures.GivenMeasure(2026, **said)  # type: ignore[arg-type]
    measures.note_measure(indicator, given, key=uuid4(), by=by, on=TODAY)


def hold(structure: Structure, title: str, day: date) -> Meeting:
    instance, _ = Instance.objects.get_or_create(structure=structure, name="Groupe", kind="gt")
    at = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    return instance.meetings.create(
        title=title, starts_at=at, ends_at=at + timedelta(hours=2), state=MeetingState.HELD
    )


def line_of(structure: Structure, indicator: Indicator, year: int = 2026, today: date = TODAY):  # type: ignore[no-untyped-def]
    return next(each for each in lines_of(structure, year, today=today) if each.indicator == indicator)


def test_a_zero_denominator_is_unknown_on_the_page_with_its_reason(
    structure: Structure, founder: User
) -> None:
    share = add(structure, founder, unit="%", numerator="Suivis", denominator="Reçus")
    note(share, founder, numerator=Decimal(0), denominator=Decimal(0))
    line = line_of(structure, share)
    assert (line.value.number, line.value.why, line.said) == (None, NO_DENOMINATOR, "inconnu")
    page = client_of(founder).get(
        reverse("project:indicator", args=[structure.slug, share.pk]) + "?annee=2026"
    )
    assert "le dénominateur est à zéro" in page.content.decode()


def test_a_target_gone_beyond_is_said(structure: Structure, founder: User) -> None:
    kept = add(structure, founder, unit="actions")
    services.set_target(kept, 2026, Decimal(4), by=founder)
    note(kept, founder, value=Decimal(6))
    way = line_of(structure, kept).progress
    assert (way.percent, way.is_reached) == (150, True)
    assert "au-delà de la cible" in way.said


def test_a_frozen_base_refuses_a_change_and_takes_a_dated_correction(
    structure: Structure, founder: User
) -> None:
    said = {"base": Decimal(40), "base_method": "Extraction du 31 décembre", "unit": "%"}
    kept = services.freeze_base(add(structure, founder, **said), on=date(2026, 3, 2), by=founder)
    changed = services.GivenIndicator(kept.name, **(said | {"base": Decimal(35)}))  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="ne change plus"):
        services.write_indicator(kept, changed, version=kept.version, by=founder)
    with pytest.raises(BadInput, match="après le jour"):
        services.correct_base(
            kept, Decimal(35), on=date(2026, 3, 1), reason="Doublons", key=uuid4(), by=founder
        )
    services.correct_base(kept, Decimal(35), on=TODAY, reason="Doublons", key=uuid4(), by=founder)
    kept.refresh_from_db()
    line = line_of(structure, kept)
    assert (kept.base, line.base, line.base_first) == (40, 35, "40\N{NO-BREAK SPACE}%")


def test_a_base_is_frozen_only_with_its_method(structure: Structure, founder: User) -> None:
    with pytest.raises(BadInput, match="méthode"):
        services.freeze_base(add(structure, founder, base=Decimal(40)), on=TODAY, by=founder)


def test_what_vanished_is_told_and_the_value_stays(structure: Structure, founder: User) -> None:
    kept = add(structure, founder, origin="compte", counter="reunions_tenues")
    there = line_of(structure, kept).live.total
    gone = hold(structure, "Réunion perdue", date(2026, 3, 10))
    noted = measures.note_count(kept, 2026, key=uuid4(), by=founder, on=TODAY)
    assert noted.value == there + 1 == noted.rows.count()
    gone.delete()
    page = page_of(structure, kept, 2026, today=TODAY)
    assert page.line.value.number == there + 1
    assert page.line.counted_since == str(there.normalize())
    assert page.vanished
    assert [row.label for row in page.vanished.rows] == ["Réunion perdue"]


def test_a_count_is_the_length_of_its_list(structure: Structure, founder: User) -> None:
    for day in (1, 12, 19):
        hold(structure, f"Groupe du {day}", date(2026, 3, day))
    kept = add(structure, founder, origin="compte", counter="reunions_tenues", counter_of="gt")
    hold(structure, "L’an passé", date(2025, 12, 31))
    line = line_of(structure, kept)
    assert [row.label for row in line.live.rows] == ["Groupe du 1", "Groupe du 12", "Groupe du 19"]
    assert line.value.number == len(line.live.rows)
    shown = client_of(founder).get(
        reverse("project:indicator", args=[structure.slug, kept.pk]) + "?annee=2026"
    )
    assert "Groupe du 12" in shown.content.decode()


def test_situations_are_summed_by_their_rows(structure: Structure, founder: User) -> None:
    kept = add(structure, founder, origin="compte", counter="situations_rcp")
    for ald in (2, 3):
        RcpSession.objects.create(structure=structure, held_on=TODAY, ald=ald, others=1)
    assert line_of(structure, kept).value.number == 7 == line_of(structure, kept).live.total


def test_a_year_of_the_contract_holds_what_falls_in_it(structure: Structure, founder: User) -> None:
    services.set_year(structure, date(2025, 9, 1), by=founder)
    hold(structure, "Automne", date(2025, 10, 1))
    hold(structure, "Printemps", date(2026, 3, 1))
    said = {"origin": "compte", "counter": "reunions_tenues", "counter_of": "gt"}
    civil, contract = (
        add(structure, founder, name, is_of_contract=of, **said) for name, of in (("C", False), ("K", True))
    )
    found = {
        (name, year): line_of(structure, each, year).value.number
        for name, each in (("civil", civil), ("contrat", contract))
        for year in (2025, 2026)
    }
    assert (found["civil", 2025], found["civil", 2026], found["contrat", 2025]) == (1, 1, 2)
    assert found["contrat", 2026] is None  # it has not begun


def test_a_second_value_wants_a_reason_and_leaves_the_first_to_read(
    structure: Structure, founder: User
) -> None:
    kept = add(structure, founder, unit="%")
    note(kept, founder, value=Decimal("12.5"))
    with pytest.raises(BadInput, match="dites pourquoi"):
        note(kept, founder, value=Decimal(13))
    note(kept, founder, value=Decimal(13), reason="Erreur de saisie")
    assert [each.value for each in kept.measures.order_by("pk")] == [Decimal("12.5"), 13]
    assert line_of(structure, kept).value.number == 13


def test_a_value_of_half_a_year_is_told_as_such(structure: Structure, founder: User) -> None:
    kept = add(structure, founder)
    note(kept, founder, value=Decimal(4), since=date(2026, 1, 1), until=date(2026, 3, 10))
    assert line_of(structure, kept).until == date(2026, 3, 10)
    page = client_of(founder).get(reverse("project:indicators", args=[structure.slug]) + "?annee=2026")
    assert f"au {date_in_french(date(2026, 3, 10))}" in page.content.decode()
    with pytest.raises(BadInput, match="sort de l’année"):
        note(kept, founder, value=Decimal(4), since=date(2025, 12, 1), until=date(2026, 3, 1))


def test_nothing_said_is_refused_and_unknown_is_kept(structure: Structure, founder: User) -> None:
    kept = add(structure, founder)
    with pytest.raises(BadInput, match="pourquoi"):
        note(kept, founder)
    note(kept, founder, unknown_why="la caisse ne la tient pas")
    assert line_of(structure, kept).value.number is None


def test_a_form_takes_figures_as_people_write_them(structure: Structure, founder: User) -> None:
    kept = add(structure, founder, unit="%")
    url = reverse("project:note_measure", args=[structure.slug, kept.pk]) + "?annee=2026"
    sent = {"value": "1 062,5 %", "origin": "saisi", "key": uuid4()}
    assert client_of(founder).post(url, sent).status_code == 302
    assert kept.measures.get().value == Decimal("1062.5")
    assert client_of(founder).post(url, sent).status_code == 302
    assert kept.measures.count() == 1
    assert client_of(founder).post(url, {**sent, "value": "douze", "key": uuid4()}).status_code == 422


def test_a_late_answer_of_the_caisse_and_a_late_figure_are_waited_for(
    structure: Structure, founder: User
) -> None:
    Indicator.objects.filter(structure=structure).delete()
    structure.wanted_evidences.all().delete()
    add(structure, founder, "À remplir", frequency="trimestre", days_after=10)
    asked = add(structure, founder, "Demandé", origin="caisse")
    measures.ask(
        asked, 2026, asked_on=TODAY, awaited_on=TODAY + timedelta(5), words="", key=uuid4(), by=founder, on=TODAY
    )  # fmt: skip
    told = [task.text for task in Waited(structure, today=date(2026, 4, 20)).tasks()]
    assert told == [
        "1\N{NO-BREAK SPACE}indicateur à remplir",
        "Réponse de la caisse en retard\N{NO-BREAK SPACE}: 1\N{NO-BREAK SPACE}indicateur",
    ]
    assert not list(Waited(structure, today=TODAY).tasks())
    note(asked, founder, value=Decimal(3), origin="caisse")
    assert asked.asked.get().measures.count() == 1
    assert len(list(Waited(structure, today=date(2026, 4, 20)).tasks())) == 1


def test_a_closed_review_keeps_the_values_of_its_day(structure: Structure, founder: User) -> None:
    kept = add(structure, founder)
    note(kept, founder, value=Decimal(5))
    review = structure.reviews.get()
    line = reviews.GivenLine(Decimal(5), "mieux", "Continuer")
    review = reviews.write_review(
        review, {kept.pk: line}, words="", on=TODAY, version=review.version, by=founder
    )
    reviews.close_review(review, on=TODAY, by=founder)
    note(kept, founder, value=Decimal(9), reason="Recompté")
    review.refresh_from_db()
    assert review.lines.get(indicator=kept).value == 5
    assert review.lines.count() == structure.indicators.count()
    with pytest.raises(BadInput, match="close"):
        reviews.write_review(review, {}, words="", on=TODAY, version=review.version, by=founder)


def test_a_long_review_is_written_a_page_at_a_time_and_read_whole(
    structure: Structure, founder: User
) -> None:
    for rank in range(LONG + 1):
        add(structure, founder, f"N° {rank}", mission="z")
    review, client = structure.reviews.get(), client_of(founder)
    url = reverse("project:review", args=[structure.slug, review.pk])
    first, second = (client.get(f"{url}?page={number}").content.decode() for number in (1, 2))
    shown = [set(re.findall(r'name="next-(\d+)"', page)) for page in (first, second)]
    assert not shown[0] & shown[1]
    assert len(shown[0] | shown[1]) == structure.indicators.count() > LONG

    one, other = (min(page, key=int) for page in shown)
    said = {"on": "2026-03-20", "words": "", "version": "1", f"next-{one}": "Appeler", "vers": "2"}
    assert client.post(f"{url}?page=1", said)["Location"] == f"{url}?page=2"
    said = {"on": "2026-03-20", "words": "", "version": "2", f"next-{other}": "Écrire"}
    assert client.post(f"{url}?page=2", said)["Location"] == f"{url}?page=2"
    assert set(review.lines.values_list("indicator", "next_step")) >= {
        (int(one), "Appeler"),
        (int(other), "Écrire"),
    }
    whole = client.get(f"{url}?tout").content.decode()
    assert whole.count('<th scope="row">') == structure.indicators.count()
    assert "Appeler" in whole
    assert "Écrire" in whole


def test_several_of_the_catalogue_are_followed_at_once_and_once(structure: Structure, founder: User) -> None:
    url = reverse("project:choose_indicators", args=[structure.slug])
    sent = {"chosen": ["reunions_tenues", "part_sans_medecin_traitant", "demandes_de_medecin_traitant"]}
    for _ in range(2):
        assert client_of(founder).post(url, sent).status_code == 302
    chosen = {each.catalogue: each for each in structure.indicators.exclude(catalogue="")}
    assert sorted(chosen) == sorted(sent["chosen"])
    assert chosen["reunions_tenues"].counter == "reunions_tenues"
    assert chosen["demandes_de_medecin_traitant"].counter == "soins_demandes_mt"
    assert chosen["part_sans_medecin_traitant"].origin == "caisse"
    assert not any(each.targets.exists() for each in chosen.values())


def test_the_command_tells_what_the_page_tells(structure: Structure, founder: User) -> None:
    kept = add(structure, founder, "Part suivie", unit="%", numerator="Suivis", denominator="Reçus")
    note(kept, founder, numerator=Decimal(5), denominator=Decimal(8))
    asked = ["indicators", structure.slug, "--year", "2026", "--json"]
    told = json.loads(CliRunner().invoke(project, asked, catch_exceptions=False).output)
    found = next(each for each in told["indicators"] if each["name"] == "Part suivie")
    assert (found["value"], found["target"], found["unknown_because"]) == ("62.5", None, None)
    words = CliRunner().invoke(project, asked[:-1], catch_exceptions=False).output
    assert "Part suivie\N{NO-BREAK SPACE}: 62,5\N{NO-BREAK SPACE}%" in words


def test_two_hundred_indicators_ask_as_few_questions_as_ten(structure: Structure, founder: User) -> None:
    counters = ("reunions_tenues", "heures_de_reunion", "adherents", "evenements", "reponses_enquete", "")
    client, url = client_of(founder), reverse("project:indicators", args=[structure.slug])

    def asked(count: int) -> int:
        for rank in range(count):
            counter = counters[rank % len(counters)]
            kept = add(
                structure, founder, f"N° {rank}", origin="compte" if counter else "saisi", counter=counter
            )
            if not counter:
                note(kept, founder, value=Decimal(rank))
        client.get(url)
        with counted() as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    few, many = asked(10), asked(190)
    assert many <= few <= 12
    page = client.get(url).content.decode()
    assert page.count('data-label="Cible"') == LONG
    assert str(structure.indicators.count()) in page
