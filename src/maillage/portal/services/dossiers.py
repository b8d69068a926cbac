"""The documents of the demonstration, written by several people and some of their clauses chosen."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from maillage import legislation
from maillage.accounts.models import User
from maillage.dossier.models import Document, SectionText
from maillage.dossier.services.clauses import choose
from maillage.dossier.services.commenting import comment
from maillage.dossier.services.documents import begin
from maillage.dossier.services.writing import entrust_section, move_section, write_section
from maillage.structures.models import Structure


def play_document(
    script: Mapping[str, Any], structure: Structure, users: Mapping[str, User], *, by: User
) -> None:
    """A document with its sections, then the clauses of others."""
    now = timezone.now()
    document = begin(structure, script["plan"], by=by)
    for key, told in script.get("sections", {}).items():
        play_section(document, key, told, users, by=by, now=now)
    sections = {section.key: section for section in legislation.plan(script["plan"]).sections}
    for key, options in script.get("clauses", {}).items():
        blanks = script.get("blanks", {})
        choose(document, sections[key], options=options, blanks=blanks, by=by, at=now)


def play_section(
    document: Document,
    key: str,
    told: Mapping[str, Any],
    users: Mapping[str, User],
    *,
    by: User,
    now: datetime,
) -> None:
    said = [(each["ago"], "text", each) for each in told["texts"]]
    said += [(each["ago"], "comment", each) for each in told.get("comments", ())]
    version = 0
    for ago, kind, each in sorted(said, key=lambda one: -one[0]):
        at, who = now - timedelta(days=ago), users[each["by"]]
        if kind == "text":
            row = write_section(document, key, each["text"], rich=False, version=version, by=who, at=at)
            version = row.version
            SectionText.objects.filter(pk=row.pk).update(updated_at=at)
        else:
            comment(document, key, each["words"], quotation=each.get("quotation", ""), by=who, at=at)
    for move in told.get("state", ()):
        move_section(document, key, move, by=by)
    if owner := told.get("owner"):
        entrust_section(document, key, person=None, account=users[owner], by=by)
