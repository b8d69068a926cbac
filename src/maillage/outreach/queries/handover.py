"""What somebody who leaves holds outside: the steps that are theirs with partners, whom to reach there, their calls."""

from collections.abc import Iterator

from maillage.kernel import date_in_french, phone_in_french
from maillage.outreach.models import Caller, Convention, NextStep, Partner
from maillage.people.models import Person
from maillage.structures.queries import modules_of
from maillage.ui.slots import HandedOver

STEPS, WHO, PAPERS, CALLS = "Étapes avec les partenaires", "Contacts", "Conventions", "Campagnes"


def handover(person: Person) -> Iterator[HandedOver]:
    """Nothing of a module that the structure switched off."""
    modules = modules_of(person.structure)
    if "partenaires" in modules:
        yield from _partners(person)
    if "campagnes" in modules:
        calling = Caller.objects.filter(
            person=person, withdrawn_on=None, campaign__structure=person.structure_id
        )
        for each in calling.select_related("campaign"):
            since = date_in_french(each.added_on)
            yield HandedOver(
                CALLS, f"Appelle dans « {each.campaign.title} », depuis le {since} : lien à retirer."
            )


def _partners(person: Person) -> Iterator[HandedOver]:
    steps = NextStep.objects.filter(owner=person, done_on=None, partner__structure=person.structure_id)
    theirs = []
    for step in steps.select_related("partner"):
        theirs.append(step.partner_id)
        yield HandedOver(STEPS, f"{step.partner.name} : {step.words}.", step.due_on)
    for partner in Partner.objects.filter(pk__in=theirs).prefetch_related("contacts__person"):
        for contact in partner.contacts.all():
            card = contact.person
            said = [card.name, contact.title, card.email, phone_in_french(card.phone)]
            yield HandedOver(WHO, f"{partner.name} : {', '.join(filter(None, said))}.")
    signed = Convention.objects.filter(partner__in=theirs).select_related("partner")
    for convention in signed.prefetch_related("papers__file"):
        papers = [paper.file for paper in convention.papers.all()]
        yield HandedOver(PAPERS, f"{convention.partner.name} : {convention}.", None, papers)
