"""Clauses are chosen, and written in their section without undoing what was changed by hand."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from maillage import legislation
from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.dossier.enums import SectionState
from maillage.dossier.models import ClauseChoice, Document, SectionText
from maillage.dossier.queries.clauses import chosen_in, known_blanks, text_of, values_of
from maillage.dossier.rules.cleaning import cleaned
from maillage.dossier.services.writing import locked, must_be_open, write_section
from maillage.kernel import BadInput


@transaction.atomic
def choose(
    document: Document,
    section: legislation.Section,
    *,
    options: Mapping[str, list[str]],
    blanks: Mapping[str, str],
    by: User,
    at: datetime,
) -> bool:
    """Keep what was chosen and typed; write it, unless the words were changed by hand: False then, and nothing of them
    is undone. Raises BadInput for several options of a clause that takes one."""
    row = locked(document, section.key)
    must_be_open(document, row)
    for clause in section.clauses:
        wanted = [option.key for option in clause.options if option.key in options.get(clause.key, [])]
        if len(wanted) > 1 and not clause.several:
            raise BadInput(f"« {clause.question} » n’a qu’une réponse\N{NO-BREAK SPACE}: choisissez-en une.")
        said = {"options": wanted, "chosen_at": at, "chosen_by": by}
        ClauseChoice.objects.update_or_create(text=row, clause=clause.key, defaults=said)
    kept = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    kept.blanks = {key: value for key, value in {**kept.blanks, **blanks}.items() if value}
    kept.save(update_fields=["blanks"])
    document.blanks = kept.blanks
    record(
        f"Document : les clauses de « {section.key} » sont choisies.", by=by.pk, subject=document.structure_id
    )
    if row.html and row.html != row.from_clauses:
        return proposed(document, section, row) == row.html
    write(document, section, version=row.version, by=by, at=at)
    return True


def proposed(document: Document, section: legislation.Section, row: SectionText | None) -> str:
    """What the clauses chosen would write today, as it would be kept."""
    known = known_blanks(document.structure)
    return cleaned(text_of(section, chosen_in(row), values_of(document, known)), rich=True)


@transaction.atomic
def write(
    document: Document, section: legislation.Section, *, version: int, by: User, at: datetime
) -> SectionText:
    """The clauses take the place of the words; those stay among the versions. Raises WrittenMeanwhile."""
    row = locked(document, section.key)
    html = proposed(document, section, row)
    if not html and not row.version:
        return row
    row = write_section(document, section.key, html, rich=True, version=version, by=by, at=at)
    row.from_clauses = row.html
    if row.html and row.state == SectionState.TO_WRITE:
        row.state = SectionState.WRITTEN  # chosen, it is written
    SectionText.objects.filter(pk=row.pk).update(from_clauses=row.from_clauses, state=row.state)
    return row
