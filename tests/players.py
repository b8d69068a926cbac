"""The cast every room plays with: one structure and all that its rooms hold, in the state of every day."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from care.rosters import take_turns
from care.taker import ask_for_care
from maillage.accounts.models import User
from maillage.care.queries.protocols import read_text
from maillage.care.services import local_texts, protocols, taps
from maillage.dossier.services import dialogue
from maillage.files.services import keep
from maillage.funding.enums import BudgetKind, ClaimState, PainVersion, SharingRule
from maillage.funding.models import BankAccount, Claim, Contract, TransferPart
from maillage.funding.rules.statements import read_statement
from maillage.funding.services import (
    avenants,
    bank,
    batches,
    budget,
    claims,
    contracts,
    expenses,
    payees,
    preparing,
    receipts,
    results,
    sharing,
    spending_rules,
)
from maillage.funding.services import papers as contract_papers
from maillage.funding.services.books.entries import note
from maillage.funding.services.books.years import GivenYear, open_year
from maillage.funding.services.budget import GivenBudgetLine
from maillage.funding.types.books import Movement
from maillage.funding.types.spending import GivenExpense, GivenSplit
from maillage.geography import atlas
from maillage.governance.enums import Formality, Signer
from maillage.governance.models import Decision, Instance, Meeting, Minutes
from maillage.governance.queries.ideas import Author
from maillage.governance.services import (
    decisions,
    declaring,
    ideas,
    instances,
    interests,
    meetings,
    papers,
    polls,
    presences,
    rcp,
    votes,
)
from maillage.habits.enums import HabitKind
from maillage.habits.services.habit_file import Row
from maillage.habits.services.layers import add_layer
from maillage.jobs import services as jobs
from maillage.jobs.enums import State
from maillage.jobs.types import Outcome
from maillage.outreach import services as outreach
from maillage.outreach.services import conventions, events, partners
from maillage.outreach.types import Reached
from maillage.people import services as people
from maillage.people.models import Person
from maillage.people.services import GivenMeeting, GivenPerson, found
from maillage.people.services.joining import USUALLY
from maillage.people.services.own_card import doors_to, open_diary
from maillage.project.services import actions, evidence, indicators, maturity, objectives, steps
from maillage.project.services import indicators_measures as measures
from maillage.project.services import indicators_reviews as reviews
from maillage.structures import services
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.services.keys import make_key
from maillage.surveys.services import open_survey
from paths_players import play_paths

Cast = Mapping[str, User | None]

#: CA du Grand Montauban: 12 communes of Tarn-et-Garonne, just above a threshold of the agreement.
GRAND_MONTAUBAN = "248200099"
FOUNDED_ON = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


#: Always the same keys: the rows of the structure are written as they were recorded.
FOUNDER, MEMBER = 1_000_000, 2_000_000


def a_founder() -> User:
    """Ada, who runs it."""
    return User.objects.create_user("fondatrice@example.org", name="Ada Fictif", pk=FOUNDER)


def a_member() -> User:
    """Max, who belongs to it."""
    return User.objects.create_user("membre@example.org", name="Max Fictif", pk=MEMBER)


def an_outsider() -> User:
    """Who has an account, and nothing to do with them."""
    return User.objects.create_user("ailleurs@example.org")


def play(founder: User, member: User) -> Structure:
    """A project on the Grand Montauban, at « émergence », with two people, one meeting, one association, one open
    survey of professionals, one layer of habits, one adhérent and one who asks to be, one list brought in, the draft of a
    bulletin, one evening to come, one partner, a campaign where Max calls, a bureau and its meetings, an idea of Max, the agreement, what it paid and what was spent."""
    founded = found(
        name="CPTS du Tescou",
        codes=atlas().epci(GRAND_MONTAUBAN).members,
        by=founder,
        on=FOUNDED_ON,
        people=[
            GivenPerson("Ada Fictif", "infirmier", "Montauban", "Cabinet fictif", "porteur"),
            GivenPerson("Max Fictif", "medecin_generaliste", "Bressols"),
        ],
        meetings=[GivenMeeting(FOUNDED_ON, subject="Une CPTS ?", present={"infirmier": 6})],
    )
    services.add_site(founded, services.GivenSite("82121", name="Maison du Tescou"), by=founder)
    services.ask_nesting(founded, "maison-du-quercy", holds=True, by=founder, on=FOUNDED_ON)
    services.add_legal_person(
        founded, by=founder, name="Association du Tescou", kind="association", since=FOUNDED_ON
    )
    services.give_access(founded, member.email, [Role.MEMBER], by=founder, on=FOUNDED_ON)
    open_survey(founded, "soignants", asked_by=founded.name, by=founder, on=FOUNDED_ON)
    lay_habits(founded, by=founder)
    let_join(founded, by=founder)
    make_key(founded, "Tableur", by=founder, on=FOUNDED_ON)
    hold_an_evening(founded, by=founder)
    founded.member_imports.create(name="liste.csv", on=FOUNDED_ON)
    outreach.start(founded, "Nouvelles du Tescou", by=founder)
    max_ = founded.people.get(name="Max Fictif")
    outreach.doors_to(founded, [Reached("max@example.org", max_)])
    let_call(founded, max_.pk, by=founder)
    keep_a_book(founded, by=founder)
    end_a_job(founded)
    hold_a_meeting(founded, by=founder)
    doors_to([max_], on=timezone.localdate())
    open_diary(max_)
    have_an_idea(founded, max_)
    declare_interests(founded, max_, by=founder)
    talk_it_over(sign_a_contract(founded, by=founder), by=founder)
    pay_for_meetings(founded, by=founder)
    share_a_sum(founded, founded.people.get(name="Ada Fictif"), by=founder)
    play_paths(founded, max_, by=founder)
    prepare_a_batch(open_an_account(founded, by=founder), by=founder, other=member)
    keep_the_books(founded, by=founder)
    spend_a_little(founded, by=founder)
    take_turns(founded, by=founder)
    rcp.name_referent(founded, max_, rcp.GivenReferent(FOUNDED_ON, theme="Plaies"), by=founder)
    plan_a_project(founded, max_, by=founder)
    follow_indicators(founded, max_, by=founder)
    ask_for_care(founded, max_)
    engage_a_team(founded, by=founder)
    return founded


def plan_a_project(structure: Structure, max_: Person, *, by: User) -> None:
    """An objective, and the action that reaches it: Max answers for it, with a step, the hospital and a note.
    People are asked where they stand."""
    aim = objectives.add_objective(
        structure, objectives.GivenObjective("Moins de retours à l’hôpital", "parcours"), key=uuid4(), by=by
    )
    begun = actions.GivenAction("Sorties d’hôpital", "parcours", aim, max_, FOUNDED_ON, date(2028, 3, 1))
    action = actions.add_action(structure, begun, key=uuid4(), by=by)
    steps.add_step(action, steps.GivenStep("Réunir le groupe", max_), key=uuid4(), by=by)
    steps.bind_partner(action, structure.partners.get(), "Prévient", has_convention=True, by=by)
    actions.note(action, "Le groupe est formé.", on=FOUNDED_ON, key=uuid4(), by=by)
    maturity.open_maturity(structure, key=uuid4(), by=by, on=FOUNDED_ON)


def follow_indicators(structure: Structure, who: Person, *, by: User) -> None:
    """One that the site counts, one that the caisse gives, with its base, a value, a paper, and what still misses."""
    counted = indicators.GivenIndicator("Réunions tenues", origin="compte", counter="reunions_tenues")
    indicators.add_indicator(structure, counted, key=uuid4(), by=by)
    given = indicators.GivenIndicator(
        "Patients sans médecin traitant", mission="acces_aux_soins", unit="%", better="baisse", origin="caisse",
        numerator="Sans médecin traitant", denominator="Habitants", days_after=31, fed_by=who,
        base=Decimal(12), base_method="Courrier de la caisse", is_of_contract=True,
    )  # fmt: skip
    typed = indicators.add_indicator(structure, given, key=uuid4(), by=by)
    indicators.set_target(typed, 2026, Decimal(8), by=by)
    paper = keep(SimpleUploadedFile("courrier.pdf", b"%PDF-1.7\n%%EOF"), about=structure.pk, by=by, at=NOON)
    value = measures.GivenMeasure(2026, numerator=Decimal(10), denominator=Decimal(100), origin="caisse")
    measures.note_measure(typed, value, key=uuid4(), by=by, on=FOUNDED_ON, file=paper)
    measures.ask(
        typed, 2025, asked_on=FOUNDED_ON, awaited_on=None, words="", key=uuid4(), by=by, on=FOUNDED_ON
    )
    event = measures.GivenEvent(FOUNDED_ON, "Départ d’un généraliste", indicators=[typed])
    measures.note_context(structure, event, key=uuid4(), by=by)
    proof = keep(SimpleUploadedFile("liste.pdf", b"%PDF-1.7\n%%EOF"), about=structure.pk, by=by, at=NOON)
    proved = evidence.Proved([typed])
    evidence.join_paper(
        structure, proof, proved, title="Liste reçue", dated_on=FOUNDED_ON, key=uuid4(), by=by, on=FOUNDED_ON
    )
    lacks = evidence.GivenWanted("La convention signée", 2026, indicator=typed, owner=who, due_on=FOUNDED_ON)
    evidence.want(structure, lacks, key=uuid4(), by=by)
    reviews.open_review(structure, "3", 2026, on=FOUNDED_ON, meeting=None, key=uuid4(), by=by)


def hold_a_meeting(structure: Structure, *, by: User) -> None:
    """A bureau where Ada sits, its sitting of ten days ago with what was decided and asked, one to come."""
    bureau = instances.add_instance(
        structure, instances.GivenInstance("bureau", "Bureau", quorum="1/2"), by=by
    )
    ada = structure.people.get(name="Ada Fictif")
    instances.seat(bureau, ada, instances.GivenMandate("presidence", FOUNDED_ON), by=by)
    points = [meetings.GivenItem("Budget", 15, "Le budget est approuvé.")]
    for days in (-10, 40):
        begins = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)
        given = meetings.GivenMeeting(
            "Bureau du mois", begins, begins + timedelta(hours=2), place="Montauban"
        )
        meeting = meetings.plan(bureau, given, points, by=by)
        paper = keep(SimpleUploadedFile("budget.pdf", b"%PDF-1.7"), about=structure.pk, by=by, at=NOON)
        papers.attach(meeting, paper, by=by)
        max_ = structure.people.get(name="Max Fictif")
        presences.give_pouvoir(meeting, max_, ada, by=by, at=begins)
        if days < 0:
            presences.arrive(meeting, ada, by=by, at=begins)
            meeting.questions.create(person=max_, words="Et les délais ?", asked_at=begins)
            said = decisions.GivenDecision("Le budget est approuvé.", item=meeting.items.get())
            made = decisions.decide(meeting, said, key=uuid4(), by=by, at=begins + timedelta(hours=1))
            asked = decisions.GivenTask("Envoyer le budget", ada, FOUNDED_ON)
            decisions.ask_for(structure, asked, key=uuid4(), by=by, decision=made)
            vote_at(meeting, ada, by=by, at=begins + timedelta(hours=1))
            meetings.hold(meeting, by=by, at=begins + timedelta(hours=2))
            written = Minutes.objects.create(meeting=meeting)
            written.signatures.create(signer=Signer.PRESIDENCE, person=ada, signed_on=meeting.day)
        else:
            votes.prepare(meeting, votes.GivenVote("On loue une salle", is_secret=True), key=uuid4(), by=by)
    propose_dates(bureau, by=by)
    declaring.add(structure, Formality.STATUTES, FOUNDED_ON, by=by)


def vote_at(meeting: Meeting, person: Person, *, by: User, at: datetime) -> None:
    """A vote where one person said « pour », closed: its decision is written."""
    made = votes.prepare(meeting, votes.GivenVote("On adhère à la fédération"), key=uuid4(), by=by)
    opened = votes.open_vote(made, by=by, at=at, site="http://testserver/", writes=False)
    votes.cast(opened, person, {opened.voices.get(person=person).pk: ["pour"]}, at=at)
    votes.close(opened, by=by, at=at)


def propose_dates(bureau: Instance, *, by: User) -> None:
    """Two dates, and somebody without a card who said yes to both."""
    now = timezone.now()
    dates = [(now + timedelta(days=days), now + timedelta(days=days, hours=1)) for days in (50, 51)]
    told = polls.GivenPoll("Bureau d’après", dates, now + timedelta(days=40))
    poll = polls.propose(bureau, told, key=uuid4(), by=by, at=now, site="https://maillage.example/")
    polls.share(poll, is_shared=True, by=by, at=now)
    said = dict.fromkeys(poll.dates.values_list("pk", flat=True), "oui")
    polls.reply_by_name(poll, "Eve Fictif", said, key=uuid4(), at=now)


def talk_it_over(contract: Contract, *, by: User) -> None:
    """The dialogue of its first year, held the day it was signed; its indicator is in dispute."""
    made = dialogue.open_dialogue(contract, 1, key=uuid4(), by=by, on=FOUNDED_ON)
    dialogue.set_meeting(made, FOUNDED_ON, "À la CPAM", version=1, by=by)
    disputed = dialogue.GivenPosition(
        "parcours", contract.indicators.get().pk, reason="La caisse compte autrement", is_disputed=True
    )
    dialogue.note(made, "parcours", [disputed], dialogue.GivenSheet(), by=by)


def sign_a_contract(structure: Structure, *, by: User) -> Contract:
    """The agreement, a mission of its annex, an avenant, a payment announced besides, and the first one that came."""
    given = contracts.GivenContract("aci", "ACI du Tescou", FOUNDED_ON, population=95_000, prorata="days")
    signed = contracts.sign(structure.legal_persons.get(), given, key=uuid4(), by=by)
    years = {1: contracts.GivenYear(Decimal(30_000), Decimal(20_000))}
    contracts.write_mission(signed, "parcours", FOUNDED_ON, years, by=by)
    changed = avenants.GivenAvenant(FOUNDED_ON, FOUNDED_ON, "Une mission de plus")
    avenants.amend(signed, changed, key=uuid4(), by=by)
    measured = results.GivenIndicator("Parcours écrits", mission="parcours", unit="parcours")
    results.add_indicator(signed, measured, key=uuid4(), by=by)
    said = results.GivenStep("estime", FOUNDED_ON, "Notre calcul", Decimal("0.8"))
    results.step(signed, "parcours", 1, said, key=uuid4(), by=by, today=FOUNDED_ON)
    paper = keep(SimpleUploadedFile("contrat.pdf", b"%PDF-1.7"), about=structure.pk, by=by, at=NOON)
    contract_papers.attach(signed, paper, contract_papers.GivenPaper("contrat", FOUNDED_ON), by=by)
    plan = contracts.GivenPayment("Aide au démarrage", Decimal(5_000))
    contracts.announce(signed, plan, key=uuid4(), by=by)
    came = receipts.GivenReceipt(FOUNDED_ON, Decimal(75000))
    first = "aci:1:running_signature:"
    receipts.receive(signed, first, came, key=uuid4(), by=by, on=FOUNDED_ON)
    return signed


def share_a_sum(structure: Structure, person: Person, *, by: User) -> None:
    """All of it to one, as the bureau decided."""
    given = sharing.GivenSharing(
        "ACI 2025", Decimal(100), SharingRule.EQUAL, [sharing.GivenAssociate(person, person.name)],
        decision=Decision.objects.filter(structure=structure).earliest("pk"),
    )  # fmt: skip
    sharing.keep(structure.legal_persons.get(), given, key=uuid4(), by=by, on=FOUNDED_ON)


def open_an_account(structure: Structure, *, by: User) -> BankAccount:
    """It holds two hundred euros, then one line."""
    given = bank.GivenAccount("Livret", "FR14 2004 1010 0505 0001 3M02 606", Decimal(200), FOUNDED_ON)
    made = bank.open_account(structure.legal_persons.get(), given, key=uuid4(), by=by)
    rows = "Date;Libellé;Débit;Crédit\n10/03/2026;PRLV ASSURANCE;45,00;\n"
    bank.keep(made, read_statement("releve.csv", rows.encode()), by=by, on=NOON.date())
    return made


def keep_the_books(structure: Structure, *, by: User) -> None:
    """The year of the foundation is open, with stamps that the cash box paid; the line of the bank waits."""
    person = structure.legal_persons.get()
    days = GivenYear(FOUNDED_ON.replace(month=1, day=1), FOUNDED_ON.replace(month=12, day=31))
    open_year(person, days, key=uuid4(), by=by)
    chart = {each.number: each.pk for each in person.accounts.all()}
    stamps = Movement(
        FOUNDED_ON,
        "Timbres",
        "depense",
        Decimal("12.90"),
        chart["530"],
        chart["626"],
        piece="T-1",
        mission="parcours",
    )
    note(person, stamps, key=uuid4(), by=by, today=FOUNDED_ON)


def spend_a_little(structure: Structure, *, by: User) -> None:
    """An invoice with its paper, which waits to be approved; a split key and the budget of the year of the agreement."""
    person = structure.legal_persons.get()
    halves = GivenSplit("Loyer", FOUNDED_ON, {"fonctionnement": Decimal(100)})
    spending_rules.set_split(person, halves, key=uuid4(), by=by)
    paper = keep(SimpleUploadedFile("facture.pdf", b"%PDF-1.7"), about=structure.pk, by=by, at=NOON)
    given = GivenExpense(
        "facture",
        "Affiches",
        FOUNDED_ON,
        "fonctionnement",
        Decimal(120),
        supplier="Imprimeur fictif",
        number="F-1",
    )
    expenses.note(person, given, paper, key=uuid4(), by=by, on=FOUNDED_ON)
    line = GivenBudgetLine(2026, "fonctionnement", BudgetKind.PLANNED, Decimal(9_000), "Voté")
    budget.plan(person, line, key=uuid4(), by=by, on=FOUNDED_ON)


def pay_for_meetings(structure: Structure, *, by: User) -> None:
    """An hour of a bureau is worth fifty euros; the one that was held is confirmed."""
    line = claims.GivenLine("indemnite", Decimal(50), FOUNDED_ON, meeting_kind="bureau")
    claims.set_line(structure.legal_persons.get(), line, by=by)
    claims.confirm(structure.instances.get().meetings.earliest("starts_at"), by=by, on=FOUNDED_ON)


def prepare_a_batch(account: BankAccount, *, by: User, other: User) -> None:
    """Ada's account, called back, and a batch that was given up: her claim is asked as before."""
    ada = account.legal_person.structure.people.get(name="Ada Fictif")
    given = payees.GivenPayee("personne", ada.name, "FR76 1010 7001 0112 3456 7890 129")
    hers = payees.add_payee(account.legal_person, ada, given, key=uuid4(), by=by, on=FOUNDED_ON)
    payees.check_payee(hers, FOUNDED_ON, seen=hers.changes.get().pk, by=other, on=FOUNDED_ON)
    account = preparing.say_bank(account, "AGRIFRPP", PainVersion.V09, 1, time(14), by=by)
    claim, at = ada.claims.get(), datetime(2026, 3, 3, 9, tzinfo=UTC)
    Claim.objects.filter(pk=claim.pk).update(state=ClaimState.APPROVED)
    made = preparing.prepare(account, [claim.pk], date(2026, 3, 10), key=uuid4(), by=by, at=at)
    batches.cancel(made, by=by)
    TransferPart.objects.all().delete()
    Claim.objects.filter(pk=claim.pk).update(state=ClaimState.ASKED)


