"""What this room writes by itself in a document: each a function of a structure and of the day of the document."""

from collections.abc import Iterable
from datetime import date

from maillage import legislation
from maillage.documents import types as doc
from maillage.dossier.enums import DeclaredKind
from maillage.dossier.models import DeclaredRow
from maillage.geography import atlas
from maillage.kernel import BadInput, date_in_french, decimal_in_french, integer, plural
from maillage.people.enums import Engagement
from maillage.people.queries import attendance_in_words, information_of, seats_of
from maillage.people.queries.desk import spokesperson_line
from maillage.structures.models import LegalPersonMove, RecognitionMove, Structure
from maillage.structures.queries import (
    DueDate,
    carriers,
    due_dates,
    founded_on,
    has_missions,
    label_of_form,
    opened_at,
    signature_of,
    still_planned,
    ties_of,
)
from maillage.territories.queries import Drawing, drawing_of_territory, map_of

TO_FIX = "à fixer"
RNA = "Numéro RNA"


def form_name(key: str) -> str:
    """« Maison de santé pluriprofessionnelle »; its key for a form that the law has no more."""
    return next((entry.full_name for entry in legislation.every_form() if entry.key == key), key)


def identity(structure: Structure, *, on: date) -> tuple[doc.Block, ...]:
    founders = [person for person in seats_of(structure) if person.engagement == Engagement.PORTEUR]
    names = ", ".join(f"{person.name} ({trade(person.profession)})" for person in founders)
    rows = (
        ("Projet", f"{structure.name}{' (fictif)' if structure.is_fictitious else ''}"),
        ("Forme", f"{form_name(structure.form)} ({label_of_form(structure.form)})"),
        ("Porteurs", names),
        ("Interlocuteur unique", spokesperson_line(structure)),
        *_in_law(structure),
        *_linked(structure),
        ("Version", f"du {date_in_french(on)}"),
    )
    return (doc.Facts(rows),)


def _in_law(structure: Structure) -> list[tuple[str, str]]:
    """Who carries it today, each with its number; nothing for a form that the law lets live without."""
    persons = [person for person in structure.legal_persons.all() if person.until is None]
    if not persons and (usual := next(iter(carriers(structure.form)), "")):
        return [("Personne morale", "pas encore constituée"), (_number_of(usual), "sans objet à ce stade")]
    rows = []
    for person in persons:
        number = _number_of(person.kind)
        rows += [("Personne morale", person.name), (number, person.rna if number == RNA else person.siret)]
    return rows


def _linked(structure: Structure) -> list[tuple[str, str]]:
    """The structures it holds, and those in which it takes part, once they have confirmed it."""
    return [
        (words, ", ".join(f"{other.name} ({label_of_form(other.form)})" for other in others))
        for words, others in ties_of(structure)
    ]


def _number_of(kind: str) -> str:
    """What the State knows it by: an association is declared, another is registered."""
    known = legislation.legal_kinds().get(kind)
    return RNA if known and "rna" in {step.key for step in known.steps} else "SIRET"


def trade(key: str) -> str:
    known = legislation.professions_by_key()
    return known[key].label if key in known else key


def people(structure: Structure, *, on: date) -> tuple[doc.Block, ...]:  # noqa: ARG001
    tables = []
    for title, engagements in (
        ("Acteurs engagés", (Engagement.PORTEUR, Engagement.ENGAGE)),
        ("Acteurs à associer", (Engagement.A_ASSOCIER,)),
    ):
        rows = tuple(
            (
                f"{person.name}{' (fictif)' if person.is_fictitious else ''}",
                trade(person.profession),
                person.commune or TO_FIX,
                person.workplace or TO_FIX,
                person.get_engagement_display(),
            )
            for person in seats_of(structure)
            if person.engagement in engagements
        )
        if rows:
            headers = ("Nom", "Profession", "Commune", "Lieu d’exercice", "Engagement")
            tables.append(doc.Table(headers=headers, rows=rows, caption=title))
    return tuple(tables)


def sites(structure: Structure, *, on: date) -> tuple[doc.Block, ...]:  # noqa: ARG001
    rows = tuple(
        (
            f"{site.name}{' (antenne)' if site.is_antenna else ''}",
            ", ".join(filter(None, (site.address, atlas().commune(site.commune).name))),
            site.finess or TO_FIX,
            site.hours or TO_FIX,
            ", ".join(person.name for person in site.practising.all()) or TO_FIX,
        )
        for site in structure.sites.prefetch_related("practising")
    )
    headers = ("Site", "Adresse", "FINESS", "Horaires", "Qui y exerce")
    return (doc.Table(headers=headers, rows=rows, caption="Sites"),) if rows else ()


