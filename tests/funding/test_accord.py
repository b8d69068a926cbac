"""The civil year of an agreement: prerequisites first, unknown stays unknown, the caisse's count beside ours."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from funding.houses import a_centre, a_house, all_kept
from house.test_leaving_lists import cells_of
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.funding.enums import AccordState, ContractKind, Origin
from maillage.funding.models import AccordFact, AccordYear, Contract
from maillage.funding.queries.accord import accord_of, accord_report
from maillage.funding.queries.awaiting import declared_in, to_declare
from maillage.funding.queries.calendar import calendar, in_order
from maillage.funding.queries.contents import contents
from maillage.funding.services import accord as services
from maillage.funding.services import contracts
from maillage.funding.services.accord import GivenCaisse, GivenFact
from maillage.funding.services.contracts import GivenContract
from maillage.funding.services.erasing import erase
from maillage.governance.services import rcp
from maillage.kernel import BadInput
from maillage.legislation import declared_by
from maillage.people.services import leave
from maillage.structures.models import LegalPerson
from maillage.structures.services.keys import make_key
from players import FOUNDED_ON

pytestmark = pytest.mark.django_db
YEAR, TODAY = 2025, date(2026, 3, 2)


@pytest.fixture
def company(founder: User) -> LegalPerson:
    return a_house(founder)


def note(person: LegalPerson, by: User, **facts: object) -> AccordYear:
    given = {name: GivenFact(kept=value) for name, value in facts.items()}
    return services.note_facts(person, YEAR, given, by=by)


def told(person: LegalPerson) -> Any:
    return accord_of(person, YEAR, on=TODAY)


def fact(person: LegalPerson, name: str) -> Any:
    return next(each for each in told(person).facts if each.name == name)


def sign(person: LegalPerson, by: User, signed: date = date(2024, 1, 1), **said: Any) -> Contract:
    given = GivenContract(kind=ContractKind.ACI, name="ACI", signed_on=signed, **said)
    return contracts.sign(person, given, key=uuid4(), by=by)


def test_nothing_noted_is_unknown_and_never_zero(company: LegalPerson) -> None:
    main = told(company).main
    assert main.kept.value is None
    assert main.kept.high is None or main.kept.high > 0
    assert [each.met.value for each in told(company).prerequisites] == [None] * 4
    assert told(company).missing


def test_all_that_is_kept_makes_the_sum_of_the_law_room(company: LegalPerson, founder: User) -> None:
    note(company, founder, **all_kept())
    accord = told(company)
    assert accord.main.kept.value is not None
    assert sum(line.kept.value for line in accord.details) == accord.main.kept.value
    assert accord.missing == ()
    assert accord.to_share == accord.main.kept.value


def test_one_prerequisite_missed_leaves_nothing_and_says_what_is_lost(
    company: LegalPerson, founder: User
) -> None:
    note(company, founder, **all_kept())
    whole = told(company).main.kept.value
    note(company, founder, coordination=False)
    accord = told(company)
    assert accord.main.kept.value == 0
    assert [each.rule for each in accord.unmet] == ["msp.coordination_required"]
    assert accord.at_stake.value == whole
    assert accord.to_share is None


def test_an_unknown_fact_gives_bounds_that_hold_the_truth(company: LegalPerson, founder: User) -> None:
    note(company, founder, **all_kept())
    whole = told(company).main.kept.value
    note(company, founder, protocols=None, protocols_with_ipa=None)
    kept = told(company).main.kept
    assert kept.value is None
    assert kept.low <= whole
    assert kept.high is None or whole <= kept.high
    assert [gap.id for gap in kept.missing if gap.is_fact] == ["protocols", "protocols_with_ipa"]


def test_what_is_engaged_counts_beside_what_is_kept(company: LegalPerson, founder: User) -> None:
    note(company, founder, **all_kept())
    services.note_facts(company, YEAR, {"protocols": GivenFact(engaged=6, kept=2)}, by=founder)
    main = told(company).main
    assert main.engaged.value > main.kept.value
    assert fact(company, "patients").engaged == ""  # what is found is not promised


def test_associes_and_concertations_are_counted_here_until_somebody_types(
    company: LegalPerson, founder: User
) -> None:
    assert (fact(company, "professionals").counted, fact(company, "professionals").origin) == (
        "3",
        Origin.COUNTED,
    )
    assert fact(company, "meetings").origin == Origin.UNKNOWN  # an empty register is not zero meeting
    session = rcp.GivenSession(held_on=date(YEAR, 5, 2), professions=["infirmier"], ald=1)
    rcp.note_session(company.structure, session, key=uuid4(), by=founder, on=TODAY)
    assert fact(company, "meetings").kept == "1"
    note(company, founder, meetings=6)
    line = fact(company, "meetings")
    assert (line.kept, line.counted, line.origin) == ("6", "1", Origin.TYPED)


def test_who_left_before_its_last_day_is_not_counted(company: LegalPerson, founder: User) -> None:
    card = company.structure.people.get(name="Zoé Inventée")
    leave(card.adhesions.get(), on=date(YEAR, 12, 31), by=founder)
    assert fact(company, "professionals").counted == "2"
    assert accord_of(company, 2024, on=TODAY).of_counted["professionals"] == "3"


def test_a_contract_that_runs_all_year_is_counted_and_another_is_not(
    company: LegalPerson, founder: User
) -> None:
    assert "share_of_year" not in told(company).of_counted
    signed = sign(company, founder, date(YEAR, 1, 1))
    assert told(company).of_counted["share_of_year"] == "1"
    Contract.objects.filter(pk=signed.pk).update(ends_on=date(YEAR, 12, 30))
    assert "share_of_year" not in told(company).of_counted


def test_what_the_law_room_refuses_is_not_written(company: LegalPerson, founder: User) -> None:
    with pytest.raises(BadInput, match="protocoles avec une IPA"):
        note(company, founder, protocols=1, protocols_with_ipa=3)
    with pytest.raises(BadInput, match="ne sont pas demandés"):
        note(company, founder, salaire=1)
    assert not AccordFact.objects.exists()


def test_the_same_form_sent_twice_writes_the_same(company: LegalPerson, founder: User) -> None:
    for _ in range(2):
        note(company, founder, **all_kept())
    assert AccordYear.objects.count() == 1
    assert AccordFact.objects.count() == len(all_kept())


def test_a_fact_that_was_taken_away_is_unknown_again(company: LegalPerson, founder: User) -> None:
    note(company, founder, protocols=2)
    note(company, founder, protocols=None)
    assert fact(company, "protocols").origin == Origin.UNKNOWN


def test_the_count_of_the_caisse_stands_beside_ours_with_its_gap(company: LegalPerson, founder: User) -> None:
    note(company, founder, **all_kept())
    ours = told(company).main.kept.value
    given = {
        "msp.amount": GivenCaisse(ours - 100, "Un protocole refusé"),
        "msp.users_amount": GivenCaisse(Decimal(0)),
    }
    services.note_caisse(company, YEAR, given, by=founder)
    accord = told(company)
    assert (accord.main.gap, accord.main.words) == (Decimal(-100), "Un protocole refusé")
    assert accord.to_share == ours - 100  # the caisse pays, not we
    assert next(line for line in accord.details if line.rule == "msp.users_amount").gap == 0
    services.note_caisse(company, YEAR, {"msp.amount": None}, by=founder)
    assert told(company).main.gap is None
    with pytest.raises(BadInput, match="ne compte pas"):
        services.note_caisse(company, YEAR, {"cpts.amount": GivenCaisse(Decimal(1))}, by=founder)


@pytest.mark.parametrize(
    ("days", "told_"),
    [
        ((None, date(2026, 2, 1), None), "notifie ce qui lui fut déclaré"),
        ((date(2026, 2, 1), date(2026, 1, 31), None), "notifie ce qui lui fut déclaré"),
        ((date(2026, 1, 31), None, date(2026, 2, 1)), "après la notification"),
        ((date(2026, 3, 3), None, None), "pas encore venu"),
    ],
)
def test_days_follow_one_another(days: Any, told_: str, company: LegalPerson, founder: User) -> None:
    with pytest.raises(BadInput, match=told_):
        services.note_days(company, YEAR, *days, by=founder, on=TODAY)


def test_a_year_is_declared_then_notified_then_received(company: LegalPerson, founder: User) -> None:
    assert told(company).state == AccordState.TO_DECLARE
    days = [date(2026, 1, 31), date(2026, 2, 20), date(2026, 2, 25)]
    for count, state in enumerate((AccordState.DECLARED, AccordState.NOTIFIED, AccordState.RECEIVED), 1):
        services.note_days(
            company, YEAR, *(days[:count] + [None] * (3 - count)), by=founder, on=TODAY
        )  # fmt: skip
        assert told(company).state == state


def test_the_year_is_in_the_calendar_on_the_days_that_the_law_gives(
    company: LegalPerson, founder: User
) -> None:
    sign(company, founder)
    note(company, founder, **all_kept())
    pairs = in_order(calendar(company.structure, on=TODAY))
    keys = {line.expected.key: line.expected for _, line in pairs}
    assert keys["aci:2025:advance:"].due_on == date(2025, 4, 30)
    assert keys["aci:2025:balance:"].due_on == date(2026, 4, 30)
    assert not keys["aci:2025:balance:"].is_fixed
    whole = told(company).main.kept.value
    services.note_caisse(
        company, YEAR, {"msp.amount": GivenCaisse(whole), "msp.advance": GivenCaisse(Decimal(12000))}, by=founder
    )  # fmt: skip
    shown = {line.expected.key: line.expected for _, line in in_order(calendar(company.structure, on=TODAY))}
    assert shown["aci:2025:balance:"].amount.value == whole - 12000


def test_a_balance_to_give_back_is_not_awaited(company: LegalPerson, founder: User) -> None:
    sign(company, founder)
    note(company, founder, **all_kept(coordination=False))
    keys = {line.expected.key for _, line in in_order(calendar(company.structure, on=TODAY))}
    assert "aci:2025:balance:" not in keys
    assert told(company).totals[2].kept.high <= 0


def test_a_centre_counts_points_whose_value_nobody_publishes(founder: User) -> None:
    centre = a_centre(founder)
    note(centre, founder, points=Decimal(6000), traineeships=2)
    accord = accord_of(centre, YEAR, on=TODAY)
    assert accord.main.kept.value is None
    assert accord.main.kept.in_french() == "non publié dans nos sources"
    assert (accord.prerequisites, accord.at_stake) == ([], None)
    services.note_facts(centre, 2026, {"euros": GivenFact(kept=Decimal(25000))}, by=founder)
    assert accord_of(centre, 2026, on=TODAY).main.kept.value == 25000


def test_another_form_has_no_year_to_count(founder: User, structure: Any) -> None:
    with pytest.raises(BadInput, match="pas d’accord"):
        services.note_facts(structure.legal_persons.get(), YEAR, {}, by=founder)


def test_an_export_tells_it_and_an_erased_structure_keeps_none(company: LegalPerson, founder: User) -> None:
    note(company, founder, **all_kept())
    services.note_caisse(company, YEAR, {"msp.amount": GivenCaisse(Decimal(5))}, by=founder)
    exported = contents(company.structure)["accord_years"][0]
    assert exported["caisse"][0]["amount"] == 5
    assert len(exported["facts"]) == len(all_kept())
    erase(company.structure)
    assert not AccordYear.objects.exists()


# The pages


@pytest.fixture
def visit(company: LegalPerson, founder: User) -> Callable[..., Any]:
    def send(name: str, data: Any = None, query: str = "annee=2025") -> Any:
        url = f"{reverse(name, args=[company.structure.slug])}?{query}"
        client = client_of(founder)
        return client.get(url) if data is None else client.post(url, data)

    return send


def words(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u202f", " ").replace("\xa0", " ")


def test_the_coordinator_types_what_is_kept_and_reads_the_sum(
    visit: Callable[..., Any], company: LegalPerson
) -> None:
    assert "Prérequis" in words(visit("funding:accord"))
    typed = {
        "kept-patients": "3000",
        "kept-concertation_share": "2.5",
        "kept-coordination": "oui",
        "engaged-protocols": "4",
    }
    answer = visit("funding:accord_facts", typed)
    assert answer.status_code == 302
    assert fact(company, "concertation_share").kept == "0.025"
    shown = words(visit("funding:accord"))
    assert "À compléter" in shown
    assert "2,5 %" in shown
    again = words(visit("funding:accord_facts"))
    assert 'value="2.5"' in again
    assert "Compté ici : 3" in again


def test_a_mistake_loses_nothing(visit: Callable[..., Any]) -> None:
    answer = visit("funding:accord_facts", {"kept-patients": "3000", "kept-software_share": "140"})
    assert answer.status_code == 422
    assert 'value="3000"' in words(answer)
    answer = visit("funding:accord_facts", {"kept-protocols": "1", "kept-protocols_with_ipa": "3"})
    assert answer.status_code == 422
    assert "3 protocoles avec une IPA" in words(answer)
    assert not AccordYear.objects.exists()


def test_the_caisse_is_copied_line_by_line(visit: Callable[..., Any], company: LegalPerson) -> None:
    answer = visit("funding:accord_count", {"amount-msp.amount": "61200.50", "words-msp.amount": "Notifié"})
    assert answer.status_code == 302
    assert told(company).main.caisse == Decimal("61200.50")
    assert "61 200,50" in words(visit("funding:accord"))
    refused = visit("funding:accord_count", {"words-msp.amount": "Sans montant"})
    assert refused.status_code == 422
    assert "écrivez aussi le montant" in words(refused)


def test_days_are_noted_and_refused_in_place(visit: Callable[..., Any], company: LegalPerson) -> None:
    assert visit("funding:accord_days", {"notified_on": "2026-02-01"}).status_code == 422
    assert visit("funding:accord_days", {"declared_on": "2026-01-31"}).status_code == 302
    assert told(company).state == AccordState.DECLARED


def test_the_sum_goes_to_a_sharing(visit: Callable[..., Any], company: LegalPerson, founder: User) -> None:
    services.note_caisse(company, YEAR, {"msp.amount": GivenCaisse(Decimal("61200.50"))}, by=founder)
    assert "somme=61200.50&amp;annee=2025" in words(visit("funding:accord"))
    shown = words(visit("funding:share", query="somme=61200.50&annee=2025"))
    assert 'value="61200.50"' in shown
    assert 'value="ACI 2025"' in shown
    assert "61200" not in words(visit("funding:share", query="somme=61200.501&annee=2025"))


def test_a_list_leaves(visit: Callable[..., Any], company: LegalPerson, founder: User) -> None:
    note(company, founder, **all_kept())
    url = reverse("funding:accord_file", args=[company.structure.slug, "csv"])
    assert "Protocoles pluriprofessionnels" in client_of(founder).get(f"{url}?annee=2025").content.decode(
        "utf-8-sig"
    )


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("start", "=+-@")
def test_what_somebody_wrote_of_a_gap_is_run_by_no_spreadsheet(
    start: str, suffix: str, company: LegalPerson, founder: User
) -> None:
    written = f"{start}cmd|calc"
    services.note_caisse(company, YEAR, {"msp.amount": GivenCaisse(Decimal(5), written)}, by=founder)
    url = reverse("funding:accord_file", args=[company.structure.slug, suffix])
    read = cells_of(client_of(founder).get(f"{url}?annee=2025").content, suffix)
    assert any("cmd|calc" in cell for cell in read)
    assert suffix != "csv" or written not in read


@pytest.mark.parametrize("year", ["", "abc", "0000", "1900", "9999", "²025"])
def test_a_year_that_is_none_is_this_one(year: str, visit: Callable[..., Any]) -> None:
    assert visit("funding:accord", query=f"annee={year}").status_code == 200


def test_the_api_and_the_command_say_the_same(company: LegalPerson, founder: User) -> None:
    note(company, founder, **all_kept())
    slug = company.structure.slug
    secret = make_key(company.structure, "Tableur", by=founder, on=FOUNDED_ON, opens_money=True)[1]
    answer = Client().get(
        f"/api/v1/structures/{slug}/money/aci?year=2025", headers={"Authorization": f"Bearer {secret}"}
    )  # fmt: skip
    assert answer.status_code == 200
    assert answer.json() == accord_report(accord_of(company, YEAR, on=TODAY), slug)
    assert "Fictif" not in str(answer.json())


def test_the_year_over_is_to_declare_until_it_is_or_until_its_balance_is_due(
    company: LegalPerson, founder: User
) -> None:
    signed, house = [sign(company, founder)], company.structure

    def asked(on: date, declared: tuple[tuple[int, int], ...] = ()) -> list[Any]:
        return list(to_declare(signed, declared, house, on=on))

    (task,) = asked(date(2026, 1, 5))
    assert (task.due, "avant le 31" in task.text) == (declared_by("msp", YEAR), True)
    assert task.due == date(2026, 1, 31)
    assert "en retard" in asked(date(2026, 2, 1))[0].text
    assert asked(date(2026, 2, 1), ((company.pk, YEAR),)) == []
    assert asked(date(2026, 5, 1)) == []  # what did not come is then told by the calendar
    assert asked(date(2024, 1, 5)) == []  # not signed yet
    house.form = "cds"
    assert asked(date(2026, 1, 5)) == []
    house.form = "msp"
    services.note_days(company, YEAR, date(2026, 1, 20), None, None, by=founder, on=TODAY)
    assert list(declared_in(house, YEAR)) == [(company.pk, YEAR)]