def have_an_idea(structure: Structure, author: Person) -> None:
    """Max proposes one, and says something of it."""
    given = ideas.GivenIdea("Un annuaire partagé", "Un seul", "Les soignants", "On se cherche", "Max")
    said, site = Author(author, None), "https://maillage.example/"
    idea = ideas.propose(structure, given, said, key=uuid4(), at=NOON, site=site)
    ideas.comment(idea, "Par où commencer ?", said, key=uuid4(), at=NOON)


def declare_interests(structure: Structure, person: Person, *, by: User) -> None:
    """Max declares one; Ada stays out of the point of the meeting to come."""
    given = interests.GivenInterest("Hôpital fictif", "Salarié", FOUNDED_ON)
    interests.declare(person, given, key=uuid4(), by=None, on=FOUNDED_ON)
    item = structure.instances.get().meetings.latest("starts_at").items.get()
    interests.recuse(item, structure.people.get(name="Ada Fictif"), "Elle y tient", by=by)


def keep_a_book(structure: Structure, *, by: User) -> None:
    """One partner, with somebody there, an exchange, a step, a convention and a request."""
    given = partners.GivenPartner("Hôpital fictif", "hopital", purpose="Les sorties")
    partner = partners.add_partner(structure, given, key=uuid4(), by=by)
    max_ = structure.people.get(name="Max Fictif")
    told = GivenPerson(max_.name, max_.profession)
    partners.add_contact(partner, told, title="Attaché", card=max_, by=by)
    said = partners.GivenExchange(FOUNDED_ON, "appel", "Premier contact.")
    partners.note_exchange(partner, said, key=uuid4(), by=by)
    step = partners.GivenStep("Rappeler", FOUNDED_ON + timedelta(days=30))
    partners.plan_step(partner, step, key=uuid4(), by=by)
    signed = conventions.GivenConvention("Sorties", FOUNDED_ON)
    convention = conventions.add_convention(partner, signed, key=uuid4(), by=by)
    paper = keep(SimpleUploadedFile("convention.pdf", b"%PDF-1.7"), about=structure.pk, by=by, at=NOON)
    conventions.attach(convention, paper, by=by)
    asked = conventions.GivenRequest(FOUNDED_ON, "Un correspondant pour les sorties.")
    conventions.note_request(partner, asked, key=uuid4(), by=by)


