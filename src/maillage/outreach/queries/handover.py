"""What somebody who leaves holds outside: the steps that are theirs with partners, whom to reach there, their calls."""

from collections.abc import Iterable, Iterator
from datetime import date

from maillage.files.models import File
from maillage.kernel import date_in_french, phone_in_french
from maillage.outreach.models import Caller, Convention, ConventionPaper, NextStep, PartnerContact
from maillage.people.models import Person
from maillage.structures.queries import modules_of, together
from maillage.ui.slots import HandedOver

STEPS, WHO, PAPERS, CALLS = "Étapes avec les partenaires", "Contacts", "Conventions", "Campagnes"
#: Partner, name, title, address, telephone.
Reached = tuple[str, str, str, str, str]
#: Number, partner, title, first day.
Signed = tuple[int, str, str, date]


def handover(person: Person) -> Iterator[HandedOver]:
    """Nothing of a module that the structure switched off."""
    modules, where = modules_of(person.structure), person.structure_id
    open_steps = NextStep.objects.filter(owner=person, done_on=None, partner__structure=where)
    steps, theirs = open_steps.values_list("partner__name", "words", "due_on"), open_steps.values("partner")
    reached = PartnerContact.objects.filter(partner__in=theirs).order_by("partner__name", "partner", "pk")
    # A coordinator may have hundreds: what is said of them is read, not their cards.
    contacts = reached.values_list("partner__name", "person__name", "title", "person__email", "person__phone")
    signed = Convention.objects.filter(partner__in=theirs).order_by("-starts_on", "-pk")
    conventions = signed.values_list("pk", "partner__name", "title", "starts_on")
    kept = ConventionPaper.objects.filter(convention__partner__in=theirs).select_related("file")
    papers = kept.order_by("file__added_at", "pk")
    calls = Caller.objects.filter(person=person, withdrawn_on=None, campaign__structure=where)
    callers = calls.select_related("campaign")
    together(steps, contacts, conventions, papers, callers)
    if "partenaires" in modules:
        yield from _partners(steps, contacts, conventions, papers)
    if "campagnes" in modules:
        for each in callers:
            since = date_in_french(each.added_on)
            yield HandedOver(
                CALLS, f"Appelle dans « {each.campaign.title} », depuis le {since} : lien à retirer."
            )


def _partners(
    steps: Iterable[tuple[str, str, date]],
    contacts: Iterable[Reached],
    conventions: Iterable[Signed],
    papers: Iterable[ConventionPaper],
) -> Iterator[HandedOver]:
    for partner, words, due in steps:
        yield HandedOver(STEPS, f"{partner} : {words}.", due)
    for partner, name, title, email, phone in contacts:
        said = [name, title, email, phone_in_french(phone)]
        yield HandedOver(WHO, f"{partner} : {', '.join(filter(None, said))}.")
    files: dict[int, list[File]] = {}
    for paper in papers:
        files.setdefault(paper.convention_id, []).append(paper.file)
    for pk, partner, title, _ in conventions:
        yield HandedOver(PAPERS, f"{partner} : {title}.", None, files.get(pk, []))
