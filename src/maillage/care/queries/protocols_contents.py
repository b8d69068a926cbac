"""All that is kept of protocols and of acts counted: for the export of the structure, and of somebody, in words."""

from typing import Any

from maillage.care.models import CountedAct, Enrolled
from maillage.care.queries.protocols import enrolments_of, texts_of, title_of
from maillage.care.rules.taps import label_of
from maillage.kernel import date_in_french
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import plain
from maillage.structures.queries.clocks import day_in


def contents(structure: Structure) -> dict[str, Any]:
    return {
        "local_texts": [
            plain(text)
            | {
                "versions": [
                    plain(each)
                    | {
                        "fingerprint": each.fingerprint,
                        "validations": [plain(who) | {"person": str(who)} for who in each.validations.all()],
                    }
                    for each in text.versions.all()
                ]
            }
            for text in texts_of(structure)
        ],
        "enrolments": [
            plain(each)
            | {
                "title": title_of(each),
                "referent": each.referent.name if each.referent else None,
                "team": [plain(one) | {"person": one.person.name} for one in each.team.all()],
            }
            for each in enrolments_of(structure)
        ],
        "counted_acts": [
            plain(each) | {"person": each.person.name if each.person else None}
            for each in structure.counted_acts.select_related("person")
        ],
    }


def of_card(person: Person) -> dict[str, list[dict[str, str]]]:
    """What is kept of somebody: protocols that they carry out, texts that they validated, acts that they counted."""
    enrolled = Enrolled.objects.filter(person=person).select_related("enrolment__local")
    acts = CountedAct.objects.filter(person=person, is_undone=False).select_related("enrolment__local")
    return {
        "Protocoles": [
            {
                "Protocole": title_of(each.enrolment),
                "Rôle": each.get_role_display(),
                "Formation finie le": date_in_french(each.trained_on) if each.trained_on else "",
                "Attestation": "jointe" if each.certificate_id else "",
            }
            for each in enrolled
        ]
        + [
            {"Protocole": title_of(each), "Rôle": "Référent de la déclaration"}
            for each in person.care_referent_of.select_related("local")
        ],
        "Textes validés": [
            {
                "Texte": str(each.version),
                "Réponse": each.get_answer_display(),
                "Le": date_in_french(day_in(person.structure, each.answered_at)) if each.answered_at else "",
                "Motif": each.reason,
            }
            for each in person.local_validations.select_related("version__text")
        ],
        "Actes comptés": [
            {
                "Le": date_in_french(each.on),
                "Acte": f"Issue d’un arbre : {each.outcome}" if each.tree else label_of(each.kind),
                "Protocole": title_of(each.enrolment) if each.enrolment else "",
            }
            for each in acts
        ],
    }