def end_a_job(structure: Structure) -> None:
    """One import that stopped."""
    said = {"kind": "import-adherents", "title": "Import de « liste.csv »", "given": "{}", "at": NOON}
    job = jobs.ask("cast", **said, about=structure.pk, by=None)
    jobs.end(job, State.FAILED, Outcome("Les fiches ont changé."), NOON)


def let_call(structure: Structure, card: int, *, by: User) -> None:
    """A campaign to doctors, where this card calls."""
    given = outreach.GivenCampaign("Médecins d’abord", "avant_lettre", ["medecin_generaliste"])
    campaign = outreach.launch(structure, given, by=by, on=FOUNDED_ON)
    outreach.add_caller(campaign, card, by=by, at=NOON, address_of=lambda link: link.token)


def let_join(structure: Structure, *, by: User) -> None:
    """Its door is open, Max came in and paid, Lou asks to."""
    rules = people.set_rules(structure, people.GivenRules(USUALLY, colleges=["Soignants"]), by=by)
    max_ = structure.people.get(name="Max Fictif")
    people.enter(max_, "adherent", college=structure.colleges.get(), by=by, on=FOUNDED_ON)
    lou = people.GivenDemand("Lou Fictif", "infirmier", "liberal", "Bressols", "lou@example.org")
    people.ask_to_join(rules, lou, college=None, key=uuid4(), on=FOUNDED_ON)
    people.set_fees(structure, basis="civile", next_year_from=None, amounts={None: Decimal(20)}, by=by)
    people.ask_fees(structure, by=by, on=FOUNDED_ON)
    people.receive(structure, [max_.fees.get().pk], paid_on=FOUNDED_ON, means="virement", by=by)


