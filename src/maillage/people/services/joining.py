"""Joining: the rules of the statutes, a demand, the answer of the bureau, leaving."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.files.models import File
from maillage.files.services import drop as drop_file
from maillage.kernel import BadInput, date_in_french, plural
from maillage.links.models import Link
from maillage.links.services import open_link, renew
from maillage.people.enums import Belonging, Standing
from maillage.people.models import (
    Adhesion,
    Admitted,
    CardDoor,
    College,
    Fee,
    JoiningRules,
    JoinRequest,
    Payment,
    Person,
)
from maillage.people.queries.joining import Territory, judged, kinds_of_belonging, not_over, whose
from maillage.people.rules import communes_said
from maillage.people.services.presence import set_own_themes
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

#: The purpose of the public page where one asks to join (links.door_of).
DOOR = "adhesion"
#: Health professionals who practise: what most statutes admit, until somebody says otherwise.
USUALLY = (Standing.LIBERAL, Standing.SALARIED, Standing.REPLACING)


@dataclass(frozen=True, slots=True)
class GivenRules:
    admitted: Collection[str]
    is_open: bool = True
    is_automatic: bool = False
    needs_territory: bool = True
    statutes_url: str = ""
    welcome: str = ""
    shows_page: bool = False
    purpose: str = ""
    names_people: bool = False
    colleges: Sequence[str] = ()
    themes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class GivenDemand:
    """What somebody says of themselves; `rpps` is judged already."""

    name: str
    profession: str
    practice: str
    commune: str
    email: str
    represented: str = ""
    workplace: str = ""
    rpps: str = ""
    phone: str = ""
    preferred: str = ""
    shows_email: bool = False
    shows_phone: bool = False


@transaction.atomic
def set_rules(structure: Structure, given: GivenRules, *, by: User) -> JoiningRules:
    """Write the rules of the statutes; the first time opens the link. Raises BadInput for a college in use taken away."""
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if unknown := [standing for standing in given.admitted if standing not in Standing]:
        raise BadInput(f"La qualité « {unknown[0]} » n’est pas reconnue.", field="admitted")
    settings = {
        "is_open": given.is_open,
        "is_automatic": given.is_automatic,
        "needs_territory": given.needs_territory,
        "statutes_url": given.statutes_url,
        "welcome": given.welcome,
        "shows_page": given.shows_page,
        "purpose": given.purpose,
        "names_people": given.names_people,
    }
    rules = JoiningRules.objects.filter(structure=structure).first()
    if rules is None:
        rules = JoiningRules.objects.create(structure=structure, link=open_link(DOOR), **settings)
    else:
        JoiningRules.objects.filter(pk=rules.pk).update(**settings)
    rules.admitted.exclude(standing__in=given.admitted).delete()
    for standing in given.admitted:
        Admitted.objects.get_or_create(rules=rules, standing=standing)
    _set_colleges(structure, given.colleges)
    set_own_themes(structure, given.themes)
    record("Les règles d’adhésion sont enregistrées.", by=by.pk, subject=structure.pk)
    return rules


@transaction.atomic
def give_statutes(rules: JoiningRules, file: File | None, *, by: User) -> None:
    """The statutes to read behind the link; None takes them away. Those before go."""
    kept = JoiningRules.objects.select_for_update(of=("self",)).select_related("statutes").get(pk=rules.pk)
    before = kept.statutes
    if before == file:
        return
    JoiningRules.objects.filter(pk=kept.pk).update(statutes=file)
    if before:
        drop_file(before)
    said = f"Statuts donnés à lire : {file.name}." if file else "Les statuts ne sont plus donnés à lire."
    record(said, by=by.pk, subject=kept.structure_id)


def _set_colleges(structure: Structure, names: Sequence[str]) -> None:
    for college in structure.colleges.exclude(name__in=names):
        if college.adhesions.exists():
            raise BadInput(
                f"Des personnes sont dans le collège « {college.name} » : changez d’abord leur collège, puis retirez-le.",
                field="colleges",
            )
        college.delete()
    for name in names:
        College.objects.get_or_create(structure=structure, name=name)


@transaction.atomic
def renew_door(rules: JoiningRules, *, by: User) -> None:
    """Another address: the one before and its posters lead nowhere."""
    renew(rules.link)
    record("Le lien d’adhésion est remplacé.", by=by.pk, subject=rules.structure_id)


@transaction.atomic
def ask_to_join(
    rules: JoiningRules, given: GivenDemand, *, college: College | None, key: UUID, on: date
) -> JoinRequest:
    """Keep a demand; accept it at once where the rules say so, all is fulfilled and it fits no other card.

    The same key asks once. Raises BadInput when demands are closed.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=rules.structure_id)
    if there := sent_before(structure.join_requests, key):
        return there
    if not rules.is_open:
        raise BadInput(f"« {structure.name} » ne reçoit pas de demande en ce moment.")
    said = communes_said([given.commune]).get(given.commune)
    demand = JoinRequest.objects.create(
        structure=structure,
        key=key,
        asked_on=on,
        college=college,
        **asdict(given) | {"commune": said.kept if said else ""},
    )
    record("Une demande d’adhésion est reçue.", by=None, subject=structure.pk)
    fits = any(True for _ in whose(demand, structure.people.all()))
    others = structure.join_requests.filter(settled_on=None).exclude(pk=demand.pk)
    if rules.is_automatic and not fits and not any(True for _ in whose(demand, _as_cards(others))):
        territory = Territory(structure.territory.codes)
        if judged(rules, demand, territory).verdict == "yes":
            _accept(demand, None, college=college, on=on)
            record("Une adhésion est acceptée d’office, selon vos règles.", by=None, subject=structure.pk)
    return demand


