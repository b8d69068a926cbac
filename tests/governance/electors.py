"""An assembly of many, each with a voice, and an urn that is open: for what happens when they all vote at once."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from maillage.accounts.models import User
from maillage.governance.models import Instance, Meeting, Vote
from maillage.governance.services import votes
from maillage.people.enums import Belonging
from maillage.people.models import Adhesion, Person
from maillage.structures.models import Structure

SITE = "http://testserver/"


def assembly_of(structure: Structure, people: int, *, by: User) -> Vote:
    """A secret vote at a distance, open, where so many have a voice: nobody has to be there."""
    cards = Person.objects.bulk_create(
        Person(
            structure=structure, name=f"Électeur {rank}", called=f"electeur {rank}", profession="infirmier"
        )
        for rank in range(people)
    )
    since = timezone.localdate() - timedelta(days=30)
    Adhesion.objects.bulk_create(
        Adhesion(person=each, kind=Belonging.ADHERENT, since=since) for each in cards
    )
    assembly = Instance.objects.create(structure=structure, kind="ag", name="Assemblée")
    now = timezone.now()
    meeting = Meeting.objects.create(
        instance=assembly, title="Assemblée", starts_at=now, ends_at=now + timedelta(hours=2)
    )
    given = votes.GivenVote("On le fait", is_secret=True, is_remote=True)
    made = votes.prepare(meeting, given, key=uuid4(), by=by)
    return votes.open_vote(made, by=by, at=now, site=SITE, writes=False)
