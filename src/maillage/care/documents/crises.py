"""The crisis plan on paper, for the day without network; the report of a crisis or of an exercise; blocks of the plan."""

from collections.abc import Iterator, Sequence
from datetime import date, tzinfo

from maillage.care.enums import Family, Lesson
from maillage.care.models import CrisisSheet, LogLine
from maillage.care.queries.crises import COLUMNS, Board, crises_of, phone_tree, roles_of, sheets_of
from maillage.care.queries.tallies import Tally
from maillage.documents import types as doc
from maillage.kernel import date_in_french, moment, phone_in_french, plural
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import day_in

NOTHING = "rien n’est noté"
EXERCISE = "EXERCICE"
ONLY_AUTHORITIES = (
    "Seules les autorités (agence régionale de santé, préfecture) déclarent une crise. La structure déclenche son plan "
    "quand elles le demandent, et note qui l’a prévenue, et quand."
)


# What the plan shows by itself


def roles(structure: Structure, *, on: date) -> Iterator[doc.Block]:  # noqa: ARG001 -- a slot gives the day
    """Who is référent, suppléant, of the cell, and whom each telephones."""
    rows = [
        (each.get_part_display(), each.person.name, phone_in_french(each.person.phone), each.calls)
        for each in roles_of(structure)
    ]
    if rows:
        yield doc.Table(
            headers=("Rôle", "Qui", "Téléphone", "Appelle"), rows=tuple(rows), caption="Rôles de crise"
        )
    else:
        yield doc.ToComplete("Aucun rôle n’est donné : nommez un référent et un suppléant.")


def resources(structure: Structure, *, on: date) -> Iterator[doc.Block]:  # noqa: ARG001
    rows = [
        (each.get_kind_display(), each.words, each.place, each.contact)
        for each in structure.crisis_resources.all()
    ]
    if rows:
        yield doc.Table(
            headers=("Nature", "Ressource", "Où", "Qui l’ouvre"),
            rows=tuple(rows),
            caption="Lieux et matériel",
        )
    else:
        yield doc.ToComplete("Aucun lieu ni matériel n’est noté.")


def reflexes(structure: Structure, *, on: date) -> Iterator[doc.Block]:  # noqa: ARG001
    """The five sheets, one after the other."""
    for family, sheet in sheets_of(structure).items():
        yield doc.Heading(Family(family).label)
        yield from sheet_blocks(sheet)


def sheet_blocks(sheet: CrisisSheet | None) -> Iterator[doc.Block]:
    if sheet is None:
        yield doc.ToComplete("Cette fiche réflexe n’est pas écrite.")
        return
    yield doc.Facts(
        (
            ("Signal", sheet.signal),
            ("Premières heures", sheet.first_hours),
            ("Qui fait quoi", sheet.who_does),
            ("Messages", sheet.messages),
            ("Besoins", sheet.needs),
            ("Relue le", date_in_french(sheet.reviewed_on) if sheet.reviewed_on else ""),
        )
    )


def exercises(structure: Structure, *, on: date) -> Iterator[doc.Block]:  # noqa: ARG001
    """What was practised or lived, and what it taught."""
    rows = [
        (
            date_in_french(day_in(structure, each.started_at)),
            "Exercice" if each.is_exercise else "Crise",
            each.title,
            "\n".join(lesson.words for lesson in each.lessons.all() if lesson.kind == Lesson.CHANGE)
            or NOTHING,
        )
        for each in crises_of(structure).exclude(ended_at=None).prefetch_related("lessons")[:20]
    ]
    if rows:
        yield doc.Table(
            headers=("Le", "Quoi", "Scénario", "À changer"), rows=tuple(rows), caption="Exercices et crises"
        )
    else:
        yield doc.ToComplete("Aucun exercice n’a été tenu.")


# For the day without network


def off_line(structure: Structure, *, on: date) -> doc.Document:
    """Who telephones whom, the sheets, what there is: printed, kept where one finds it without electricity."""
    people = phone_tree(structure)
    rows = tuple((name, trade, commune, phone or "à compléter", "") for name, trade, commune, phone in people)
    tree: doc.Block = (
        doc.Table(
            headers=("Nom", "Profession", "Commune", "Téléphone", "Joint à"),
            rows=rows,
            caption="Arbre d’appel",
        )
        if rows
        else doc.ToComplete("Personne n’adhère encore.")
    )
    return doc.Document(
        title="Plan de crise : à garder imprimé",
        subtitle="Sans réseau ni électricité",
        author=structure.name,
        date=on,
        opening=(doc.Paragraph(ONLY_AUTHORITIES),),
        sections=(
            doc.Section("Qui tient quoi", tuple(roles(structure, on=on))),
            doc.Section(
                "Arbre d’appel", (doc.Paragraph("Chacun note qui il a joint, et à quelle heure."), tree)
            ),
            doc.Section("Lieux et matériel", tuple(resources(structure, on=on))),
            doc.Section("Fiches réflexes", tuple(reflexes(structure, on=on))),
        ),
    )


