"""A structure where many people belong, and what five years leave in the books of those who run it.

All of it is nobody's, and the same each time; rows are written as a whole, past the services, to take a moment.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any, TypeVar
from uuid import uuid4

from django.apps import apps
from django.db import models
from django.urls import reverse

from care import crowding, many, year_of_requests
from maillage import legislation
from maillage.accounts.models import User
from maillage.directory.models import Activity
from maillage.geography import atlas
from maillage.governance.enums import Base, Majority, MeetingState, VoteState
from maillage.governance.models import (
    AgendaItem,
    Decision,
    DeclaredInterest,
    Idea,
    IdeaAnswer,
    IdeaComment,
    IdeaSupport,
    Instance,
    Mandate,
    Meeting,
    Poll,
    PollAnswer,
    PollDate,
    PollReply,
    Presence,
    Referent,
    Task,
    Voice,
    Vote,
)
from maillage.governance.queries.results import record_of, seal_of
from maillage.governance.queries.vote_file import rules_as_json
from maillage.governance.services import polls
from maillage.governance.types import VoteRules
from maillage.links.models import Link
from maillage.links.services import open_link, open_links
from maillage.mail.enums import State
from maillage.mail.models import Recipient, Sending
from maillage.outreach.enums import Answer, EventState, Seat, Wish
from maillage.outreach.models import (
    Bulletin,
    Call,
    Caller,
    CallTime,
    Campaign,
    CampaignProfession,
    Convention,
    Event,
    Exchange,
    NextStep,
    Partner,
    PartnerContact,
    PartnerRequest,
    Registration,
    Subscription,
)
from maillage.people.enums import Theme
from maillage.people.models import (
    Absence,
    Adhesion,
    CardDoor,
    Fee,
    Interest,
    JoiningRules,
    JoinRequest,
    MemberImport,
    Payment,
    Person,
)
from maillage.people.services import note_agreement
from maillage.project.models import (
    Action,
    ActionNote,
    ActionPartner,
    ActionStep,
    ActionTask,
    ContextEvent,
    Evidence,
    EvidenceWanted,
    Indicator,
    Maturity,
    MaturityAnswer,
    Measure,
    Need,
    Objective,
    Review,
    ReviewLine,
    Target,
)
from maillage.structures.models import Structure

#: What a database of before was filled with, told of these calls.
FILLS = [
    import_module(f"maillage.outreach.migrations.{name}").fill
    for name in ("0012_whom_a_structure_reached", "0013_what_a_campaign_was_told")
]
M = TypeVar("M", bound=models.Model)

PROFESSIONS = ("infirmier", "medecin_generaliste", "kinesitherapeute", "pharmacien", "sage_femme")
NAMES = ("Églantine", "Élodie", "Ana", "Bo", "Chloé", "Dov", "Îsaure", "Zélie", "Noé", "Œdipe")


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each. Calls are shared between the campaigns, exchanges and what is like them between the partners;
    each bulletin goes to all cards, each event seats as many as `seats`."""

    cards: int
    calls: int
    campaigns: int
    callers: int
    bulletins: int
    events: int
    seats: int
    partners: int
    exchanges: int
    fees: int  # years of them
    lists: int
    meetings: int  # each with two dozen people
    asked: int = 10  # requests that who comes first takes


TEN = Size(10, 10, 1, 10, 10, 10, 10, 10, 10, 1, 10, 10)
#: As many lines as five years show at once, out of far fewer: a page is compared at what it shows.
A_PAGE = Size(60, 2_000, 10, 40, 60, 60, 60, 60, 200, 5, 60, 60, 60)
#: What the tests compare with ten, to see that nothing is asked of the database for each line.
SOME = Size(120, 200, 2, 20, 30, 30, 20, 60, 200, 2, 30, 40, 120)
#: Five years of a large CPTS.
FIVE_YEARS = Size(1_000, 40_000, 10, 40, 60, 200, 60, 200, 4_000, 5, 60, 250, 1_000)


