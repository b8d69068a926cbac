"""The file of a *dialogue de gestion*, and its *relevé de conclusions*."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from maillage.documents import types as doc
from maillage.dossier.queries.dialogue import Row, Thread, Told, rate_said
from maillage.kernel import amount, date_in_french, euros, integer, plural
from maillage.structures.models import Structure

UNKNOWN = "inconnu"
TWO_YEARS = (
    "Les chiffres comptent l’année de contrat, d’un anniversaire de la signature à l’autre. L’année civile du rapport "
    "d’activité et l’exercice des comptes sont d’autres années."
)

HOURS = (
    "Le temps indemnisé est celui des demandes approuvées, selon le barème voté. Le temps bénévole est celui des réunions "
    "tenues pour une action de la mission, que le barème ne paie pas ou dont la personne a renoncé à sa demande. Il est "
    "compté à part, en heures, et ne vaut ici aucun euro."
)


def dialogue_file(told: Told, structure: Structure, *, on: date) -> doc.Document:
    """What is sent before the meeting."""
    first, last = told.days
    period = f"du {date_in_french(first)} au {date_in_french(last)}"
    meets = told.dialogue.meets_on
    facts = (
        ("Structure", structure.name),
        ("Contrat", f"{told.contract.name}, signé le {date_in_french(told.contract.signed_on)}"),
        ("Année de contrat", f"{told.dialogue.number}, {period}"),
        ("Dialogue de gestion", date_in_french(meets) if meets else "à fixer"),
        ("Population du contrat", integer(told.contract.population) if told.contract.population else UNKNOWN),
    )
    return doc.Document(
        title=f"Dossier de dialogue de gestion, année {told.dialogue.number}",
        author=structure.name,
        date=on,
        draft="" if told.dialogue.closed_on else "Brouillon",
        opening=(doc.Facts(facts), doc.Paragraph(TWO_YEARS)),
        sections=tuple(doc.Section(each.label, tuple(mission(each))) for each in told.threads),
    )


def mission(thread: Thread) -> Iterator[doc.Block]:
    yield doc.Facts(
        (
            ("Démarrage déclaré", date_in_french(thread.starts_on) if thread.starts_on else UNKNOWN),
            ("Part fixe de l’année", _sum(thread.fixed)),
            ("Part variable de l’année", _sum(thread.variable)),
        )
    )
    yield doc.Heading("Actions de l’année")
    if thread.actions:
        yield doc.Table(
            headers=("N°", "Action", "Responsable", "Dates", "État"),
            rows=tuple(
                (
                    str(each.number),
                    each.title,
                    str(each.owner) if each.owner else "personne encore",
                    " au ".join(date_in_french(day) for day in (each.starts_on, each.ends_on) if day),
                    f"{each.get_state_display()}{f' : {each.reason}' if each.reason else ''}",
                )
                for each in thread.actions
            ),
        )
    else:
        yield doc.Paragraph("Aucune action datée de l’année n’est rattachée à cette mission.")
    yield doc.Heading("Indicateurs")
    yield indicators(thread.rows)
    if thread.events:
        yield doc.Heading("Contexte")
        yield doc.Facts(tuple((date_in_french(each.on), each.words) for each in thread.events))
    yield doc.Heading("Moyens")
    means = thread.means
    yield doc.Facts(
        (
            ("Dépenses approuvées", euros(means.spent)),
            ("Temps indemnisé", f"{means.hours}, {euros(means.granted)}"),
            ("Ensemble", euros(means.total)),
            ("Temps bénévole, en plus", means.volunteer_hours),
        )
    )
    yield doc.Paragraph(HOURS)
    yield doc.Heading("Pièces")
    if thread.evidences:
        yield doc.Table(
            headers=("N°", "Intitulé", "Date"),
            rows=tuple(
                (str(each.number), each.title, date_in_french(each.dated_on)) for each in thread.evidences
            ),
        )
    else:
        yield doc.ToComplete("Aucune pièce n’est jointe pour cette année.")
    for title, words in (
        ("Difficultés", thread.sheet.difficulties),
        ("Demandes aux partenaires", thread.sheet.asks),
        ("Proposition pour l’an prochain", thread.sheet.next_year),
    ):
        if words:
            yield doc.Heading(title)
            yield doc.Paragraph(words)


def indicators(rows: Sequence[Row]) -> doc.Block:
    return doc.Table(
        headers=("Indicateur", "Départ", "Cible", "Valeur", "Poids", "Taux proposé"),
        rows=tuple(
            (
                row.label if row.indicator else "La mission dans son ensemble",
                _said(row, row.indicator.base if row.indicator else None),
                _said(row, row.indicator.target if row.indicator else None),
                _said(row, row.value),
                amount(row.indicator.weight, "%") if row.indicator and row.indicator.weight else UNKNOWN,
                row.proposed_said or UNKNOWN,
            )
            for row in rows
        ),
        align="lrrrrr",
    )


def conclusions(told: Told, structure: Structure, *, on: date) -> doc.Document:
    """The *relevé de conclusions*: what both sides take away."""
    dialogue = told.dialogue
    facts = (
        ("Contrat", told.contract.name),
        ("Année de contrat", str(dialogue.number)),
        ("Dialogue tenu le", date_in_french(dialogue.meets_on) if dialogue.meets_on else "à fixer"),
        ("Lieu", dialogue.place),
        ("Participants", dialogue.participants),
        ("Accord donné par", dialogue.agreed_by),
    )
    return doc.Document(
        title="Relevé de conclusions",
        subtitle=f"Dialogue de gestion, année {dialogue.number}",
        author=structure.name,
        date=on,
        draft="" if dialogue.closed_on else "Brouillon",
        opening=(doc.Facts(facts),),
        sections=tuple(_conclusions(told)),
    )


def _conclusions(told: Told) -> Iterator[doc.Section]:
    dialogue = told.dialogue
    rows = tuple(
        (
            each.label,
            rate_said(each.proposed_rate) or UNKNOWN,
            "désaccord" if each.is_disputed else each.rate_said or UNKNOWN,
            _sum(each.variable),
            _sum(each.variable_kept),
        )
        for each in told.threads
    )
    sums = [each.variable_kept for each in told.threads]
    total = sum((each for each in sums if each is not None), Decimal())
    lacking = sum(each is None for each in sums)
    note = f"Sans {plural(lacking, 'mission', 'missions')} dont la somme n’est pas connue." if lacking else ""
    yield doc.Section(
        "Par mission",
        (
            doc.Table(
                headers=("Mission", "Proposé", "Retenu", "Part variable", "À notifier"),
                rows=rows,
                total=("Ensemble", "", "", "", euros(total)),
                align="lrrrr",
                notes=(note,) if note else (),
            ),
        ),
    )
    reasons = tuple(
        (row.label, row.position.reason)
        for thread in told.threads
        for row in thread.rows
        if row.position.reason
    )
    if reasons:
        yield doc.Section("Motifs", (doc.Facts(reasons),))
    targets = tuple(
        (row.label, row.said(row.position.next_target))
        for thread in told.threads
        for row in thread.rows
        if row.position.next_target is not None
    )
    if targets:
        yield doc.Section("Cibles de l’an prochain", (doc.Facts(targets),))
    agreed = [each for each in (dialogue.conclusions, dialogue.avenant, dialogue.next_dates) if each]
    if agreed:
        yield doc.Section("Ce qui est convenu", tuple(doc.Paragraph(each) for each in agreed))
    if told.disputed:
        yield doc.Section("Désaccords", tuple(_disputes(told)))


def _disputes(told: Told) -> Iterator[doc.Block]:
    for row in told.disputed:
        yield doc.Heading(row.label)
        yield doc.Paragraph(row.position.reason)
        steps = tuple((date_in_french(each.on), each.words) for each in row.dispute)
        if steps:
            yield doc.Facts(steps)


def _sum(value: Decimal | None) -> str:
    return UNKNOWN if value is None else euros(value)


def _said(row: Row, value: Decimal | None) -> str:
    return row.said(value) or UNKNOWN
