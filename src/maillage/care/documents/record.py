"""The copy that a person may ask for: all that is kept of them, and who read it."""

from datetime import date

from django.utils import timezone

from maillage.care.queries.record import Whole
from maillage.documents.types import Document, Facts, Paragraph, Section, Table
from maillage.kernel import date_in_french
from maillage.structures.queries.clocks import zone_of

NOBODY = "Un compte effacé"


def copy_of(shown: Whole, *, on: date) -> Document:
    file = shown.file
    born = date_in_french(date.fromisoformat(file.born_on)) if file.born_on else "Non dite"
    who = Facts(
        (
            ("Nom et prénom", file.name),
            ("Date de naissance", born),
            ("Comment la joindre", file.contact or "Non dit"),
            ("Référent du plan", file.referent or "Non dit"),
            ("Code", file.code),
            ("Ouvert le", date_in_french(file.opened_on)),
            ("Effacé le", date_in_french(file.kept_until)),
        )
    )
    consents = Table(
        headers=("Accord pour", "Donné", "Le", "Retiré le"),
        rows=tuple(
            (
                each.get_scope_display(),
                each.get_means_display(),
                date_in_french(each.given_on),
                date_in_french(each.withdrawn_on) if each.withdrawn_on else "—",
            )
            for each in shown.consents
        ),
    )
    circle = Table(
        headers=("Qui", "Rôle", "Depuis le", "Jusqu’au"),
        rows=tuple(
            (
                str(each.user),
                each.role,
                date_in_french(each.since),
                date_in_french(each.until) if each.until else "—",
            )
            for each in shown.circle
        ),
    )
    written = [(part, text) for part, text in shown.plan if text and text.text]
    drugs = Table(
        headers=("Médicament", "Décision", "Par", "Le"),
        rows=tuple(
            (each.drug, each.decision or "—", each.said_by or "—", date_in_french(each.on))
            for each in shown.drugs
        ),
    )
    readings = Table(
        headers=("Le", "Qui", "Pourquoi"),
        rows=tuple(
            (
                f"{timezone.localtime(each.at, zone_of(file.structure)):%d/%m/%Y %H:%M}",
                str(each.user or NOBODY),
                f"{each.reason} (hors du cercle)" if each.is_outside else each.reason,
            )
            for each in shown.readings
        ),
    )
    return Document(
        title="Copie de votre dossier",
        author=file.structure.name,
        date=on,
        sections=(
            Section("Vous", (who,)),
            Section("Ce que vous avez accepté", (consents,)),
            Section("Qui prend part à vos soins", (circle,)),
            *(Section(part.label, (Paragraph(text.text),)) for part, text in written),
            *((Section("Vos médicaments", (drugs,)),) if shown.drugs else ()),
            Section("Qui a lu ce dossier", (readings,)),
        ),
    )