def people_it(structure: Structure, size: Size, *, by: User, on: date) -> None:
    """Fill a structure whose rules of joining are set, up to this size from nothing."""
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    cards = _cards(structure, size, on)
    _fees(structure, cards, size, on)
    _calls(structure, cards, size, at)
    _bulletins(structure, cards, size, by, at)
    _events(structure, cards, size, by, at)
    _partners(structure, cards, size, by, on)
    _meetings(structure, cards, size, by, at)
    _ideas(structure, cards, size, on)
    _project(structure, cards, size, on)
    _indicators(structure, cards, size, on)
    crowding.seek_doctors(structure, cards, 6 * size.meetings, at)
    year_of_requests.ask_for_many(structure, cards, size.asked, at)
    many.take_many_turns(structure, cards, people=min(size.cards, 60), on=on)


def _ideas(structure: Structure, cards: list[Person], size: Size, on: date) -> None:
    """As many ideas as meetings; each upheld by two dozen, answered, with a task. Everybody declares an interest."""
    _made(
        Referent(structure=structure, person=card, theme=f"Thème {card.pk}", since=on - timedelta(days=9))
        for card in cards[:24]
    )
    _made(DeclaredInterest(person=card, body=f"Hôpital {card.pk}", nature="Salarié") for card in cards)
    at, task = datetime(on.year, on.month, on.day, 9, tzinfo=UTC), structure.tasks.order_by("pk")[0]
    ideas = _made(
        Idea(
            structure=structure, title=f"Idée {rank}", what="La voici", for_whom="Nous", need="Un besoin",
            proposed_on=on - timedelta(days=rank), person=cards[rank % len(cards)],
        )
        for rank in range(size.meetings)
    )  # fmt: skip
    for each in ideas:
        each.tasks.add(task)
    _made(IdeaSupport(idea=each, person=card) for each in ideas for card in cards[:24])
    _made(
        IdeaComment(idea=each, person=card, words="Oui", said_at=at) for each in ideas for card in cards[:12]
    )
    _made(IdeaAnswer(idea=each, state="retenue", answered_on=on) for each in ideas)