def hold_an_evening(structure: Structure, *, by: User) -> None:
    """An evening to come, announced, with one seat: Max has it."""
    begins = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=40)
    given = events.GivenEvent("soiree", "Antibiotiques", begins, begins + timedelta(hours=2), capacity=1)
    evening = events.plan_event(structure, given, by=by)
    events.open_event(evening, by=by, at=timezone.now(), site="https://maillage.example/")
    max_ = events.GivenRegistration("Max Fictif", "medecin_generaliste", phone="0639980001")
    events.register(evening, max_, key=uuid4(), at=timezone.now())


def lay_habits(structure: Structure, *, by: User) -> None:
    """Two duty sectors, one of them cut by the limit of the territory."""
    rows = [Row("82121", "Montauban", None), Row("82025", "Sud", None), Row("82125", "Sud", None)]
    add_layer(
        structure,
        rows,
        name="Secteurs de garde",
        kind=HabitKind.DUTY,
        source="Arrêté fictif",
        dated_on=FOUNDED_ON,
        by=by,
        on=FOUNDED_ON,
    )


def engage_a_team(structure: Structure, *, by: User) -> None:
    """A national protocol that Ada carries out, and the draft of a text of their own."""
    read = read_text(structure, "pollakiurie")
    held = protocols.enrol(structure, read, key=uuid4(), on=FOUNDED_ON, by=by)
    paper = keep(
        SimpleUploadedFile("attestation.pdf", b"%PDF-1.7\n%%EOF"), about=structure.pk, by=by, at=NOON
    )
    ada = structure.people.get(name="Ada Fictif")
    protocols.put_in_team(held, ada, "delegue", trained_on=FOUNDED_ON, certificate=paper)
    local_texts.write_local(
        structure, "protocole", "Pansement du samedi", "Le cabinet de garde passe.", review_on=None,
        key=uuid4(), on=FOUNDED_ON, by=by,
    )  # fmt: skip
    taps.tap(ada, "protocole.acte", key=uuid4(), on=FOUNDED_ON, enrolment=held)
