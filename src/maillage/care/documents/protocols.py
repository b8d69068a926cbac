"""The file that a team sends to the ARS, and a local text on its page."""

from collections.abc import Sequence
from datetime import date

from maillage import legislation
from maillage.care.models import Enrolled, Enrolment, LocalValidation, LocalVersion
from maillage.care.queries.protocols import Team
from maillage.documents import types as doc
from maillage.kernel import date_in_french
from maillage.structures.models import LegalPerson, Structure
from maillage.structures.queries.clocks import day_in

SPACE = "\N{NO-BREAK SPACE}"
CONSULT = "consultez l’arrêté"
CHANNEL = (
    "La déclaration se fait dans l’application en ligne du ministère ; cette page réunit ce qu’elle demande. Ce qui est "
    "« à compléter » n’est pas connu ici."
)
SWORN = (
    "Le représentant légal atteste que le protocole figure dans le projet de santé, que chaque professionnel est "
    "volontaire, et que l’équipe travaille ensemble."
)


def trade(key: str) -> str:
    known = legislation.professions_by_key().get(key)
    return known.label if known else key


def declaration(
    team: Team, structure: Structure, carrier: LegalPerson | None, rows: Sequence[Enrolled], *, on: date
) -> doc.Document:
    """What the application asks, as far as it is known here."""
    held: Enrolment = team.enrolment
    blank = "à compléter"
    facts = (
        ("Protocole", team.title),
        ("Structure", structure.name),
        ("FINESS", carrier.finess if carrier and carrier.finess else blank),
        ("Personne morale", carrier.name if carrier else blank),
        ("Représentant légal", blank),
        ("Référent de la déclaration", held.referent.name if held.referent else blank),
        ("Son courriel", (held.referent.email if held.referent else "") or blank),
        ("Début", date_in_french(held.starts_on) if held.starts_on else blank),
        ("Texte relu par l’équipe le", date_in_french(held.seen_on)),
    )
    people = tuple(
        (
            each.person.name,
            trade(each.person.profession),
            each.get_role_display(),
            each.person.rpps or blank,
            date_in_french(each.trained_on) if each.trained_on else "à dire",
            "jointe" if each.certificate else "manque",
        )
        for each in rows
    )
    table = doc.Table(
        headers=("Nom", "Profession", "Rôle", "RPPS", "Formation finie le", "Attestation"), rows=people
    )
    sources = legislation.declaring()
    return doc.Document(
        title="Déclaration d’un protocole de coopération",
        subtitle=team.title,
        author=structure.name,
        date=on,
        opening=(doc.Paragraph(CHANNEL), doc.Facts(facts)),
        sections=(
            doc.Section("L’équipe", ((table if people else doc.ToComplete()),), numbered=False),
            doc.Section(
                "Attestation",
                (
                    doc.Paragraph(SWORN),
                    doc.Signatures((), blank=1, columns=("Date et signature",)),
                ),
                numbered=False,
            ),
            doc.Section(
                "Textes",
                tuple(
                    doc.Paragraph(f"{each.title}{SPACE}: {each.href}" if each.href else each.title)
                    for each in sources
                ),
                numbered=False,
            ),
        ),
    )


def local_page(version: LocalVersion, structure: Structure, *, on: date) -> doc.Document:
    """A protocol or a tree of the team, to be pinned up."""
    facts = [
        ("Version", f"{version.number}, écrite le {date_in_french(version.written_on)}"),
        ("Empreinte du texte", version.fingerprint),
        (
            "Validée",
            f"le {date_in_french(version.validated_on)}" if version.validated_on else "non validée",
        ),
        *(
            (f"{each} ({trade(each.profession)})", _said(each, structure))
            for each in version.validations.all()
        ),
    ]
    if version.review_on:
        facts.append(("À relire le", date_in_french(version.review_on)))
    text = version.text
    if text.kind == "arbre":
        sections = _tree(legislation.read_tree(version.words), on)
    else:
        blocks = tuple(doc.Paragraph(part) for part in version.words.split("\n") if part.strip())
        sections = (doc.Section("Le protocole", blocks, numbered=False),)
    return doc.Document(
        title=text.title,
        author=structure.name,
        date=on,
        draft="" if version.validated_on else "Brouillon",
        opening=(doc.Facts(tuple(facts)),),
        sections=sections,
    )


def _said(validation: LocalValidation, structure: Structure) -> str:
    if validation.answered_at is None:
        return "n’a pas encore répondu"
    day = date_in_french(day_in(structure, validation.answered_at))
    return f"{validation.get_answer_display().lower()}, le {day}"


def national_page(tree: legislation.Tree, standing: str, *, on: date) -> doc.Document:
    facts = (
        ("Version", f"{tree.version}, écrite le {date_in_french(tree.written_on)}"),
        ("Validation", standing),
        ("À consulter", tree.consult.title),
    )
    return doc.Document(
        title=tree.title, author="Maillage", date=on, opening=(doc.Facts(facts),), sections=_tree(tree, on)
    )


def _tree(tree: legislation.Tree, on: date) -> tuple[doc.Section, ...]:
    """Each question under its number, its answers with where they lead; then the ends."""
    places = {each.key: f"question {rank}" for rank, each in enumerate(tree.questions, 1)}
    places |= {each.key: f"fin {letter_of(rank)}" for rank, each in enumerate(tree.ends)}
    met = [*(each.source for each in tree.questions), *(each.source for each in tree.ends)]
    cited = list(dict.fromkeys(each for each in met if each))

    def source(step: legislation.Asking | legislation.End) -> str:
        return str(cited.index(step.source) + 1) if step.source else CONSULT

    questions = tuple(
        (
            str(rank),
            asked.ask,
            " ; ".join(f"{words} → {places[to]}" for words, to in legislation.ways_on(asked, on=on)),
            source(asked),
        )
        for rank, asked in enumerate(tree.questions, 1)
    )
    ends = tuple((letter_of(rank), end.title, end.say, source(end)) for rank, end in enumerate(tree.ends))
    texts = tuple(f"{rank}. {each.title}" for rank, each in enumerate(cited, 1))
    consult = f"« {CONSULT} »{SPACE}: {tree.consult.title}"
    return (
        doc.Section(
            "Questions",
            (doc.Table(headers=("N°", "Question", "Réponses", "Texte"), rows=questions, align="rlll"),),
            numbered=False,
        ),
        doc.Section(
            "Fins",
            (doc.Table(headers=("", "Fin", "À faire", "Texte"), rows=ends, notes=(*texts, consult)),),
            numbered=False,
        ),
    )


def letter_of(rank: int) -> str:
    """0 → A, 26 → AA."""
    return chr(65 + rank) if rank < 26 else f"A{chr(65 + rank - 26)}"