def _as_cards(demands: Collection[JoinRequest]) -> list[Person]:
    """What `whose` reads of a card, said by demands that wait."""
    return [Person(name=each.name, profession=each.profession, rpps=each.rpps) for each in demands]


@transaction.atomic
def accept(
    demand: JoinRequest, card: Person | None, *, college: College | None = None, by: User, on: date
) -> Adhesion:
    """Let somebody in, on a card or a new one. Raises BadInput when it is settled, or for one who belongs already."""
    demand = _waiting(demand)
    adhesion = _accept(demand, card, college=college or demand.college, on=on)
    record(f"L’adhésion de {adhesion.person.name} est acceptée.", by=by.pk, subject=demand.structure_id)
    return adhesion


@transaction.atomic
def refuse(demand: JoinRequest, reason: str, *, by: User, on: date) -> JoinRequest:
    """Say no, and why; the demand as it is settled. Raises BadInput without a reason, or when it is settled."""
    if not reason.strip():
        raise BadInput("Dites pourquoi : la personne reçoit ce motif.", field="reason")
    demand = _waiting(demand)
    demand.settled_on, demand.reason = on, reason.strip()
    demand.save(update_fields=["settled_on", "reason"])
    record("Une demande d’adhésion est refusée.", by=by.pk, subject=demand.structure_id)
    return demand


def _waiting(demand: JoinRequest) -> JoinRequest:
    Structure.objects.select_for_update(of=("self",)).get(pk=demand.structure_id)
    demand = JoinRequest.objects.get(pk=demand.pk)
    if demand.settled_on:
        raise BadInput("Quelqu’un vient de répondre à cette demande : la page est à jour.")
    return demand


def _accept(demand: JoinRequest, card: Person | None, *, college: College | None, on: date) -> Adhesion:
    given = {name: getattr(demand, name) for name in KEPT}
    bearers = demand.structure.people.filter(rpps=demand.rpps).exclude(pk=card.pk if card else 0)
    if demand.rpps and bearers.exists():
        raise BadInput("Ce numéro RPPS est sur une autre fiche : acceptez la demande sur cette fiche.")
    if card is None:
        card = Person.objects.create(
            structure_id=demand.structure_id,
            engagement="",
            is_fictitious=demand.structure.is_fictitious,
            checked_on=on,
            **given,
        )
    else:
        _complete(card, given)
    kind = kinds_of_belonging(demand.structure.form)[0]
    adhesion = _belong(card, kind, college=college, parts=None, on=on)
    demand.settled_on, demand.adhesion = on, adhesion
    demand.save(update_fields=["settled_on", "adhesion"])
    return adhesion


#: What a demand brings to a card.
KEPT = (
    "name",
    "profession",
    "practice",
    "represented",
    "commune",
    "workplace",
    "rpps",
    "email",
    "phone",
    "preferred",
    "shows_email",
    "shows_phone",
)


def _complete(card: Person, given: dict[str, object]) -> None:
    """Fill what the card does not say. What it says is never written over in silence."""
    missing = {name: value for name, value in given.items() if value and not getattr(card, name)}
    missing = {name: value for name, value in missing.items() if not name.startswith("shows_")}
    for name, value in missing.items():
        setattr(card, name, value)
    card.save(update_fields=list(missing))


@transaction.atomic
def enter(
    card: Person,
    kind: str,
    *,
    college: College | None = None,
    parts: int | None = None,
    by: User,
    on: date,
) -> Adhesion:
    """Somebody belongs from this day. Raises BadInput for one who belongs already in that quality."""
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=card.structure_id)
    if kind not in kinds_of_belonging(structure.form):
        raise BadInput("On n’appartient pas à cette structure à ce titre.", field="kind")
    adhesion = _belong(card, Belonging(kind), college=college, parts=parts, on=on)
    record(f"{card.name} entre comme {adhesion.get_kind_display().lower()}.", by=by.pk, subject=structure.pk)
    return adhesion


def _belong(
    card: Person, kind: Belonging, *, college: College | None, parts: int | None, on: date
) -> Adhesion:
    held = Adhesion.objects.filter(not_over(on), person=card, kind=kind).order_by("until").first()
    if held and held.until:
        raise BadInput(
            f"{card.name} est déjà {kind.label.lower()}, jusqu’au {date_in_french(held.until)} : corrigez cette date "
            "sur sa fiche."
        )
    try:
        with transaction.atomic():
            return Adhesion.objects.create(person=card, kind=kind, college=college, parts=parts, since=on)
    except IntegrityError:
        raise BadInput(f"{card.name} est déjà {kind.label.lower()} : rien n’est changé.") from None


