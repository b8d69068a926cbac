"""Documents the tests print: a plausible letter, and texts that try to become markup."""

from datetime import date

from maillage.documents.types import (
    Calendar,
    Document,
    Facts,
    Figure,
    Heading,
    Html,
    Milestone,
    Questions,
    Section,
    Signatory,
    Signatures,
    Table,
)

DAY = date(2026, 3, 1)
COMMUNES = ("Montauban", "Albias", "Bressols", "Corbarieu", "L’Honor-de-Cos", "Villemade")
MAP = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" width="400" height="200"'
    ' font-family="Source Sans 3"><rect x="20" y="20" width="160" height="160" fill="#0b5d5e"/>'
    '<text x="200" y="100" font-size="20">Montauban</text></svg>'
)
TEXT = (
    "<p>Les infirmières et les médecins se sont <strong>réunis</strong> : 12 % de plus.</p>"
    "<ul><li>12 janvier</li><li>3 février</li></ul>"
    '<p>Voir le <a href="https://example.org/cr">compte rendu</a>.</p>'
)

#: Each would do something if any tool on the way read it as markup.
HOSTILE = (
    '#import "/etc/passwd": *',
    '#eval("1+1")',
    "$ x^2 $ et @reference <label>",
    "`code` ``` ```{=html}\n<b>gras</b>\n```",
    "[x]: file:///etc/passwd",
    "![photo](file:///etc/passwd) ![photo](http://127.0.0.1:9/p.png)",
    "<script>alert(1)</script><w:br/><text:p>",
    "\\input{/etc/passwd} \\#show: none // commentaire /* fin",
    "= Titre\n- puce\n+ numéro\n/ terme: sens",
    "@author@ &amp; &#x3c;b&#x3e; ]]> ${title} {{ title }} %s",
)


def table(lines: int) -> Table:
    return Table(
        headers=("Commune", "Code Insee", "Habitants"),
        align="llr",
        rows=tuple(
            (f"Commune {number}", f"82{number:03}", f"{number * 7}") for number in range(1, lines + 1)
        ),
        total=(f"{lines} communes", "", "82 095"),
        caption="Communes et population",
        sources=("Insee, populations légales 2023", "Découpage administratif 2025"),
    )


def document(*sections: Section, draft: str = "") -> Document:
    return Document(
        title="Lettre d’intention", author="CPTS du Quercy", date=DAY, draft=draft, sections=sections
    )


def letter(*, draft: str = "Brouillon") -> Document:
    """Every kind of block, once or more."""
    people = (
        Signatory("Camille Durand", "Infirmière", "Montauban"),
        Signatory("Paul Vidal", "Pharmacien", "Albias"),
    )
    return Document(
        title="Lettre d’intention",
        subtitle="Communauté professionnelle territoriale de santé",
        author="CPTS du Quercy",
        date=DAY,
        draft=draft,
        opening=(Facts((("Nom", "CPTS du Quercy"), ("Siège", ""))),),
        sections=(
            Section("Porteurs", (Questions(("Qui porte le projet ?",)), Html(TEXT))),
            Section("Acteurs engagés", (Signatures(people, blank=2),)),
            Section(
                "Territoire pressenti",
                (
                    Heading("Carte"),
                    Figure(
                        svg=MAP, caption="Le territoire", alt="Carte des communes", sources=("Insee 2024",)
                    ),
                    Heading("Communes"),
                    table(12),
                ),
            ),
            Section("Premiers freins", (Questions(("Qu’est-ce qui bloque ?",)), Html("<p><br></p>"))),
            Section(
                "Calendrier",
                (Calendar((Milestone(date(2026, 9, 15), "Assemblée", "Après l’avis"),), "Étapes"),),
            ),
            Section("Annexe : compte rendu", (Html(TEXT),), numbered=False),
        ),
    )
