"""What the author of an idea is written, at each change: what is answered, decided, done."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from maillage.governance.models import Idea, Task
from maillage.governance.queries.ideas import followed
from maillage.kernel import visible, with_no_break_spaces
from maillage.links.models import Link
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.queries.addresses import is_address
from maillage.people.queries.desk import contact_of
from maillage.people.services import doors_to


def tell_author(idea: Idea, what: str, said: str, reason: str, *, at: datetime) -> None:
    """Once for each `what`; to nobody who gave no address, or left. In the transaction of the change."""
    who = idea.person or idea.account
    if who is None or not is_address(who.email):
        return
    structure = idea.structure
    read = f"La lire, et ce qu’on en dit : {idea.site.rstrip('/')}{_path(idea, at)}"
    opening = f"Vous avez proposé une idée à « {structure.name} » : {idea.title}."
    fresh = Idea.objects.select_related("decision").get(pk=idea.pk)
    body = [opening, said, reason, f"Où elle en est : {followed(fresh)}", read, structure.name]
    post(
        f"governance.idea {idea.pk} {what}",
        subject=with_no_break_spaces(" ".join(f"Votre idée : {idea.title}".split())),
        body=with_no_break_spaces(visible("\n\n".join(filter(None, body)))),
        sender=" ".join(structure.name.split()),
        to=[To(who.email, " ".join(who.name.split()))],
        at=at,
        reply_to=contact_of(structure),
        about=structure.pk,
    )


def _path(idea: Idea, at: datetime) -> str:
    """By the link of their card, else by their account."""
    if idea.person is None:
        return reverse("governance:idea", args=[idea.structure.slug, idea.pk])
    link: Link = doors_to([idea.person], on=timezone.localdate(at))[idea.person.pk]
    return link.step(f"idee-{idea.pk}")


def tell_done(task: Task, *, at: datetime) -> None:
    """A task was done: the authors of the ideas that it flows from learn it, once."""
    for idea in task.ideas.select_related("structure", "person", "account"):
        tell_author(idea, f"done {task.pk} {task.done_on}", f"C’est fait : {task.title}.", "", at=at)
