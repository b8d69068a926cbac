"""The letter of intent: the plan of the law room, the words of the team, the figures of the territory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from maillage import legislation
from maillage.documents import models as doc
from maillage.dossier.models import SectionText
from maillage.geography import atlas
from maillage.kernel import BadInput, add_months, date_in_french, decimal_in_french, integer, joined, plural
from maillage.structures.enums import Engagement, PersonStep, Recognition, Track
from maillage.structures.models import LegalPersonMove, RecognitionMove, Structure
from maillage.structures.queries import (
    actors_of,
    attendance_in_words,
    information_of,
    professions_by_key,
    stage_of,
)
from maillage.territories.queries import Drawing, drawing_of, map_of
from maillage.ui.enums import Task

LETTER = "lettre_d_intention_cpts"
TO_FIX = "à fixer"
BLOCK_NAMES = {
    "signataires": "les acteurs engagés et à associer",
    "territoire": "les chiffres du territoire",
    "carte": "la carte",
    "communes": "les intercommunalités, et les communes en annexe",
    "reunions": "les informations données",
    "calendrier": "les dates",
}


@dataclass(frozen=True, slots=True)
class SectionState:
    """A section of the plan as it stands: its words, and what fills itself."""

    section: legislation.Section
    text: SectionText | None
    blocks: tuple[doc.Block, ...]

    @property
    def html(self) -> str:
        return self.text.html if self.text else ""

    @property
    def block_names(self) -> str:
        """« la carte et les communes », for the writer."""
        return joined(BLOCK_NAMES[name] for name in self.section.blocks if name in BLOCK_NAMES)

    @property
    def is_empty(self) -> bool:
        return not self.html and not self.blocks


def letter_sections(
    structure: Structure, *, on: date, correspondence: str = "", blocks: "LetterBlocks | None" = None
) -> list[SectionState]:
    """Every section, in our order or in a region's (the key of a correspondence of the plan)."""
    plan = legislation.plan(LETTER)
    texts = {
        text.section: text
        for text in structure.section_texts.filter(plan=LETTER).select_related("updated_by")
    }
    sections = plan.in_order_of(correspondence) if correspondence else plan.sections
    blocks = blocks or LetterBlocks(structure, on=on)
    return [
        SectionState(
            section=section,
            text=texts.get(section.key),
            blocks=tuple(block for name in section.blocks for block in blocks.named(name)),
        )
        for section in sections
    ]


def awaiting(structure: Structure) -> Iterator[Task]:
    """The empty sections of the letter, as long as it is not deposited."""
    if stage_of(structure, Track.RECOGNITION) not in {None, Recognition.EMERGENCE}:
        return
    empty = [state for state in letter_sections(structure, on=timezone.localdate()) if state.is_empty]
    if empty:
        yield Task(
            f"Compléter la lettre d’intention : {plural(len(empty), 'partie vide', 'parties vides')}",
            reverse("dossier:section", args=[structure.slug, empty[0].section.key]),
            f"D’abord « {empty[0].section.title} ».",
        )


def letter(structure: Structure, *, on: date, correspondence: str = "") -> doc.Document:
    """The whole letter, ready to be rendered: a draft as long as a section is empty."""
    plan = legislation.plan(LETTER)
    blocks = LetterBlocks(structure, on=on)
    states = letter_sections(structure, on=on, correspondence=correspondence, blocks=blocks)
    return doc.Document(
        title=plan.title,
        subtitle="Communauté professionnelle territoriale de santé",
        author=structure.name,
        date=on,
        draft="Brouillon" if any(state.is_empty for state in states) else "",
        opening=(blocks.identity(),),
        sections=(
            *(doc.Section(state.section.title, _content(state)) for state in states),
            doc.Section("Annexe : les communes", blocks.communes(), numbered=False),
            doc.Section("Annexe : signatures", blocks.signatures(), numbered=False),
        ),
    )


def _content(state: SectionState) -> tuple[doc.Block, ...]:
    words = (doc.Html(state.html),) if state.html else ()
    gap: tuple[doc.Block, ...] = ()
    if state.is_empty:
        gap = (doc.ToComplete(), doc.Questions(state.section.questions))
    return (*words, *state.blocks, *gap)