def _project(structure: Structure, cards: list[Person], size: Size, on: date) -> None:
    """Two actions a meeting, so eighty of them, each with six steps, three partners, two notes and a task; a need and an
    objective for two. Everybody said where they stand."""
    many = min(80, 2 * size.meetings)
    needs = _made(
        Need(structure=structure, text=f"Besoin {rank}", rank=rank, ranked_on=on) for rank in range(many // 2)
    )
    aims = _made(
        Objective(structure=structure, text=f"But {rank}", mission="parcours", rank=rank, key=uuid4())
        for rank in range(many // 2)
    )
    for aim, need in zip(aims, needs, strict=True):
        aim.needs.add(need)
    actions = _made(
        Action(
            structure=structure, objective=aims[rank // 2], number=rank + 1, title=f"Action {rank}", mission="parcours",
            owner=cards[rank % len(cards)] if rank % 5 else None, state="en_cours",
            starts_on=on - timedelta(days=rank), ends_on=on + timedelta(days=90), key=uuid4(),
        )
        for rank in range(many)
    )  # fmt: skip
    _made(
        ActionStep(
            action=each, what=f"Étape {rank}", who=cards[rank], due_on=on + timedelta(days=20 * rank - 30), key=uuid4()
        )
        for each in actions
        for rank in range(6)
    )  # fmt: skip
    _made(
        ActionNote(action=each, noted_on=on, words="Oui", key=uuid4()) for each in actions for _ in range(2)
    )
    partners = structure.partners.order_by("pk")[:3]
    _made(ActionPartner(action=each, partner=partner) for each in actions for partner in partners)
    tasks = structure.tasks.order_by("pk")[: len(actions)]
    _made(ActionTask(action=each, task=task) for each, task in zip(actions, tasks, strict=False))
    talk = Maturity.objects.create(structure=structure, opened_on=on, key=uuid4())
    asked = [question.key for axis in legislation.maturity() for question in axis.questions]
    _made(
        MaturityAnswer(maturity=talk, person=card, question=key, level=1 + rank % 4)
        for rank, card in enumerate(cards[:60])
        for key in asked
    )


def _indicators(structure: Structure, cards: list[Person], size: Size, on: date) -> None:
    """Five indicators a meeting, so two hundred of them: two in three are counted here, others have a value, a target,
    what weighs on them, a piece, another that misses. A review says a word of each."""
    counters = ("reunions_tenues", "heures_de_reunion", "adherents", "evenements", "")
    indicators = _made(
        Indicator(
            structure=structure, name=f"Indicateur {rank}", mission="parcours", unit="%", fed_by=cards[rank % 9],
            counter=counters[rank % 5], origin="compte" if counters[rank % 5] else "saisi", key=uuid4(),
        )
        for rank in range(min(200, 5 * size.meetings))
    )  # fmt: skip
    _made(Target(indicator=each, year=on.year, value=3) for each in indicators)
    typed = [each for each in indicators if not each.counter]
    _made(
        Measure(indicator=each, year=on.year, value=2, origin="saisi", noted_on=on, key=uuid4())
        for each in typed
    )
    events = _made(
        ContextEvent(structure=structure, on=on, words=f"Départ {rank}", key=uuid4())
        for rank in range(size.meetings)
    )
    pieces = _made(
        Evidence(
            structure=structure, number=rank + 1, kind="dehors", title=f"Pièce {rank}", dated_on=on, words="Là",
            added_on=on, key=uuid4(),
        )
        for rank in range(size.meetings)
    )  # fmt: skip
    for rank, (event, piece) in enumerate(zip(events, pieces, strict=True)):
        event.indicators.add(typed[0], typed[rank % len(typed)])
        piece.indicators.add(typed[0], typed[rank % len(typed)])
    _made(
        EvidenceWanted(
            structure=structure, indicator=each, words="La liste", year=on.year, owner=cards[0],
            due_on=on - timedelta(days=3), key=uuid4(),
        )
        for each in typed
    )  # fmt: skip
    review = Review.objects.create(structure=structure, kind="3", year=on.year, on=on, key=uuid4())
    _made(ReviewLine(review=review, indicator=each, next_step="Oui", owner=cards[0]) for each in indicators)


SIMPLY = rules_as_json(VoteRules(Majority.SIMPLE, Base.CAST))


def _dates(bureau: Instance, cards: list[Person], at: datetime) -> None:
    """A poll of four dates, that all answer."""
    poll = Poll.objects.create(
        instance=bureau,
        title="Quand ?",
        closes_at=at + timedelta(days=9),
        shared=open_link(polls.SHARED_DOOR),
        is_shared=True,
    )
    dates = _made(
        PollDate(poll=poll, starts_at=at + timedelta(days=each), ends_at=at + timedelta(days=each, hours=2))
        for each in range(10, 14)
    )
    lines = _made(
        PollReply(poll=poll, person=card, name=card.name, link=link, replied_at=at)
        for card, link in zip(cards, open_links(polls.DOOR, len(cards)), strict=True)
    )
    _made(PollAnswer(reply=line, date=each, suits="oui") for line in lines for each in dates)


def _meetings(structure: Structure, cards: list[Person], size: Size, by: User, at: datetime) -> None:
    """An assembly and a bureau of a dozen, meetings held every week, a decision and a task each, half of them done."""
    assembly, bureau = _made(
        Instance(structure=structure, kind=kind, name=kind, quorum="1/4") for kind in ("ag", "bureau")
    )
    since = date(at.year - 6, 1, 1)
    _made(Mandate(instance=bureau, person=card, office="membre", since=since) for card in cards[:12])
    weeks = [at - timedelta(weeks=rank) for rank in range(size.meetings)]
    held = _made(
        Meeting(
            instance=bureau if rank % 10 else assembly,
            title=f"Réunion {rank}",
            starts_at=day,
            ends_at=day + timedelta(hours=2),
            state=MeetingState.HELD if rank else MeetingState.CONVOKED,
            convoked_on=day.date(),
            written_by=by,
        )
        for rank, day in enumerate([at + timedelta(days=3), *weeks])
    )
    _dates(bureau, cards, at)
    _made(AgendaItem(meeting=each, rank=rank, title=f"Point {rank}") for each in held for rank in range(1, 6))
    _made(
        Presence(meeting=each, person=card, arrived_at=each.starts_at)
        for each in held[1:]
        for card in cards[:24]
    )
    taken = _made(
        Decision(
            structure=structure,
            meeting=each,
            year=each.starts_at.year,
            number=rank,
            title=f"On le fait, {rank}",
            decided_on=each.starts_at.date(),
        )
        for rank, each in enumerate(held[1:], start=1)
    )
    _made(
        Task(
            structure=structure,
            decision=each,
            meeting=each.meeting,
            title=f"Le faire, {rank}",
            owner=cards[rank % len(cards)],
            due_on=each.decided_on,
            done_on=each.decided_on if rank % 2 else None,
        )
        for rank, each in enumerate(taken)
    )
    for each in held[:80]:
        _vote(each, cards if each.instance_id == assembly.pk else cards[:12], at=at)
    Vote.objects.create(meeting=held[0], title="À venir")


def _vote(meeting: Meeting, people: list[Person], *, at: datetime) -> None:
    """Closed; two in three voted, in public."""
    vote = Vote.objects.create(meeting=meeting, title="On le fait", opened_at=at, opening={"rules": SIMPLY})
    voices = _made(
        Voice(
            vote=vote, person=card, is_cast=rank % 3 > 0, is_heard=True, said=["pour"] if rank % 3 else None
        )
        for rank, card in enumerate(people)
    )
    vote.record, vote.state, vote.closed_at = record_of(vote, voices), VoteState.CLOSED, at
    vote.seal = seal_of(vote.record)
    vote.save()


def _made(rows: Iterable[M]) -> list[M]:
    """Written, by their own manager, a thousand at a time."""
    every = list(rows)
    return list(type(every[0])._base_manager.bulk_create(every, batch_size=1_000)) if every else []


def _links(purpose: str, count: int) -> Iterator[Link]:
    return iter(_made(Link(purpose=purpose) for _ in range(count)))


def _cards(structure: Structure, size: Size, on: date) -> list[Person]:
    """Nine in ten belong, one in ten left; two in a hundred share a name."""
    towns = [commune.name for commune in map(atlas().commune, structure.territory.codes)]
    known = _known(structure, size.cards // 2)
    cards = _made(
        Person(
            structure=structure,
            practice="liberal",
            engagement="",
            email=f"p{rank}@example.org",
            phone="0563000000",
            **{
                "name": f"{NAMES[rank % len(NAMES)]} Fictif{rank - (rank % 100 == 99)}",
                "profession": PROFESSIONS[rank % len(PROFESSIONS)],
                "commune": towns[rank % len(towns)],
                **(known[rank] if rank < len(known) else {}),
            },
        )
        for rank in range(size.cards)
    )
    note_agreement(on=on)
    _made(
        JoinRequest(
            structure=structure,
            asked_on=on,
            name=cards[rank].name,
            profession="infirmier",
            practice="liberal",
            commune=towns[0],
            email=f"lou{rank}@example.org",
        )
        for rank in range(size.lists // 5)
    )
    college = structure.colleges.first()
    _made(
        Adhesion(
            person=card,
            kind="adherent",
            college=college,
            since=on - timedelta(days=30 + rank),
            until=on - timedelta(days=1) if rank % 10 == 9 else None,
        )
        for rank, card in enumerate(cards)
    )
    _made(Interest(person=card, theme=list(Theme)[rank % len(Theme)]) for rank, card in enumerate(cards))
    away = {"since": on - timedelta(days=3), "last_day": on + timedelta(days=3)}
    _made(Absence(person=card, **away) for card in cards[::10])
    _made(
        MemberImport(structure=structure, key=f"{rank}", name="liste.csv", on=on, rows=10)
        for rank in range(size.lists)
    )
    links = _links("fiche", size.cards)
    _made(CardDoor(person=card, link=next(links)) for card in cards)
    return cards


def _known(structure: Structure, count: int) -> list[dict[str, str]]:
    """Cards of people of the directory who practise there, as it says them, but for one in fifty who moved."""
    here = Activity.objects.filter(commune__in=structure.territory.codes, trade__in=PROFESSIONS)
    told = ("person__number", "person__given", "person__family", "trade", "commune")
    found = {number: rest for number, *rest in here.order_by("-id").values_list(*told)[: 4 * count]}
    return [
        {
            "rpps": number,
            "name": f"{given} {family}",
            "profession": trade,
            "commune": "Toulouse" if rank % 50 == 49 else atlas().commune(commune).name,
        }
        for rank, (number, (given, family, trade, commune)) in enumerate(list(found.items())[:count])
    ]


def _fees(structure: Structure, cards: list[Person], size: Size, on: date) -> None:
    """Three in four are paid."""
    for year in range(on.year - size.fees + 1, on.year + 1):
        start = structure.fee_payments.count()
        payers = [card for rank, card in enumerate(cards) if rank % 4]
        payments = _made(
            Payment(
                structure=structure,
                paid_on=date(year, 2, 1),
                means="virement",
                payer=card.name,
                number=start + rank,
            )
            for rank, card in enumerate(payers, 1)
        )
        by_card = {card.pk: payment for card, payment in zip(payers, payments, strict=True)}
        period = {"since": date(year, 1, 1), "until": date(year + 1, 1, 1), "amount": Decimal(20)}
        _made(Fee(person=card, payment=by_card.get(card.pk), **period) for card in cards)


def _calls(structure: Structure, cards: list[Person], size: Size, at: datetime) -> None:
    """Campaigns one after the other, up to today; the last one runs, and each of its callers holds some names."""
    answers = [answer for answer in Answer if answer not in {Answer.AGAIN, Answer.NEVER}]
    each = size.calls // size.campaigns
    for number in range(size.campaigns):
        opened = at - timedelta(days=180 * (size.campaigns - number))
        is_last = number == size.campaigns - 1
        closed = None if is_last else (opened + timedelta(days=150)).date()
        campaign = Campaign.objects.create(
            structure=structure,
            title=f"Campagne {number}",
            phase="avant_lettre",
            words="Bonjour.",
            opened_on=opened.date(),
            closed_on=closed,
        )
        _made(CampaignProfession(campaign=campaign, profession=name) for name in PROFESSIONS)
        links = _links("appels", size.callers)
        callers = _made(
            Caller(campaign=campaign, person=card, link=next(links), added_on=opened.date())
            for card in cards[: size.callers]
        )
        held = 3 * len(callers) if is_last else 0
        _made(
            Call(
                campaign=campaign,
                caller=callers[rank % len(callers)],
                national=f"8{2_000_000_000 + rank % (each // 2 or 1)}",
                name=f"FICTIF{rank} Prénom",
                profession=PROFESSIONS[rank % len(PROFESSIONS)],
                commune="82121",
                reserved_on=opened.date(),
                answer=answers[rank % len(answers)],
                answered_at=opened + timedelta(minutes=rank % 200_000),
            )
            for rank in range(each)
        )
        _made(
            Call(
                campaign=campaign,
                caller=callers[rank % len(callers)],
                national=f"8{3_000_000_000 + rank}",
                name=f"TENU{rank} Prénom",
                profession=PROFESSIONS[rank % len(PROFESSIONS)],
                commune="82121",
                reserved_on=at.date(),
            )
            for rank in range(held)
        )
        _made(CallTime(caller=caller, on=opened.date(), minutes=30) for caller in callers for _ in range(5))
    for fill in FILLS:  # what the services keep of the answers
        fill(apps, None)


def _bulletins(structure: Structure, cards: list[Person], size: Size, by: User, at: datetime) -> None:
    sent = [at - timedelta(days=30 * rank + 1) for rank in range(size.bulletins)]
    sendings = _made(
        Sending(
            key=f"bulletin-{structure.pk}-{rank}",
            subject=f"Bulletin {rank}",
            body="Des nouvelles.",
            about=structure.pk,
            made_at=day,
        )
        for rank, day in enumerate(sent)
    )
    _made(
        Recipient(
            sending=sending,
            address=card.email,
            state=State.REFUSED if rank % 200 == 199 else State.HANDED,
            next_try_at=sending.made_at,
            handed_at=sending.made_at,
        )
        for sending in sendings
        for rank, card in enumerate(cards)
    )
    _made(
        Bulletin(
            structure=structure,
            title=sending.subject,
            words=sending.body,
            body=sending.body,
            written_by=by,
            sent_at=sending.made_at,
            sending=sending,
            said_to="Toutes les personnes",
            people=len(cards),
            version=2,
        )
        for sending in sendings
    )
    links = _links("bulletins", len(cards))
    _made(
        Subscription(
            structure=structure,
            person=card,
            address=card.email,
            link=next(links),
            wish=Wish.REFUSED if rank % 50 == 49 else Wish.RECEIVES,
            asked_at=at if rank % 50 == 49 else None,
        )
        for rank, card in enumerate(cards)
    )


def _events(structure: Structure, cards: list[Person], size: Size, by: User, at: datetime) -> None:
    """One to come in ten, the others are over."""
    links = _links("evenement", size.events)
    events = _made(
        Event(
            structure=structure,
            link=next(links),
            kind="soiree",
            title=f"Soirée {rank}",
            starts_at=(begins := at + timedelta(days=9 * (size.events // 10 - rank) + 1)),
            ends_at=begins + timedelta(hours=2),
            place="Salle",
            state=EventState.OPEN if begins > at else EventState.DONE,
            announced_on=at.date(),
            site="https://maillage.example",
            written_by=by,
        )
        for rank in range(size.events)
    )
    holders = _links("inscription", size.events * size.seats)
    _made(
        Registration(
            event=event,
            link=next(holders),
            person=card,
            name=card.name,
            called=card.name.lower(),
            profession=card.profession,
            email=card.email,
            seat=Seat.SEATED,
            asked_at=at,
            told_at=at,
            minutes=None if event.state == EventState.OPEN else 120,
        )
        for event in events
        for card in cards[: size.seats]
    )


def _partners(structure: Structure, cards: list[Person], size: Size, by: User, on: date) -> None:
    partners = _made(
        Partner(
            structure=structure,
            name=f"{NAMES[rank % len(NAMES)]}, partenaire {rank}",
            kind="hopital",
            purpose="Les sorties",
            owner=cards[rank % len(cards)],
        )
        for rank in range(size.partners)
    )
    _made(PartnerContact(partner=each, person=cards[each.pk % len(cards)]) for each in partners)
    # Half of what is said is said with the first.
    of = [partners[rank % len(partners) if rank % 2 else 0] for rank in range(size.exchanges)]
    said: dict[str, Any] = {"means": "appel", "words": "Un point sur les sorties.", "noted_by": by}
    _made(
        Exchange(
            partner=each, held_on=on - timedelta(days=rank % 1_800), person=cards[rank % len(cards)], **said
        )
        for rank, each in enumerate(of)
    )
    _made(
        NextStep(partner=each, words="Rappeler", due_on=on + timedelta(days=9), owner=cards[0])
        for each in partners
    )
    _made(PartnerRequest(partner=each, asked_on=on, words="Un correspondant.") for each in partners)
    _made(Convention(partner=each, title="Sorties", starts_on=on) for each in partners)


#: Pages of a structure, by name of URL, in words.
PAGES = {
    "structures:home": "home",
    "people:members": "those who belong",
    "people:card": "a card",
    "people:team": "team",
    "people:coverage": "« Qui sommes-nous »",
    "people:lacking": "who misses at the table",
    "people:unreached": "to tell otherwise",
    "people:fees": "fees",
    "people:doubles": "cards that may be one",
    "people:in_step": "cards to read again",
    "people:check": "whether cards are exact",
    "people:retention": "what is kept",
    "people:import_members": "lists brought in",
    "people:gains": "« Ce que j’y gagne »",
    "people:gain": "… of a profession",
    "people:rules": "rules of joining",
    "people:poster": "poster to join",
    "people:public": "public page",
    "people:desk": "contact",
    "people:receipt": "a receipt",
    "people:erase_card": "erase a card",
    "outreach:bulletins": "bulletins",
    "outreach:bulletin": "a bulletin that left",
    "outreach:campaigns": "campaigns",
    "outreach:campaign": "a campaign",
    "outreach:retarget": "whom a campaign calls",
    "outreach:refusals": "no more calls",
    "outreach:events": "events",
    "outreach:new_event": "plan an event",
    "outreach:event": "an event",
    "outreach:change_event": "change an event",
    "outreach:event_poster": "its poster",
    "outreach:attendance": "who came",
    "outreach:registration": "one who came",
    "outreach:partners": "partners",
    "outreach:partner": "a partner",
    "outreach:add_partner": "add a partner",
    "outreach:edit_partner": "correct a partner",
    "outreach:request": "a request of a partner",
    "outreach:add_convention": "sign a convention",
    "outreach:convention": "a convention",
    "governance:meetings": "meetings",
    "governance:meeting": "a meeting",
    "governance:change": "change a meeting",
    "governance:attendance": "who is at a meeting",
    "governance:instances": "instances",
    "governance:add_instance": "add an instance",
    "governance:instance": "an instance",
    "governance:edit_instance": "rules of an instance",
    "governance:plan": "plan a meeting",
    "governance:prepare_vote": "prepare a vote",
    "governance:vote": "a vote",
    "governance:change_vote": "change a vote",
    "governance:signing_code": "its code",
    "governance:minutes": "its minutes",
    "governance:conduct": "conduct a meeting",
    "governance:screen": "its screen",
    "governance:propose": "propose dates",
    "governance:poll": "a poll of dates",
    "governance:decisions": "decisions",
    "governance:tasks": "tasks",
    "governance:ideas": "ideas",
    "governance:idea": "an idea",
    "governance:referents": "referents",
    "governance:year": "the year",
    "governance:declarations": "changes to declare",
    "governance:handover": "what somebody hands over",
    "governance:interests": "interests that people declare",
    "project:project": "the thread of the project",
    "project:needs": "needs",
    "project:actions": "actions",
    "project:action": "an action",
    "project:write_part": "a part of an action",
    "project:step": "a step of an action",
    "project:add_action": "add an action",
    "project:add_objective": "add an objective",
    "project:objective": "an objective",
    "project:year": "the year of actions",
    "project:maturity": "where it stands",
    "project:library": "the library",
    "project:library_sheet": "a sheet of the library",
    "project:indicators": "indicators",
    "project:indicator": "an indicator",
    "project:add_indicator": "add an indicator",
    "project:edit_indicator": "edit an indicator",
    "project:choose_indicators": "the catalogue of indicators",
    "project:context": "what weighs on figures",
    "project:reviews": "reviews",
    "project:review": "a review",
    "project:evidences": "pieces",
    "project:add_evidence": "join a piece",
    **crowding.PAGES,
    "structures:sites": "sites",
    "structures:settings": "settings",
    "structures:works": "work under way",
    "structures:trail": "who did what",
    "structures:open_links": "what leads in without account",
    **many.PAGES,
    **year_of_requests.PAGES,
}
OF_EVENTS, OF_PARTNERS, OF_MEETINGS, OF_INSTANCES = (
    {"event", "change_event", "event_poster", "attendance"},
    {"partner", "edit_partner", "add_convention"},
    {"meeting", "attendance", "signing_code", "conduct", "screen", "minutes"},
    {"instance", "edit_instance"},
)


def addresses(structure: Structure) -> Iterator[tuple[str, str]]:
    """(what, where), of each page of a structure and of each door that is given to somebody."""
    last = structure.campaigns.order_by("opened_on").last()
    rules = JoiningRules.objects.get(structure=structure)
    event, partner = structure.events.order_by("pk")[0], structure.partners.order_by("pk")[0]
    card = structure.people.order_by("pk")[0]
    held = Meeting.objects.filter(instance__structure=structure, instance__kind="bureau").order_by(
        "starts_at"
    )[0]
    votes = Vote.objects.filter(meeting__instance__structure=structure).order_by("pk")
    poll = Poll.objects.get(instance=held.instance)
    firsts: dict[str, dict[str, object]] = {
        "card": {"pk": card.pk},
        "erase_card": {"pk": card.pk},
        "gain": {"profession": PROFESSIONS[0]},
        "receipt": {"pk": structure.fee_payments.all()[0].pk},
        "bulletin": {"pk": structure.bulletins.order_by("pk")[0].pk},
        "campaign": {"pk": last.pk},
        "retarget": {"pk": last.pk},
        **{name: {"pk": event.pk} for name in OF_EVENTS},
        "registration": {"pk": event.pk, "registration": event.registrations.all()[0].pk},
        **{name: {"pk": partner.pk} for name in OF_PARTNERS},
        "request": {"pk": partner.pk, "asked": partner.requests.all()[0].pk},
        **{f"governance:{name}": {"pk": held.pk} for name in OF_MEETINGS},
        **{f"governance:{name}": {"pk": held.instance_id} for name in OF_INSTANCES},
        "governance:change": {"pk": held.pk},
        "governance:vote": {"pk": votes.filter(state=VoteState.CLOSED, meeting__instance__kind="ag")[0].pk},
        "governance:change_vote": {"pk": votes.get(state=VoteState.DRAFT).pk},
        "governance:prepare_vote": {"pk": held.pk},
        **{f"governance:{name}": {"instance": held.instance_id} for name in ("plan", "propose")},
        "governance:poll": {"pk": poll.pk},
        "governance:handover": {"pk": card.pk},
        "governance:idea": {"pk": structure.ideas.order_by("pk")[0].pk},
        "project:action": {"number": 1},
        "project:write_part": {"number": 1, "part": "pourquoi"},
        "project:step": {"number": 1, "pk": structure.project_actions.get(number=1).steps.all()[0].pk},
        "project:objective": {"pk": structure.objectives.all()[0].pk},
        "project:library_sheet": {"key": "medecin_traitant"},
        "project:indicator": {"pk": structure.indicators.order_by("pk")[0].pk},
        "project:edit_indicator": {"pk": structure.indicators.order_by("pk")[0].pk},
        "project:review": {"pk": structure.reviews.all()[0].pk},
        "convention": {"pk": partner.pk, "convention": partner.conventions.all()[0].pk},
        **crowding.firsts(structure),
    }
    firsts |= many.arguments(structure) | year_of_requests.arguments(structure)
    for name, words in PAGES.items():
        told = firsts.get(name) or firsts.get(name.partition(":")[2], {})
        yield words, reverse(name, kwargs={"slug": structure.slug, **told})
    opened = structure.events.filter(state=EventState.OPEN).order_by("pk")[0]
    doors = {
        "page of a caller": last.callers.order_by("pk")[0].link,
        "joining, by its link": rules.link,
        "own card, by its link": card.door.link,
        "an event, by its link": opened.link,
        "own seat, by its link": opened.registrations.order_by("pk")[0].link,
        "dates, by its link": poll.replies.order_by("pk")[0].link,
        "dates, by the shared link": poll.shared,
        "stop bulletins, by its link": structure.subscriptions.order_by("pk")[0].link,
    }
    yield from ((words, link.get_absolute_url()) for words, link in doors.items())
    yield from crowding.doors(structure).items()