# A crisis, told


def report(board: Board, *, on: date) -> doc.Document:
    """What happened, who answered, who held what, what was written, what it taught. Names nobody who was cared for."""
    crisis = board.crisis
    return doc.Document(
        title=f"{EXERCISE} : {crisis.title}" if crisis.is_exercise else crisis.title,
        subtitle="Compte rendu d’exercice" if crisis.is_exercise else "Compte rendu de crise",
        author=crisis.structure.name,
        date=on,
        draft=EXERCISE if crisis.is_exercise else "",
        opening=(doc.Facts(tuple(_facts(board))),),
        sections=tuple(doc.Section(title, tuple(blocks)) for title, blocks in _parts(board)),
    )


def _facts(board: Board) -> Iterator[tuple[str, str]]:
    crisis = board.crisis
    yield "Famille", crisis.get_family_display()
    if crisis.is_exercise:
        yield "Nature", "Exercice : aucune autorité n’a déclaré de crise"
    else:
        yield "Déclarée par", crisis.declared_by
        yield "Prévenus le", board.told
    yield "Plan déclenché le", board.started
    yield "Levé le", board.ended or "en cours"
    called, answered = board.total.counts[0], board.total.counts[1]
    yield (
        "Appel",
        f"{plural(answered, 'réponse')} sur {plural(called, 'professionnel appelé', 'professionnels appelés')}",
    )


def _parts(board: Board) -> Iterator[tuple[str, Sequence[doc.Block]]]:
    if board.crisis.words:
        yield "Ce qui s’est passé", [doc.Paragraph(board.crisis.words)]
    yield "Réponses à l’appel", [tally_table(board.lines, board.total)]
    yield "Postes", [_posts(board)]
    yield "Main courante", [_log(board.log[::-1], board.zone)]
    for kind in Lesson:
        told = [each for each in board.lessons if each.kind == kind]
        yield kind.label, _lessons(told)


def tally_table(lines: Sequence[Tally], total: Tally) -> doc.Block:
    if not lines:
        return doc.ToComplete("Personne n’a été appelé.")
    return doc.Table(
        headers=("Profession", *COLUMNS),
        rows=tuple((line.label, *map(str, line.counts)) for line in lines),
        total=(total.label, *map(str, total.counts)),
        align=f"l{'r' * len(COLUMNS)}",
        caption="Réponses par profession",
    )


def _posts(board: Board) -> doc.Block:
    if not board.posts:
        return doc.Paragraph("Aucun poste n’a été ouvert.")
    return doc.Table(
        headers=("Poste", "Quand", "Places", "Qui"),
        rows=tuple(
            (
                ", ".join(filter(None, [each.post.name, each.post.place])),
                each.when,
                f"{each.post.taken} sur {each.post.needs}",
                ", ".join(
                    place.person.name if place.person else "une fiche effacée" for place in each.places
                ),
            )
            for each in board.posts
        ),
        caption="Postes tenus",
    )


def _log(lines: Sequence[LogLine], zone: tzinfo) -> doc.Block:
    rows = tuple((moment(each.at, zone=zone), said(each), author(each)) for each in lines)
    return doc.Table(headers=("Quand", "Quoi", "Écrit par"), rows=rows, caption="Main courante")


def said(line: LogLine) -> str:
    return f"{line.words} (corrige : « {line.corrects.words} »)" if line.corrects else line.words


def author(line: LogLine) -> str:
    if line.person:
        return line.person.name
    return (line.by.name or "un compte") if line.by else "le site"


def _lessons(told: Sequence[object]) -> Sequence[doc.Block]:
    if not told:
        return [doc.ToComplete("Rien n’est encore écrit.")]
    rows = []
    for each in told:
        task = getattr(each, "task", None)
        who = task.owner.name if task and task.owner else ""
        due = date_in_french(task.due_on) if task and task.due_on else ""
        rows.append((str(each), who, due))
    return [doc.Table(headers=("Quoi", "Qui", "Pour le"), rows=tuple(rows))]