class LetterBlocks:
    """The parts that fill themselves; a block nobody can fill yet is no block."""

    def __init__(self, structure: Structure, *, on: date) -> None:
        self.structure = structure
        self.on = on
        self.signed = structure.signature_hoped_on or on
        self.drawing: Drawing | None = drawing_of(structure.territory.codes, signed=self.signed)
        self.actors = actors_of(structure)
        self.trades = professions_by_key()

    def named(self, block: str) -> tuple[doc.Block, ...]:
        """The blocks of a name in the plan; those a later version will know are left to the writer."""
        match block:
            case "signataires":
                return self.people()
            case "territoire":
                return self.territory()
            case "carte":
                return self.map()
            case "communes":
                return self.epcis()
            case "reunions":
                return self.meetings()
            case "calendrier":
                return (self.calendar(),)
        return ()

    def identity(self) -> doc.Facts:
        carriers = [actor for actor in self.actors if actor.engagement == Engagement.PORTEUR]
        person = self.structure.legal_persons.filter(until=None).first()
        return doc.Facts(
            (
                ("Projet", f"{self.structure.name}{' (fictif)' if self.structure.is_fictitious else ''}"),
                ("Forme", "Communauté professionnelle territoriale de santé (CPTS)"),
                (
                    "Porteurs",
                    ", ".join(f"{actor.name} ({self.trade(actor.profession)})" for actor in carriers),
                ),
                ("Interlocuteur unique", self.structure.contact),
                ("Personne morale", person.name if person else "pas encore constituée"),
                ("Numéro RNA", person.rna if person else "sans objet à ce stade"),
                ("Version", f"du {date_in_french(self.on)}"),
            )
        )

    def trade(self, key: str) -> str:
        return self.trades[key].label if key in self.trades else key

    def people(self) -> tuple[doc.Block, ...]:
        tables = []
        for title, engagements in (
            ("Acteurs engagés", (Engagement.PORTEUR, Engagement.ENGAGE)),
            ("Acteurs à associer", (Engagement.A_ASSOCIER,)),
        ):
            rows = tuple(
                (
                    f"{actor.name}{' (fictif)' if actor.is_fictitious else ''}",
                    self.trade(actor.profession),
                    actor.commune or TO_FIX,
                    actor.workplace or TO_FIX,
                    actor.get_engagement_display(),
                )
                for actor in self.actors
                if actor.engagement in engagements
            )
            if rows:
                headers = ("Nom", "Profession", "Commune", "Lieu d’exercice", "Engagement")
                tables.append(doc.Table(headers=headers, rows=rows, caption=title))
        return tuple(tables)

    def territory(self) -> tuple[doc.Block, ...]:
        if self.drawing is None:
            return ()
        summary = self.drawing.summary
        rows = [
            ("Communes", integer(summary.communes)),
            ("Population", f"{summary.people} ({summary.population_source})"),
            ("Taille au sens de l’accord", self.drawing.size_sentence),
        ]
        if summary.area_km2 is not None:
            rows.append(("Superficie", f"environ {integer(summary.area_km2)} km² (d’après les contours)"))
        if summary.density is not None:
            rows.append(("Densité", f"environ {decimal_in_french(summary.density, 0)} habitants par km²"))
        rows.append(("D’un seul tenant", self.one_piece(summary.contiguous)))
        blocks: list[doc.Block] = [doc.Facts(tuple(rows))]
        return tuple(blocks)

    def one_piece(self, contiguous: bool | None) -> str:
        if contiguous is None:
            return "inconnu : une commune n’a pas de contour dans nos sources"
        return "oui" if contiguous or self.drawing is None else self.drawing.pieces_sentence

    def map(self) -> tuple[doc.Block, ...]:
        if self.drawing is None:
            return ()
        names = ", ".join(commune.name for commune in self.drawing.communes[:8])
        return (
            doc.Figure(
                svg=map_of(self.drawing, self.structure.name),
                caption="Le territoire pressenti",
                alt=f"Carte de {plural(self.drawing.summary.communes, 'commune')} : {names}.",
                sources=(
                    f"Contours : données publiques des communes, code géographique {atlas().cog_year}.",
                ),
            ),
        )

    def epcis(self) -> tuple[doc.Block, ...]:
        if self.drawing is None or not self.drawing.summary.epci:
            return ()
        rows = tuple(
            (
                part.name,
                str(part.members_in),
                str(part.members_total),
                "entière" if part.whole else "en partie",
            )
            for part in self.drawing.summary.epci
        )
        headers = ("Intercommunalité", "communes choisies", "communes en tout", "couverture")
        return (doc.Table(headers=headers, rows=rows, align="lrrl", caption="Intercommunalités touchées"),)

    def communes(self) -> tuple[doc.Block, ...]:
        if self.drawing is None:
            return (doc.ToComplete(),)
        rows = tuple(
            (
                commune.code,
                commune.name,
                atlas().epci(commune.epci).name if commune.epci else "aucune",
                "non publiée" if commune.population is None else integer(commune.population),
            )
            for commune in self.drawing.communes
        )
        total = "Total des populations publiées" if self.drawing.summary.missing_population else "Total"
        return (
            doc.Table(
                headers=("Code Insee", "Commune", "Intercommunalité", "Population"),
                rows=rows,
                align="lllr",
                caption="Communes du territoire pressenti",
                total=("", total, "", integer(self.drawing.summary.population)),
                sources=(
                    f"Insee, populations municipales {self.drawing.summary.population_year or ''}".strip()
                    + ".",
                ),
            ),
        )

    def meetings(self) -> tuple[doc.Block, ...]:
        rows = tuple(
            (
                date_in_french(meeting.held_on),
                meeting.get_channel_display(),
                meeting.subject or "—",
                attendance_in_words(meeting.attendance.all()),
            )
            for meeting in information_of(self.structure)
        )
        if not rows:
            return ()
        headers = ("Date", "Canal", "Objet", "Présents ou touchés")
        return (doc.Table(headers=headers, rows=rows, caption="Informations données aux professionnels"),)

    def calendar(self) -> doc.Calendar:
        """Real dates: those that happened, then those the law counts from the hoped signature."""
        moves: list[RecognitionMove | LegalPersonMove]
        moves = [*self.structure.recognitionmoves.all(), *self.structure.legalpersonmoves.all()]
        past = [
            doc.Milestone(move.on, move.get_enters_display(), "fait")
            for move in sorted(moves, key=lambda move: move.on)
        ]
        reached = {move.enters for move in moves}
        coming: list[doc.Milestone] = [
            doc.Milestone(TO_FIX, label)
            for stage, label in (
                (Recognition.LETTRE_DEPOSEE, "Dépôt de la lettre d’intention"),
                (PersonStep.ASSEMBLEE, "Assemblée constitutive de l’association"),
                (Recognition.PROJET_DEPOSE, "Dépôt du projet de santé"),
            )
            if stage not in reached
        ]
        return doc.Calendar((*past, *coming, *self._signature()), caption="Calendrier prévisionnel")

    def _signature(self) -> list[doc.Milestone]:
        """The day hoped for, then what the law counts from it, or why it counts nothing from that day."""
        what = "Signature de l’ACI"
        if self.structure.signature_hoped_on is None:
            return [doc.Milestone(TO_FIX, what, "les délais des missions en partent")]
        try:
            return [doc.Milestone(self.signed, what, "date espérée"), *self._deadlines()]
        except BadInput as refusal:
            return [doc.Milestone(self.signed, what, str(refusal))]

    def _deadlines(self) -> list[doc.Milestone]:
        lines = legislation.deadlines(self.structure.form, signed=self.signed)
        dated = [
            doc.Milestone(day, f"{line.label} : {verb} au plus tard", "délai de l’accord")
            for line in lines
            for day, verb in ((line.start_by, "démarrage"), (line.deployed_by, "déploiement"))
            if day is not None
        ]
        dated.append(doc.Milestone(add_months(self.signed, 60), "Fin du contrat de cinq ans"))
        return sorted(dated, key=lambda milestone: str(milestone.when))

    def signatures(self) -> tuple[doc.Block, ...]:
        rows = tuple(
            doc.Signatory(actor.name, self.trade(actor.profession), actor.commune)
            for actor in self.actors
            if actor.engagement != Engagement.A_ASSOCIER
        )
        return (doc.Signatures(rows, blank=3),)