def drawing(structure: Structure, on: date) -> Drawing | None:
    """None for a territory without a known commune."""
    return drawing_of_territory(structure.territory, signed=structure.signature_hoped_on or on)


def territory(structure: Structure, *, on: date) -> tuple[doc.Block, ...]:
    drawn = drawing(structure, on)
    if drawn is None:
        return ()
    summary = drawn.summary
    rows = [
        ("Communes", integer(summary.communes)),
        ("Population", f"{summary.people} ({summary.population_source})"),
        *([("Taille au sens de l’accord", drawn.size_sentence)] if has_missions(structure.form) else []),
    ]
    if summary.area_km2 is not None:
        rows.append(("Superficie", f"environ {integer(summary.area_km2)} km² (d’après les contours)"))
    if summary.density is not None:
        rows.append(("Densité", f"environ {decimal_in_french(summary.density, 0)} habitants par km²"))
    rows += [
        (f"{commune}, en partie", "\N{NARROW NO-BREAK SPACE}; ".join(part.words for part in parts))
        for commune, parts in drawn.parts_by_commune
    ]
    rows.append(("D’un seul tenant", _one_piece(drawn)))
    return (doc.Facts(tuple(rows)),)


def _hoped(structure: Structure) -> str:
    return "pressenti" if founded_on(structure.form) == "territory" else "d’intervention"


def _one_piece(drawn: Drawing) -> str:
    if drawn.summary.contiguous is None:
        return "inconnu : une commune n’a pas de contour dans nos sources"
    return "oui" if drawn.summary.contiguous else drawn.pieces_sentence


def outline(structure: Structure, *, on: date) -> tuple[doc.Block, ...]:
    drawn = drawing(structure, on)
    if drawn is None:
        return ()
    names = ", ".join(commune.name for commune in drawn.communes[:8])
    return (
        doc.Figure(
            svg=map_of(drawn, structure.name),
            caption=f"Le territoire {_hoped(structure)}",
            alt=f"Carte de {plural(drawn.summary.communes, 'commune')} : {names}.",
            sources=(f"Contours : données publiques des communes, code géographique {atlas().cog_year}.",),
        ),
    )


def intercommunalites(structure: Structure, *, on: date) -> tuple[doc.Block, ...]:
    drawn = drawing(structure, on)
    if drawn is None or not drawn.summary.epci:
        return ()
    rows = tuple(
        (
            part.name,
            str(part.members_in),
            str(part.members_total),
            "entière" if part.whole else "en partie",
        )
        for part in drawn.summary.epci
    )
    headers = ("Intercommunalité", "communes choisies", "communes en tout", "couverture")
    return (doc.Table(headers=headers, rows=rows, align="lrrl", caption="Intercommunalités touchées"),)


def communes(structure: Structure, *, on: date) -> tuple[doc.Block, ...]:
    drawn = drawing(structure, on)
    if drawn is None:
        return (doc.ToComplete(),) if founded_on(structure.form) == "territory" else ()
    rows = tuple(
        (
            commune.code,
            f"{commune.name} (en partie)" if commune.code in drawn.summary.typed_population else commune.name,
            atlas().epci(commune.epci).name if commune.epci else "aucune",
            "non publiée" if (people := drawn.population_in(commune)) is None else integer(people),
        )
        for commune in drawn.communes
    )
    total = "Total des populations publiées" if drawn.summary.missing_population else "Total"
    return (
        doc.Table(
            headers=("Code Insee", "Commune", "Intercommunalité", "Population"),
            rows=rows,
            align="lllr",
            caption=f"Communes du territoire {_hoped(structure)}",
            total=("", total, "", integer(drawn.summary.population)),
            sources=(f"Populations municipales, {drawn.summary.population_source}.",),
        ),
    )


