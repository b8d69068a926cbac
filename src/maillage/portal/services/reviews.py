"""Who reads the first document of a structure of the demonstration, and what they say; days are counted from today."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from maillage.accounts.models import User
from maillage.dossier.models import Document, Opening
from maillage.dossier.queries.documents import plan_of
from maillage.dossier.services import review, review_requests, review_saying
from maillage.dossier.services.documents import begin
from maillage.dossier.services.review_saying import GivenOpinion, GivenRemark
from maillage.dossier.services.writing import write_section
from maillage.structures.models import Structure

#: Of a remark, as the script says it.
SAID = ("words", "kind", "section", "quotation", "channel")


def play_reviews(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    document = begin(structure, plan_of(structure).key, by=by)
    written = {text.section: text for text in document.section_texts.all()}
    for section, text in script.get("words", {}).items():
        if section not in written:
            write_section(document, section, text, rich=False, version=0, by=by, at=timezone.now())
    for asked in script["asked"]:
        play_opening(asked, document, by=by, today=today)


def play_opening(script: dict[str, Any], document: Document, *, by: User, today: date) -> None:
    """`noted`: whoever is outside writes by mail, and it is typed for them."""
    structure, opened_on = document.structure, today - timedelta(days=script["ago"])
    told = {name: script[name] for name in ("kind", "body", "person", "sections")}
    given = review.GivenOpening(
        **told,
        email=script.get("email", ""),
        partner=structure.partners.filter(name=script["body"]).first(),
        way=script.get("way", "lien"),
        annexes=script.get("annexes", ()),
        wanted_on=opened_on + timedelta(days=script["wanted"]) if "wanted" in script else None,
        until=today + timedelta(days=60),
        decided=script.get("decided", ""),
    )
    opening = review.open_to(document, given, key=uuid4(), by=by, at=at_noon(opened_on), on=opened_on)
    if "told" in script:
        Opening.objects.filter(pk=opening.pk).update(told_at=at_noon(today - timedelta(days=script["told"])))
    for said in script.get("read", ()):
        opening.readings.create(
            section=said["section"],
            version=document.section_texts.filter(section=said["section"])
            .values_list("version", flat=True)
            .first()
            or 0,
            read_at=at_noon(today - timedelta(days=said["ago"])),
        )
    noted = by if script.get("way") == "dossier" else None
    for said in script.get("remarks", ()):
        day = today - timedelta(days=said["ago"])
        told = {name: said[name] for name in SAID if name in said}
        if "wanted" in said:
            told["wanted_on"] = today + timedelta(days=said["wanted"])
        remark = review_saying.note_remark(
            opening, GivenRemark(**told), key=uuid4(), by=noted, at=at_noon(day), on=day
        )
        if answer := said.get("answer"):
            review_saying.answer_remark(remark, answer, by=by, at=at_noon(day + timedelta(days=3)))
    if opinion := script.get("opinion"):
        day = today - timedelta(days=opinion["ago"])
        given_opinion = GivenOpinion(
            opinion["verdict"], opinion["words"], opinion["name"], day, opinion.get("channel", "lien")
        )
        review_saying.give_opinion(opening, given_opinion, key=uuid4(), by=noted, at=at_noon(day), on=day)
    if asked := script.get("asks"):
        review_requests.send_request(opening, asked, key=uuid4(), on=today - timedelta(days=2))


def at_noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
