"""What a structure waits for of its people."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import add_months, euros, plural
from maillage.mail.models import FailingAddress, Recipient, Sending
from maillage.mail.queries import in_doubt_about, stopped_about
from maillage.people import enums
from maillage.people.enums import Belonging
from maillage.people.models import (
    Absence,
    Adhesion,
    ContactDesk,
    Fee,
    InformationAttendance,
    JoinRequest,
    Person,
)
from maillage.people.queries import desk
from maillage.people.queries.fees import UNPAID
from maillage.people.queries.in_step import rereadings, watched
from maillage.people.queries.joining import TOGETHER
from maillage.people.queries.members import ASKING, Roll, by_kind, counts_of, unchecked
from maillage.people.queries.reaching import stopped_in
from maillage.people.queries.table import around_the_table, information_of, seats_of
from maillage.people.rules import ASKED_AFTER
from maillage.structures.enums import Ability, Role
from maillage.structures.models import Structure
from maillage.structures.queries import founded_on, told_to
from maillage.structures.queries.hanging import hang
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import HomeFigure, Task, Waiting, Wanted

#: Who did not answer is not asked again sooner.
HALF_A_YEAR = timedelta(days=182)


def awaiting(structure: Structure) -> Waiting:
    """Who asks to join, whom the directory says otherwise, who is still to bring in, then how the territory was told."""
    asking, doubts, stopped = _written(structure, structure.pk)
    today = timezone.localdate()
    long_ago = add_months(today, -ASKED_AFTER)
    unsaid, asked = _cards(structure, structure.pk, today, long_ago, timezone.now() - HALF_A_YEAR)
    counted = {"asking": asking, "doubts": doubts, "unsaid": unsaid}
    owed, followed, members, seated, attendance = lists = _lists(structure, today)
    desks, absences, adhesions = desk_lists = _desk(structure)

    def ready() -> None:
        vars(structure).setdefault("seated", list(seated))  # as SEATED keeps them
        hang(structure.information_meetings.all(), "attendance", "meeting", attendance)
        for each in desks:
            cards = [card for card in (each.answers, each.backup) if card]
            hang(cards, "absences", "person", absences)
            hang(cards, "adhesions", "person", adhesions)

    there = yield Wanted(
        [*lists, *desk_lists, stopped, asked], counted, [(structure, "information_meetings")], ready
    )
    yield from _figures(structure, by_kind(structure, members))
    if waiting := there["asking"]:
        text = f"Répondre à {plural(waiting, 'demande')} d’adhésion"
        url = f"{reverse('people:members', args=[structure.slug])}#demandes"
        detail = "Chacune dit ce que vos règles en pensent."
        yield Task(text, url, detail, Ability.EDIT, desk=Role.COORDINATION)
    for _, count, amount in owed:
        yield _of_the_fees(structure, count, amount)
    yield from _of_the_mail(structure, there["doubts"], stopped)
    if (silent := there["unsaid"]) and not asked:
        text = f"Demander si {plural(silent, 'fiche est toujours exacte', 'fiches sont toujours exactes')}"
        url = reverse("people:check", args=[structure.slug])
        detail = "Personne ne l’a dit depuis six mois. Chacun répond d’un geste."
        yield Task(text, url, detail, Ability.RUN, desk=Role.COORDINATION)
    if again := len(rereadings(structure, followed)):
        url = reverse("people:in_step", args=[structure.slug])
        text = f"Relire {plural(again, 'fiche')}"
        detail = "L’annuaire national dit autre chose."
        yield Task(text, url, detail, Ability.EDIT, desk=Role.COORDINATION)
    team = reverse("people:team", args=[structure.slug])
    around = around_the_table(structure)
    if not around.counts:
        words = "Dire qui porte et qui s’engage" if around.people or members else "Poser le tour de table"
        yield Task(words, team, "Qui porte, qui s’engage, qui reste à associer.", Ability.EDIT)
    elif broken := [finding for finding in around.gaps if finding.status == "broken"]:
        text = f"Approcher ceux qui manquent : {plural(len(broken), 'point')}"
        lacking = reverse("people:lacking", args=[structure.slug])
        yield Task(text, lacking, broken[0].sentence, Ability.EDIT)
    if founded_on(structure.form) == "territory" and not information_of(structure):
        yield Task(f"Noter comment {told_to(structure.form)}", f"{team}#information", ability=Ability.EDIT)
    yield from desk.awaiting(structure, next(iter(desks), None), today)


@prepared
def _lists(structure: Structure, today: date) -> tuple[
    QuerySet[Fee, tuple[int, int, Decimal]], QuerySet[Person, tuple[int, str, int | None]],
    QuerySet[Adhesion, tuple[str, int]], QuerySet[Person], QuerySet[InformationAttendance],
]:  # fmt: skip
    """Fees owed, counted and summed; cards that the directory follows; members by kind; the table; who was told."""
    unpaid = Fee.objects.filter(UNPAID, person__structure=structure)
    return (
        unpaid.order_by().values_list("person__structure").annotate(count=Count("pk"), sum=Sum("amount")),
        watched(Roll(structure, on=today)),
        counts_of(structure, on=today),
        Person.objects.filter(structure=structure).exclude(engagement=""),
        InformationAttendance.objects.filter(meeting__structure=structure),
    )


@prepared
def _written(
    structure: Structure, pk: UUID
) -> tuple[QuerySet[JoinRequest], QuerySet[Recipient], QuerySet[FailingAddress]]:
    """Who asks to join; messages in doubt; addresses that send back what they are written."""
    asking = JoinRequest.objects.filter(structure=structure, settled_on=None)
    return asking, in_doubt_about(pk), stopped_about(pk)


@prepared
def _desk(
    structure: Structure,
) -> tuple[QuerySet[ContactDesk], QuerySet[Absence], QuerySet[Adhesion]]:
    return desk.desks_of(structure), *desk.read_with(structure)


@prepared
def _cards(
    structure: Structure, pk: UUID, today: date, long_ago: date, since: datetime
) -> tuple[QuerySet[Person], QuerySet[Sending, int]]:
    """Cards of which nobody said for six months that they are exact; a message that asked it since, if any."""
    asked = Sending.objects.filter(about=pk, key__startswith=ASKING, made_at__gte=since)
    return unchecked(structure, long_ago, today), asked.order_by().values_list("pk", flat=True)[:1]


def _figures(structure: Structure, members: Mapping[Belonging, int]) -> Iterator[HomeFigure]:
    around = len(seats_of(structure))
    if around or not any(members.values()):  # some belonged before anybody said who carries the project
        yield HomeFigure("Autour de la table", around, "personnes")
    for kind, count in members.items():
        if count:
            yield HomeFigure(TOGETHER[kind], count, "aujourd’hui")
    if meetings := information_of(structure):
        yield HomeFigure("Informations données", len(meetings))


def _of_the_mail(structure: Structure, doubts: int, stopped: Collection[FailingAddress]) -> Iterator[Task]:
    """Doubts that only a person settles, then addresses that send back what they are written."""
    url = reverse("people:unreached", args=[structure.slug])
    if doubts:
        text = f"Dire si {plural(doubts, 'message incertain est arrivé', 'messages incertains sont arrivés')}"
        detail = "L’envoi s’est interrompu. Rien ne repart sans vous."
        yield Task(text, f"{url}#incertains", detail, Ability.EDIT, desk=Role.COORDINATION)
    if stopped and (back := len(stopped_in(structure, stopped))):
        text = f"Vérifier {plural(back, 'courriel')} : les messages reviennent"
        detail = "Ces personnes sont à prévenir autrement."
        yield Task(text, f"{url}#adresses", detail, Ability.EDIT, desk=Role.COORDINATION)


def _of_the_fees(structure: Structure, count: int, amount: Decimal) -> Task:
    """Those asked for and not paid: a figure for the treasurer, never names on a home."""
    text = f"Relancer {plural(count, 'cotisation')} en attente"
    url = reverse("people:fees", args=[structure.slug])
    return Task(text, url, f"{euros(amount)} attendus.", enums.Ability.FEES, desk=Role.TREASURY)
