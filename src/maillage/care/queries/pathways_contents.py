"""All that is kept of pathways and teams: for the export of the structure, and of somebody, in words."""

from typing import Any

from maillage.care.queries import escap, helping, pathways, teams
from maillage.kernel import date_in_french
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import plain
from maillage.structures.queries.clocks import day_in


def contents(structure: Structure) -> dict[str, Any]:
    return {
        "help": helping.contents(structure),
        **pathways.contents(structure),
        **teams.contents(structure),
        "escap": escap.contents(structure),
        "escap_counts": [plain(each) for each in structure.escap_counts.all()],
        "escap_parts": [
            plain(each) | {"person": each.person.name}
            for each in structure.escap_parts.select_related("person")
        ],
    }


def of_card(person: Person) -> dict[str, list[dict[str, str]]]:
    """What is kept of somebody: what they answer for, the teams that they are in, what they were called to."""
    return {
        "Parcours et fiches": [
            {"Titre": each.title, "Rôle": "en répond"}
            for rows in (person.pathways_owned, person.reflexsheets_owned, person.etp_owned)
            for each in rows.all()
        ],
        "Éducation thérapeutique": [
            {"Programme": each.programme.title} for each in person.etp_teams.select_related("programme")
        ],
        "Concertations": [
            {
                "Thème": each.call.theme,
                "Le": date_in_french(day_in(person.structure, each.call.starts_at)),
                "Réponse": each.get_coming_display() or "Aucune",
                "Présent": "Oui" if each.was_there else "Non dit",
            }
            for each in person.rcp_calls.select_related("call")
        ],
        "ESCAP": [
            {
                "Code": each.escap.code,
                "Rôle": "Médecin traitant" if each.is_attending else "Professionnel",
                "État": each.escap.get_state_display(),
            }
            for each in person.escap_teams.select_related("escap")
        ]
        + [
            {"Année": str(each.year), "Équipes effacées depuis": str(each.teams)}
            for each in person.escap_parts.all()
        ],
    }
