"""What a structure waits for of its people."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import euros, plural
from maillage.mail.queries import in_doubt_about, stopped_about
from maillage.people import enums
from maillage.people.enums import Belonging
from maillage.people.models import Adhesion, Fee
from maillage.people.queries import desk
from maillage.people.queries.fees import UNPAID
from maillage.people.queries.in_step import rereadings, watched
from maillage.people.queries.joining import TOGETHER
from maillage.people.queries.members import Roll, by_kind, counts_of, is_in
from maillage.people.queries.reaching import stopped_in
from maillage.people.queries.table import around_the_table, information_of, seats_of
from maillage.structures.enums import Ability, Role
from maillage.structures.models import Structure
from maillage.structures.queries import founded_on, told_to
from maillage.ui.slots import HomeFigure, Task, Waiting, Wanted


def awaiting(structure: Structure) -> Waiting:
    """Who asks to join, whom the directory says otherwise, who is still to bring in, then how the territory was told."""
    counted = {
        "asking": structure.join_requests.filter(settled_on=None),
        "doubts": in_doubt_about(structure.pk),
        "stopped": stopped_about(structure.pk),
        "belonging": Adhesion.objects.filter(is_in(timezone.localdate()), person__structure=structure),
    }
    today, roll = timezone.localdate(), Roll(structure, on=timezone.localdate())
    unpaid = Fee.objects.filter(UNPAID, person__structure=structure)
    owed = unpaid.order_by().values_list("person__structure").annotate(count=Count("pk"), sum=Sum("amount"))
    followed, desks = watched(roll), desk.desks_of(structure)
    members = counts_of(structure, on=today)
    there = yield Wanted([owed, followed, desks, members], counted)
    yield from _figures(structure, by_kind(structure, members))
    if waiting := there["asking"]:
        text = f"Répondre à {plural(waiting, 'demande')} d’adhésion"
        url = f"{reverse('people:members', args=[structure.slug])}#demandes"
        detail = "Chacune dit ce que vos règles en pensent."
        yield Task(text, url, detail, Ability.EDIT, desk=Role.COORDINATION)
    for _, count, amount in owed:
        yield _of_the_fees(structure, count, amount)
    yield from _of_the_mail(structure, there["doubts"], there["stopped"])
    if again := len(rereadings(structure, followed)):
        url = reverse("people:in_step", args=[structure.slug])
        text = f"Relire {plural(again, 'fiche')}"
        detail = "L’annuaire national dit autre chose."
        yield Task(text, url, detail, Ability.EDIT, desk=Role.COORDINATION)
    team = reverse("people:team", args=[structure.slug])
    around = around_the_table(structure)
    if not around.counts:
        words = (
            "Dire qui porte et qui s’engage"
            if around.people or there["belonging"]
            else "Poser le tour de table"
        )
        yield Task(words, team, "Qui porte, qui s’engage, qui reste à associer.", Ability.EDIT)
    elif broken := [finding for finding in around.gaps if finding.status == "broken"]:
        text = f"Approcher ceux qui manquent : {plural(len(broken), 'point')}"
        lacking = reverse("people:lacking", args=[structure.slug])
        yield Task(text, lacking, broken[0].sentence, Ability.EDIT)
    if founded_on(structure.form) == "territory" and not information_of(structure):
        yield Task(f"Noter comment {told_to(structure.form)}", f"{team}#information", ability=Ability.EDIT)
    yield from desk.awaiting(structure, next(iter(desks), None), today)


def _figures(structure: Structure, members: Mapping[Belonging, int]) -> Iterator[HomeFigure]:
    around = len(seats_of(structure))
    if around or not any(members.values()):  # some belonged before anybody said who carries the project
        yield HomeFigure("Autour de la table", around, "personnes")
    for kind, count in members.items():
        if count:
            yield HomeFigure(TOGETHER[kind], count, "aujourd’hui")
    if meetings := information_of(structure):
        yield HomeFigure("Informations données", len(meetings))


def _of_the_mail(structure: Structure, doubts: int, stopped: int) -> Iterator[Task]:
    """Doubts that only a person settles, then addresses that send back what they are written."""
    url = reverse("people:unreached", args=[structure.slug])
    if doubts:
        text = f"Dire si {plural(doubts, 'message incertain est arrivé', 'messages incertains sont arrivés')}"
        detail = "L’envoi s’est interrompu. Rien ne repart sans vous."
        yield Task(text, f"{url}#incertains", detail, Ability.EDIT, desk=Role.COORDINATION)
    if stopped and (back := len(stopped_in(structure))):
        text = f"Vérifier {plural(back, 'courriel')} : les messages reviennent"
        detail = "Ces personnes sont à prévenir autrement."
        yield Task(text, f"{url}#adresses", detail, Ability.EDIT, desk=Role.COORDINATION)


def _of_the_fees(structure: Structure, count: int, amount: Decimal) -> Task:
    """Those asked for and not paid: a figure for the treasurer, never names on a home."""
    text = f"Relancer {plural(count, 'cotisation')} en attente"
    url = reverse("people:fees", args=[structure.slug])
    return Task(text, url, f"{euros(amount)} attendus.", enums.Ability.FEES, desk=Role.TREASURY)
