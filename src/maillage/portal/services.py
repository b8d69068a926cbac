"""Building an instance, preparing its tables, and filling its demonstration."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from hashlib import blake2b
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from maillage import geography, legislation
from maillage.accounts.models import User
from maillage.directory.queries.vintages import vintages
from maillage.directory.services.importing import import_finess, import_rpps
from maillage.directory.services.storing import swap
from maillage.documents.services import build_references
from maillage.dossier.queries import plan_of
from maillage.dossier.services import write_section
from maillage.geography import atlas
from maillage.habits.services.layers import add_layer
from maillage.habits.services.reading import Row
from maillage.kernel import BadInput, folded, integer, paths
from maillage.limits.services import sweep
from maillage.mail.services import forget_old, invent_sent, send_back
from maillage.outreach import services as outreach
from maillage.outreach.queries.bulletins import letter_of
from maillage.outreach.queries.calling import Candidate
from maillage.outreach.services import conventions, events, partners
from maillage.people import services as people
from maillage.people.enums import Basis, Means, Practice
from maillage.people.models import College, Fee, Person
from maillage.people.queries.members import belongs
from maillage.people.services import GivenMeeting, GivenPerson, found
from maillage.people.services.importing import Options, bring_in, read_members
from maillage.portal.queries import script_of_demo, scripts
from maillage.structures import services as structures
from maillage.structures.enums import Track
from maillage.structures.models import Structure
from maillage.structures.queries import moves_on
from maillage.surveys import services as surveys
from maillage.surveys.queries.questionnaires import questionnaires
from maillage.tables import read_text
from maillage.ui.services import copy_vendor_assets


def build_everything(*, force: bool = False) -> Iterator[str]:
    """Communes, fonts and references of documents, static files, tables; what is up to date is left alone."""
    report = geography.build(force=force)
    if report.built:
        yield f"Communes compilées : {integer(report.communes)} en {report.seconds:.1f} s."
    copy_vendor_assets()
    build_references()
    # Settings were read before the assets existed on a fresh machine.
    settings.STATICFILES_DIRS = [paths.ASSETS]
    if force or stamp() != kept_stamp():
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        (paths.VAR / "static.stamp").write_text(stamp())
        yield "Fichiers statiques réunis."


def stamp() -> str:
    """Changes when a static file does."""
    folders = [paths.ASSETS, *sorted((paths.PROJECT / "src" / "maillage").glob("*/static"))]
    files = (file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file())
    digest = blake2b(digest_size=16)
    for file in files:
        digest.update(str(file.name).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def kept_stamp() -> str:
    file = paths.VAR / "static.stamp"
    return file.read_text() if file.exists() else ""


def prepare_database() -> None:
    """Bring the tables up to date; fill the demonstration the first time."""
    call_command("migrate", interactive=False, verbosity=0)
    swap.ensure()
    clear_out()
    if settings.DEMO or settings.EXAMPLES:
        make_demo(examples_only=not settings.DEMO)
    else:
        show_examples()


def clear_out() -> None:
    """Erase what is over: sessions, the counts of limits, and what old messages said."""
    call_command("clearsessions")
    sweep(now=timezone.now())
    forget_old(now=timezone.now())


#: Around the demonstration's territory, at about the density of France.
DEMO_DEPARTEMENTS, DEMO_ROWS = ("82", "46", "47"), 27_000


def lacks_demo_directory() -> bool:
    """A demonstration where nothing was ever imported."""
    read = vintages()
    return settings.DEMO and not (read.rpps or read.finess)


def inventor() -> Callable[..., Any]:
    """`maillage_invention.invent`, which a checkout has. Raises BadInput in an installed package."""
    try:
        from maillage_invention import invent
    except ModuleNotFoundError:
        raise BadInput(
            "Cette installation n’a pas de quoi inventer un annuaire : c’est dans les sources de Maillage seulement. "
            "Importez les fichiers officiels : « maillage import rpps », « maillage import finess »."
        ) from None
    return invent


def make_demo_directory() -> None:
    """Invented people on real communes: some seconds, once. Raises BadInput in an installed package."""
    invent = inventor()
    with TemporaryDirectory() as folder:
        invent(Path(folder), rows=DEMO_ROWS, seed=1, departements=DEMO_DEPARTEMENTS)
        import_rpps([folder], on=timezone.now())
        import_finess(folder, on=timezone.now())


@transaction.atomic
def make_demo(*, examples_only: bool = False) -> str:
    """Real communes, invented people flagged « fictif ». Doing it again changes nothing.

    An instance that is no demonstration has the examples only: nobody enters the accounts that hold them.
    """
    script = script_of_demo()
    today = date.today()  # noqa: DTZ011 -- a civil day
    users = {
        account["email"]: User.objects.filter(email=account["email"]).first()
        or User.objects.create_user(account["email"], name=account["name"], is_demo=True)
        for account in script["accounts"]
    }
    wanted = [each for each in script["structures"] if each.get("example") or not examples_only]
    made = [each for each in wanted if play(each, users, today)]
    show_examples()
    return f"{len(made)} structure(s) de démonstration créée(s)." if made else "La démonstration est déjà là."


def show_examples() -> None:
    """Open the examples to everyone, or close them, as the instance says; their accounts open in a demonstration."""
    names = [each["name"] for each in scripts() if each.get("example")]
    Structure.objects.filter(is_fictitious=True, name__in=names).update(is_example=settings.EXAMPLES)
    User.objects.filter(is_demo=True).update(is_active=settings.DEMO)


def play(script: dict[str, Any], users: dict[str, User], today: date) -> bool:
    """Found one structure of the script; False when it is there already."""
    if Structure.objects.filter(name=script["name"], is_fictitious=True).exists():
        return False
    founder = users[script["founder"]]
    members = atlas().epci(script["epci"]).members if "epci" in script else ()
    structure = found(
        name=script["name"],
        form=script.get("form", "cpts"),
        codes=members + tuple(script.get("communes", ())),
        sites=[structures.GivenSite(**site) for site in script.get("sites", ())],
        by=founder,
        on=script.get("founded_on", today),
        people=[GivenPerson(**person, is_fictitious=True) for person in script["people"]],
        meetings=[GivenMeeting(**meeting) for meeting in script["meetings"]],
        signature_hoped_on=script.get("signature_hoped_on"),
        is_fictitious=True,
    )
    play_life(script, structure, by=founder, today=today)
    for email, roles in script.get("members", {}).items():
        structures.give_access(structure, email, roles, by=founder, on=today)
    if script.get("declared"):
        structures.set_visibility(structure, declared=True, public=script["public"], by=founder, on=today)
    if words := script.get("document"):
        write_document(words, structure, by=founder)
    if adherents := script.get("adherents"):
        play_adherents(adherents, structure, by=founder, today=today)
    if desk := script.get("desk"):
        play_desk(desk, structure, by=founder, today=today)
    for partner in script.get("partners", ()):
        play_partner(partner, structure, by=founder, today=today)
    if survey := script.get("survey"):
        play_survey(survey, structure, by=founder)
    for bulletin in script.get("bulletins", ()):
        play_bulletin(bulletin, structure, by=founder)
    for event in script.get("events", ()):
        play_event(event, structure, by=founder, today=today)
    if campaign := script.get("campaign"):
        play_campaign(campaign, structure, by=founder, today=today)
    if habits := script.get("habits"):
        rows = [Row(code, name, None) for name, codes in habits["groups"].items() for code in codes]
        add_layer(structure, rows, **habits["layer"], by=founder, on=today)
    return True


def play_life(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """Its legal persons, then its moves, in the order of the script."""
    persons = {
        person["kind"]: structures.add_legal_person(structure, by=by, **person)
        for person in script.get("legal_persons", ())
    }
    for track_name, moves in script.get("moves", {}).items():
        track = Track(track_name)
        for made in moves:
            mission = made.get("mission", "")
            read = Structure.objects.get(pk=structure.pk)
            move = next(
                known for known in moves_on(read, track, mission=mission) if known.enters == made["enters"]
            )
            given = {"legal_person": persons[made["by"]]} if "by" in made else {}
            structures.advance(
                structure, track, move, by=by, on=made["day"], today=today, mission=mission, **given
            )


def write_document(words: dict[str, str], structure: Structure, *, by: User) -> None:
    """Sections of its first document, each under its key in the plan."""
    plan = plan_of(structure)
    for section, text in words.items():
        write_section(structure, plan.key, section, text, rich=False, version=0, by=by)


def demo_structures() -> list[tuple[str, str, str]]:
    """(address, form, what) of the structures of the demonstration that are there."""
    addresses = dict(Structure.objects.filter(is_fictitious=True).values_list("name", "slug"))
    return [
        (addresses[each["name"]], each.get("form", "cpts"), each["what"])
        for each in scripts()
        if each["name"] in addresses
    ]


def play_adherents(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """A list brought in as anybody brings theirs; the fees of the year, half of them paid; one who asks to join."""
    rules = people.set_rules(structure, people.GivenRules(**script["rules"]), by=by)
    reading = read_members(read_text(list_of(script, structure), name="adherents.csv"), Options())
    bring_in(structure, reading, Options(), by=by, on=today)
    amounts: dict[College | None, Decimal | None] = {None: Decimal(script["fee"])}
    people.set_fees(structure, basis=Basis.CIVIL, next_year_from=None, amounts=amounts, by=by)
    people.ask_fees(structure, by=by, on=today)
    for fee in Fee.objects.filter(person__structure=structure).order_by("pk")[::2]:
        people.receive(structure, [fee.pk], paid_on=today, means=Means.TRANSFER, by=by)
    asking = people.GivenDemand(
        "Lou Fictif", "orthophoniste", Practice.LIBERAL, "Bressols", "lou@demo.example"
    )
    people.ask_to_join(
        rules, asking, college=structure.colleges.first(), key=uuid5(NAMESPACE_URL, structure.slug), on=today
    )


def list_of(script: dict[str, Any], structure: Structure) -> str:
    """A CSV: people drawn at random, always the same, where the territory lives, then the lines of the script."""
    draw = Random(2)  # noqa: S311 -- a demonstration that stays the same
    known = legislation.professions_by_key()
    communes = [atlas().commune(code) for code in structure.territory.codes]
    names = [(given, family) for given in script["given"] for family in script["family"]]
    draw.shuffle(names)
    trades = [trade for trade, count in script["drawn"].items() for _ in range(count)]
    lines = [script["list"].strip()]
    for (given, family), trade in zip(names, trades, strict=False):
        (commune,) = draw.choices(communes, [each.population or 0 for each in communes])
        since = draw.choice(script["since"])
        email = f"{folded(given)}.{folded(family)}@demo.example"
        lines.append(
            f"{family};{given};{known[trade].label};libéral;{commune.name};{email};Soignants;{since:%d/%m/%Y};"
        )
    return "\n".join(lines)


def play_event(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """Announced a month before; those who come are drawn among the people, always the same. Nobody is written to."""
    draw = Random(3)  # noqa: S311 -- a demonstration that stays the same
    day = today + timedelta(days=script["in_days"])
    begins, over = (
        timezone.make_aware(datetime.combine(day, time.fromisoformat(script[end])))
        for end in ("starts", "ends")
    )
    words = ("kind", "title", "place", "words", "capacity", "invited")
    told = {name: script[name] for name in words if name in script}
    event = events.plan_event(structure, events.GivenEvent(**told, starts_at=begins, ends_at=over), by=by)
    announced = begins - timedelta(days=30)
    events.open_event(event, by=by, at=announced, site="http://127.0.0.1:8000/")
    trades = script.get("invited", list(legislation.professions_by_key()))
    cards = list(structure.people.exclude(email="").filter(profession__in=trades).order_by("pk"))
    coming = []
    for number, card in enumerate(draw.sample(cards, script["registered"])):
        given = events.GivenRegistration(card.name, card.profession, phone=f"06399800{number:02}")
        registration = events.register(
            event, given, key=uuid4(), at=announced + timedelta(minutes=40 * number)
        )
        events.link_card(registration, card, by=by)
        coming.append(registration)
    if "came" in script:
        for registration in coming[: script["came"]]:
            events.note_presence(registration, is_there=True, by=by, at=begins)
        survey = events.finish_event(event, by=by, at=over + timedelta(hours=12)).survey
        if survey:
            for _ in range(script["answers"]):
                chosen = chosen_at_random(events.QUESTIONNAIRE, draw)
                surveys.answer_survey(survey, surveys.GivenAnswer(chosen=chosen), key=uuid4(), on=today)
            surveys.close_survey(survey, by=by, on=today)


def play_bulletin(script: dict[str, Any], structure: Structure, *, by: User) -> None:
    """A draft, or one said to have left so many days ago: whose message came back, who wants no more. Nobody is written to."""
    draft = outreach.start(structure, script["title"], by=by)
    written = outreach.Written(script["title"], script["words"], script.get("audience", ""))
    draft = outreach.write(draft, written, version=draft.version, by=by)
    if "ago" not in script:
        return
    at, site = timezone.now() - timedelta(days=script["ago"]), "http://127.0.0.1:8000/"
    letter = letter_of(draft, by=by, on=timezone.localdate(at), site=site)
    sent = outreach.send(draft, seal=letter.seal, by=by, at=at, site=site)
    if sent.sending is None:
        return
    invent_sent(sent.sending, at=at)
    for address, (status, said) in script.get("returned", {}).items():
        send_back(sent.sending.recipients.get(address=address), status, said, now=at + timedelta(hours=1))
    for address in script.get("stopped", ()):
        outreach.stop(structure.subscriptions.get(address=address), at=at + timedelta(hours=3))


def play_desk(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    answers = structure.people.get(name=script["answers"])
    told = people.GivenDesk(script["email"], script["phone"], script["hours"])
    people.set_desk(structure, told, answers=answers, backup=None, version=0, by=by, on=today)


def play_partner(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """One of the book, with what was said, planned, signed and asked; days are counted from today."""

    def named(name: str | None) -> Person | None:
        return structure.people.filter(name=name).first() if name else None

    def ago(days: int | None) -> date | None:
        return None if days is None else today - timedelta(days=days)

    told = {name: script.get(name, "") for name in ("name", "kind", "purpose", "phone")}
    given = partners.GivenPartner(**told, owner=named(script.get("owner")))
    partner = partners.add_partner(structure, given, key=uuid4(), by=by)
    for who in script.get("people", ()):
        card = GivenPerson(
            who["name"], who.get("profession", "autre"), phone=who.get("phone", ""), is_fictitious=True
        )
        partners.add_contact(partner, card, title=who["title"], by=by)
    for said in script.get("exchanges", ()):
        day = today - timedelta(days=said["ago"])
        exchange = partners.GivenExchange(day, said["means"], said["words"])
        partners.note_exchange(partner, exchange, key=uuid4(), by=by)
    for step in script.get("steps", ()):
        planned = partners.GivenStep(
            step["words"], today + timedelta(days=step["in"]), named(step.get("owner"))
        )
        partners.plan_step(partner, planned, key=uuid4(), by=by)
    for paper in script.get("conventions", ()):
        since, kept = today - timedelta(days=paper["since"]), ("subject", "reference", "renewed_months")
        signed = conventions.GivenConvention(
            paper["title"],
            since,
            **{name: paper[name] for name in kept if name in paper},
            signed_on=ago(paper["signed"]),
            ends_on=since + timedelta(days=paper["days"] - 1),
            notice_months=paper["notice_months"],
        )
        conventions.add_convention(partner, signed, key=uuid4(), by=by)
    for asked in script.get("requests", ()):
        day, card_of = today - timedelta(days=asked["ago"]), named(asked.get("relayed_to"))
        request = conventions.GivenRequest(
            day,
            asked["words"],
            relayed_to=card_of,
            relayed_on=day if card_of else None,
            answered_on=ago(asked.get("answered")),
            answer=asked.get("answer", ""),
        )
        conventions.note_request(partner, request, key=uuid4(), by=by)


def play_campaign(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """Three peers called people of no directory; a number stands for each name. Days are counted from today."""

    def noon(ago: int) -> datetime:
        return timezone.make_aware(datetime.combine(today - timedelta(days=ago), time(12)))

    told = {name: script[name] for name in ("title", "phase", "professions")}
    start = noon(script["opened"])
    opened_on = timezone.localdate(start)
    campaign = outreach.launch(structure, outreach.GivenCampaign(**told), by=by, on=opened_on)
    members, callers = structure.people.filter(belongs(opened_on)).order_by("pk"), {}
    for profession, minutes in script["callers"].items():
        caller = outreach.add_caller(campaign, members.filter(profession=profession)[0].pk, by=by, at=start)
        outreach.give_time(caller, minutes, key=uuid4(), on=today)
        callers[profession] = caller
    names = sorted({each["name"] for each in script["calls"]})
    for each in script["calls"]:
        national = f"8{990_000_000 + names.index(each['name']):011}"
        called = Candidate(national, each["name"], each["profession"], each["commune"])
        at = noon(each["ago"])
        again = today + timedelta(days=each["again_in"]) if "again_in" in each else None
        outreach.note_call(callers[each["caller"]], called, outreach.Told(each["answer"], again), at=at)


def play_survey(script: dict[str, Any], structure: Structure, *, by: User) -> None:
    """Opened, answered by people drawn at random, always the same, and closed."""
    draw = Random(1)  # noqa: S311 -- a demonstration that stays the same
    survey = surveys.open_survey(
        structure,
        script["questionnaire"],
        asked_by=structure.name,
        by=by,
        on=script["opened_on"],
    )
    communes = [atlas().commune(code) for code in structure.territory.codes]
    people = [trade for trade, count in script["answers"].items() for _ in range(count)]
    for rank, trade in enumerate(people):
        (commune,) = draw.choices(communes, [each.population or 0 for each in communes])
        given = surveys.GivenAnswer(
            profession=trade,
            commune=commune.code,
            chosen=chosen_at_random(script["questionnaire"], draw),
            words={"une_chose": script["words"][rank]} if rank < len(script["words"]) else {},
        )
        surveys.answer_survey(survey, given, key=uuid4(), on=script["opened_on"])
    surveys.close_survey(survey, by=by, on=script["closed_on"])


def chosen_at_random(questionnaire: str, draw: Random) -> dict[str, list[str]]:
    """Earlier choices more often than later ones: a result that is flat says nothing."""
    chosen = {}
    for question in questionnaires()[questionnaire].questions:
        if choices := list(question.choices):
            times = draw.randint(1, 3) if question.kind == "several" else 1
            weights = [1 / (rank + 1) for rank in range(len(choices))]
            chosen[question.key] = sorted(set(draw.choices(choices, weights, k=times)))
    return chosen
