"""How far the procès-verbal of a meeting is, and who signs it."""

from maillage.governance.enums import CHAIRS, Office, Signer
from maillage.governance.models import Decision, Meeting, Minutes
from maillage.governance.queries.seats import holders_of
from maillage.people.models import Person

#: Signed by whoever holds one of these offices.
OFFICES = {
    Signer.PRESIDENCE: CHAIRS,
    Signer.VICE: (Office.VICE,),
    Signer.TRESORERIE: (Office.TRESORERIE,),
    Signer.SECRETARIAT: (Office.SECRETARIAT,),
}


def minutes_of(meeting: Meeting) -> Minutes | None:
    return Minutes.objects.select_related("approval__meeting").filter(meeting=meeting).first()


def approval_of(meeting: Meeting) -> Decision | None:
    """The decision by which a later sitting approved it."""
    found = minutes_of(meeting)
    return found.approval if found else None


def who_signs(meeting: Meeting, signer: Signer) -> list[Person]:
    """Who may sign in this quality: who held the office on the day of the meeting, or presided it, or wrote."""
    if signer in OFFICES:
        holders = holders_of(meeting.instance, OFFICES[signer], on=meeting.day)
        return list({mandate.person_id: mandate.person for mandate in holders}.values())
    person = meeting.chair if signer == Signer.SITTING else meeting.secretary
    return [person] if person else []


def unsigned(minutes: Minutes) -> list[Signer]:
    """The qualities in which nobody signed yet; none when the statutes ask none."""
    signed = set(minutes.signatures.values_list("signer", flat=True))
    return [each for each in minutes.meeting.instance.signers if each not in signed]