def meetings(structure: Structure, *, on: date) -> tuple[doc.Block, ...]:  # noqa: ARG001
    rows = tuple(
        (
            date_in_french(meeting.held_on),
            meeting.get_channel_display(),
            meeting.subject or "—",
            attendance_in_words(meeting.attendance.all()),
        )
        for meeting in information_of(structure)
    )
    if not rows:
        return ()
    headers = ("Date", "Canal", "Objet", "Présents ou touchés")
    return (doc.Table(headers=headers, rows=rows, caption="Informations données aux professionnels"),)


def calendar(structure: Structure, *, on: date) -> tuple[doc.Block, ...]:  # noqa: ARG001
    """Real dates: what happened, what its form still asks for, then the days that the law counts."""
    moves: list[RecognitionMove | LegalPersonMove]
    moves = [*structure.recognitionmoves.all(), *structure.legalpersonmoves.all()]
    past = [
        doc.Milestone(move.on, move.stage_label, "fait au plus tard ce jour" if move.is_before else "fait")
        for move in sorted(moves, key=lambda move: move.on)
    ]
    signature = signature_of(structure.form)
    coming = [
        _to_sign(structure, signature)
        if signature and stage == signature.key
        else doc.Milestone(TO_FIX, words)
        for stage, words in still_planned(structure).items()
    ]
    counted = [*_due(due_dates(structure)), *_counted(structure, signature)]
    counted.sort(key=lambda milestone: str(milestone.when))
    return (doc.Calendar((*past, *coming, *counted), caption="Calendrier prévisionnel"),)


def _to_sign(structure: Structure, signature: legislation.Stage) -> doc.Milestone:
    """The signature of its contract: the day hoped for, or why the law counts nothing from that day."""
    hoped_on = structure.signature_hoped_on
    if hoped_on is None:
        note = "les délais des missions en partent" if has_missions(structure.form) else ""
        return doc.Milestone(TO_FIX, signature.signature, note)
    try:
        _deadlines(structure, hoped_on)
    except BadInput as refusal:
        return doc.Milestone(hoped_on, signature.signature, str(refusal))
    return doc.Milestone(hoped_on, signature.signature, "date espérée")


def _counted(structure: Structure, signature: legislation.Stage | None) -> list[doc.Milestone]:
    """What the law counts from its contract, signed or hoped for; nothing from a day that cannot be."""
    if signature is None:
        return []
    signed = [
        move.on
        for move in structure.recognitionmoves.all()
        if (move.form, move.enters) == (structure.form, signature.key)
    ]
    start = signed[-1] if signed else structure.signature_hoped_on
    if start is None:
        return []
    try:
        missions = _deadlines(structure, start)
    except BadInput:
        return []
    return missions if signed else [*missions, *_due(opened_at(structure, signature, start))]


def _due(dates: Iterable[DueDate]) -> list[doc.Milestone]:
    return [doc.Milestone(due.on, due.say, due.limit) for due in dates]


def _deadlines(structure: Structure, signed: date) -> list[doc.Milestone]:
    """Those of the missions of its contract, if it has any. Raises BadInput for a day when none could be signed."""
    if not has_missions(structure.form):
        return []
    return [
        doc.Milestone(day, f"{line.label} : {verb} au plus tard", "délai de l’accord")
        for line in legislation.deadlines(structure.form, signed=signed)
        for day, verb in ((line.start_by, "démarrage"), (line.deployed_by, "déploiement"))
        if day is not None
    ]


def signatures(structure: Structure) -> tuple[doc.Block, ...]:
    rows = tuple(
        doc.Signatory(person.name, trade(person.profession), person.commune)
        for person in seats_of(structure)
        if person.engagement != Engagement.A_ASSOCIER
    )
    return (doc.Signatures(rows, blank=3),)


def protocols(structure: Structure, *, on: date) -> tuple[doc.Block, ...]:
    """Those of the last declaration that tells some, up to that day."""
    told = DeclaredRow.objects.filter(
        accord_year__legal_person__structure=structure,
        accord_year__year__lte=on.year,
        kind=DeclaredKind.PROTOCOL,
    ).select_related("accord_year")
    year = max((each.accord_year.year for each in told), default=None)
    rows = tuple(
        (each.title, each.who or "non dit", "non compté" if each.patients is None else integer(each.patients))
        for each in told
        if each.accord_year.year == year
    )
    headers = ("Protocole", "Professions", "Patients")
    caption = f"Protocoles déclarés en {year}"
    return (doc.Table(headers=headers, rows=rows, align="llr", caption=caption),) if rows else ()
