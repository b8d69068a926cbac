"""What somebody who leaves holds outside: the steps that are theirs with partners, whom to reach there, their calls."""

from collections.abc import Iterable, Iterator

from maillage.kernel import date_in_french, phone_in_french
from maillage.outreach.models import Caller, Convention, NextStep, PartnerContact
from maillage.people.models import Person
from maillage.structures.queries import modules_of, together
from maillage.ui.slots import HandedOver

STEPS, WHO, PAPERS, CALLS = "Étapes avec les partenaires", "Contacts", "Conventions", "Campagnes"


def handover(person: Person) -> Iterator[HandedOver]:
    """Nothing of a module that the structure switched off."""
    modules, where = modules_of(person.structure), person.structure_id
    open_steps = NextStep.objects.filter(owner=person, done_on=None, partner__structure=where)
    steps, theirs = open_steps.select_related("partner"), open_steps.values("partner")
    contacts = PartnerContact.objects.filter(partner__in=theirs).order_by("partner__name", "partner", "pk")
    contacts = contacts.select_related("partner", "person")
    signed = Convention.objects.filter(partner__in=theirs).select_related("partner")
    calls = Caller.objects.filter(person=person, withdrawn_on=None, campaign__structure=where)
    callers = calls.select_related("campaign")
    conventions = signed.prefetch_related("papers__file")
    together(steps, contacts, conventions, callers)
    if "partenaires" in modules:
        yield from _partners(steps, contacts, conventions)
    if "campagnes" in modules:
        for each in callers:
            since = date_in_french(each.added_on)
            yield HandedOver(
                CALLS, f"Appelle dans « {each.campaign.title} », depuis le {since} : lien à retirer."
            )


def _partners(
    steps: Iterable[NextStep], contacts: Iterable[PartnerContact], conventions: Iterable[Convention]
) -> Iterator[HandedOver]:
    for step in steps:
        yield HandedOver(STEPS, f"{step.partner.name} : {step.words}.", step.due_on)
    for contact in contacts:
        card = contact.person
        said = [card.name, contact.title, card.email, phone_in_french(card.phone)]
        yield HandedOver(WHO, f"{contact.partner.name} : {', '.join(filter(None, said))}.")
    for convention in conventions:
        papers = [paper.file for paper in convention.papers.all()]
        yield HandedOver(PAPERS, f"{convention.partner.name} : {convention}.", None, papers)