@transaction.atomic
def leave(adhesion: Adhesion, *, by: User, on: date) -> None:
    """Belong no more from this day. Twice, it is written once. Raises BadInput for a day before it began."""
    if on < adhesion.since:
        raise BadInput("Ce départ est avant l’entrée : vérifiez sa date.", field="until")
    if Adhesion.objects.filter(not_over(on), pk=adhesion.pk).update(until=on):
        words = f"{adhesion.person.name} n’est plus {adhesion.get_kind_display().lower()}."
        record(words, by=by.pk, subject=adhesion.person.structure_id)


@transaction.atomic
def correct_adhesion(
    adhesion: Adhesion, *, since: date, until: date | None, college: College | None, by: User
) -> None:
    """What was typed wrong of it; without an end, who was said gone belongs again. Fees that were asked stay.

    Raises BadInput for days that cannot be, or that another one of this person covers, and for parts of a company.
    """
    kept = _to_change(adhesion)
    if until and until < since:
        raise BadInput("Ce départ est avant l’entrée : vérifiez les deux dates.", field="until")
    others = Adhesion.objects.filter(person=kept.person, kind=kept.kind).exclude(pk=kept.pk)
    others = others.filter(not_over(since), since__lt=until or date.max)
    if there := others.first():
        raise BadInput(
            f"Ces jours sont déjà ceux d’une autre ligne, depuis le {date_in_french(there.since)}."
        )
    kept.since, kept.until, kept.college = since, until, college
    kept.save(update_fields=["since", "until", "college"])
    record(f"L’adhésion de {kept.person.name} est corrigée.", by=by.pk, subject=kept.person.structure_id)


@transaction.atomic
def withdraw_adhesion(adhesion: Adhesion, *, by: User) -> None:
    """It was noted by mistake: nothing of it stays. Raises BadInput as `correct_adhesion`, and for what was asked or paid."""
    kept = _to_change(adhesion)
    if JoinRequest.objects.filter(adhesion=kept).exists():
        raise BadInput("Cette personne a demandé à entrer : notez plutôt son départ.")
    fees = Fee.objects.filter(person=kept.person, until__gt=kept.since, since__lt=kept.until or date.max)
    if fees.filter(payment__isnull=False).exists():
        raise BadInput(
            "Une cotisation est reçue pour ces jours : annulez d’abord son reçu, ou notez un départ."
        )
    if not kept.person.adhesions.exclude(pk=kept.pk).exists():
        fees.delete()  # nobody owes for an entry that never was
    name, structure = kept.person.name, kept.person.structure_id
    kept.delete()
    record(f"{name} : une entrée notée par erreur est retirée.", by=by.pk, subject=structure)


def _to_change(adhesion: Adhesion) -> Adhesion:
    Structure.objects.select_for_update(of=("self",)).get(pk=adhesion.person.structure_id)
    kept = Adhesion.objects.select_related("person").filter(pk=adhesion.pk).first()
    if kept is None:
        raise BadInput("Cette ligne vient d’être retirée : la page est à jour.")
    if kept.kind == Belonging.ASSOCIE:
        raise BadInput("Les parts de la société se changent sur leur page.")
    return kept


@transaction.atomic
def change_parts(adhesion: Adhesion, parts: int, *, by: User, on: date) -> Adhesion:
    """Hold another number of parts from this day; what was held before stays written. Twice, it is written once.

    Raises BadInput for parts held no more, and for a day before they were.
    """
    person = adhesion.person
    Structure.objects.select_for_update(of=("self",)).get(pk=person.structure_id)
    held = Adhesion.objects.filter(person=person, kind=adhesion.kind, until=None).first()
    if held is None:
        raise BadInput(f"{person.name} n’a plus de parts : la page est à jour.")
    if on < held.since:
        raise BadInput("Ce mouvement est avant l’entrée : vérifiez sa date.", field="on")
    if held.parts == parts:
        return held
    if on == held.since:
        held.parts = parts
        held.save(update_fields=["parts"])
    else:
        held.until = on
        held.save(update_fields=["until"])
        held = Adhesion.objects.create(
            person=person, kind=held.kind, college=held.college, parts=parts, since=on
        )
    record(f"{person.name} détient {plural(parts, 'part')}.", by=by.pk, subject=person.structure_id)
    return held


@transaction.atomic
def erase(structure: Structure) -> None:
    """A structure is erased: what its legal persons received goes before them, and its links."""
    Fee.objects.filter(Q(person__structure=structure) | Q(payment__structure=structure)).delete()
    Payment.objects.filter(structure=structure).delete()
    doors = Q(joining_rules__structure=structure) | Q(card_door__person__structure=structure)
    doors |= Q(diary_of__person__structure=structure)
    links = list(Link.objects.filter(doors).values_list("pk", flat=True))
    JoiningRules.objects.filter(structure=structure).delete()
    CardDoor.objects.filter(person__structure=structure).delete()
    Link.objects.filter(pk__in=links).delete()
