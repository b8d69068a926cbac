"""What protocols wait for: a text that changed, a certificate that misses, validators who say no or nothing, a text to review."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from maillage.care.enums import Ability, Validated
from maillage.care.models import Enrolled, Enrolment, LocalValidation, LocalVersion
from maillage.care.queries.protocols import team_of
from maillage.care.types import YearTelling
from maillage.kernel import plural
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import today_in
from maillage.structures.queries.hanging import hang
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Task, Waiting, Wanted, YearDate

MOST = 20


def awaiting(structure: Structure) -> Waiting:
    running, enrolled, versions, due, asked = lists = _lists(structure, today_in(structure))
    yield Wanted(lists)
    hang(running, "team", "enrolment", enrolled)
    hang([each.local for each in running if each.local], "versions", "text", versions)
    for each in running:
        team = team_of(structure, each)
        if team.is_changed:
            yield Task(
                f"Protocole à relire : {team.title}", team.path, "Son texte a changé.", Ability.COORDINATE, None,
                Role.COORDINATION,
            )  # fmt: skip
        lacking = [one for one in each.team.all() if one.role == "delegue" and not one.certificate_id]
        if lacking:
            said = f"{plural(len(lacking), 'attestation')} à joindre : {team.title}"
            yield Task(said, team.path, "", Ability.COORDINATE, None, Role.COORDINATION)
    for version in asked:
        path = reverse("care:local", args=[structure.slug, version.text_id])
        words, detail = (
            ("Validation refusée", "Lisez le motif, puis écrivez la version suivante.")
            if version.is_refused
            else ("Des validateurs ne répondent pas", "Relancez-les depuis la page de ce texte.")
        )
        yield Task(
            f"{words} : {version.text.title}", path, detail, Ability.COORDINATE, None, Role.COORDINATION
        )
    for version in due:
        path = reverse("care:local", args=[structure.slug, version.text_id])
        yield Task(
            f"À relire : {version.text.title}",
            path,
            "",
            Ability.COORDINATE,
            version.review_on,
            Role.COORDINATION,
        )


@prepared
def _lists(
    structure: Structure, today: date
) -> tuple[
    QuerySet[Enrolment],
    QuerySet[Enrolled],
    QuerySet[LocalVersion],
    QuerySet[LocalVersion],
    QuerySet[Any],
]:
    running = Enrolment.objects.filter(structure=structure, ended_on=None)
    enrolled = Enrolled.objects.filter(enrolment__structure=structure, enrolment__ended_on=None)
    followed = LocalVersion.objects.filter(text__in=running.order_by().values("local"))
    answers = LocalValidation.objects.filter(version=OuterRef("pk"))
    asked = LocalVersion.objects.annotate(is_refused=Exists(answers.filter(answer=Validated.NO))).filter(
        Q(is_refused=True) | Exists(answers.filter(answer="", person__isnull=False)),
        text__structure=structure, text__withdrawn_on=None, asked_at__isnull=False, validated_on=None,
        replaced_on=None,
    )  # fmt: skip
    return (
        running.select_related("local")[:MOST],
        enrolled.only("enrolment", "role", "certificate"),
        followed,
        reviews(structure).filter(review_on__lte=today)[:MOST],
        asked.select_related("text").order_by("pk")[:MOST],
    )


def reviews(structure: Structure) -> QuerySet[LocalVersion]:
    """Versions in force that have a day of review: the last validated one of each text that is still followed."""
    rows = LocalVersion.objects.filter(
        text__structure=structure,
        text__withdrawn_on=None,
        validated_on__isnull=False,
        review_on__isnull=False,
    )
    later = LocalVersion.objects.filter(
        text=OuterRef("text"), validated_on__isnull=False, number__gt=OuterRef("number")
    )
    return rows.exclude(Exists(later)).select_related("text").order_by("review_on", "pk")


def year(structure: Structure, first: date, last: date) -> YearTelling:
    versions = reviews(structure).filter(review_on__range=(first, last))
    yield [versions]
    for version in versions:
        path = reverse("care:local", args=[structure.slug, version.text_id])
        if version.review_on:
            yield YearDate(
                version.review_on, f"À relire : {version.text.title}", "Texte de l’équipe", path, "Relire"
            )
