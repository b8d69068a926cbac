"""How long a document takes, from blocks to bytes, once the fonts are read."""

from collections.abc import Iterator
from datetime import date
from statistics import median
from time import perf_counter

from maillage.documents.enums import Format
from maillage.documents.services import page_count, render
from maillage.documents.types import Document, Facts, Figure, Html, Section, Signatory, Signatures, Table

RUNS = 7
WORDS = "Les professionnels du territoire se réunissent pour mieux répondre aux demandes de soins. "
#: As many vertices as the twelve communes of a real map, twice over.
SHAPES = "".join(
    f'<path d="M{x} {y}{"".join(f"l{step % 7 - 3} {step % 5 - 2}" for step in range(60))}z" fill="#0b5d5e"/>'
    for x in range(50, 800, 150)
    for y in range(50, 500, 100)
)
MAP = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 520">{SHAPES}</svg>'


def rows() -> Iterator[tuple[str, str, str]]:
    """(work, measured, aim) for each format of a letter, and for a long file in PDF."""
    letter, long = document(sections=9, repeats=20), document(sections=12, repeats=75)
    first = milliseconds(letter, Format.PDF)
    yield f"letter of {page_count(letter)} pages in PDF, the first", f"{first:.0f} ms", "—"
    for form, aim in ((Format.PDF, "≤ 500 ms"), (Format.DOCX, "—"), (Format.ODT, "—")):
        times = [milliseconds(document(9, 20, title=f"Lettre {run}"), form) for run in range(RUNS)]
        yield f"letter in {form.upper()}, changed each time", f"{median(times):.0f} ms", aim
    times = [milliseconds(document(12, 75, title=f"Projet {run}"), Format.PDF) for run in range(RUNS)]
    yield f"file of {page_count(long)} pages in PDF, changed each time", f"{median(times):.0f} ms", "≤ 1 s"


def milliseconds(printed: Document, form: Format) -> float:
    start = perf_counter()
    render(printed, form)
    return (perf_counter() - start) * 1000


def document(sections: int, repeats: int, *, title: str = "Lettre d’intention") -> Document:
    """A map, a table of communes, people who sign, and sections of text; `title` makes each one new."""
    communes = tuple((f"Commune {line} {title}", f"82{line:03}", f"{line * 431}") for line in range(40))
    people = tuple(Signatory(f"Personne {number}", "Infirmière", "Montauban") for number in range(12))
    text = Html(f"<p>{title}. {WORDS * repeats}</p><ul><li>{WORDS}</li><li>{WORDS}</li></ul>")
    territory = (
        Figure(
            svg=MAP.replace("</svg>", f"<text x='9' y='9'>{title}</text></svg>"), caption="Carte", alt="Carte"
        ),
        Table(headers=("Commune", "Code", "Habitants"), align="llr", rows=communes, caption="Communes"),
    )
    return Document(
        title=title,
        subtitle="Communauté professionnelle territoriale de santé",
        author="CPTS du Quercy",
        date=date(2026, 3, 1),
        opening=(Facts((("Nom", "CPTS du Quercy"), ("Étape", "Émergence"))),),
        sections=(
            Section("Acteurs", (Signatures(people),)),
            Section("Territoire", territory),
            *(Section(f"Partie {number}", (text,)) for number in range(sections)),
        ),
    )
