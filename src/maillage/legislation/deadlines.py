"""When each mission must start and be deployed, counted in months from the signature of the contract."""

from dataclasses import dataclass
from datetime import date

from maillage.kernel import BadInput, Source, add_months, date_in_french, read_day, with_no_break_spaces
from maillage.legislation.catalogue import missions
from maillage.legislation.engine.parameters import DatedValue
from maillage.legislation.entries import Mission
from maillage.legislation.rules.cpts import ACI, ACI_IN_FORCE
from maillage.legislation.values import parameters

FREE = "Mission optionnelle : vous choisissez vos dates avec l'ARS et l'Assurance maladie."
CAME_LATER = (
    "Mission créée par un texte du {day}, après votre signature : le délai laissé aux contrats déjà signés "
    "n'est pas dans nos sources. À lire dans l'avenant 2."
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """Last days to start and to have deployed a mission; None when free or unknown, and `note` says which."""

    mission: str
    label: str
    status: str
    start_by: date | None
    deployed_by: date | None
    source: Source
    note: str = ""


def deadlines(form_key: str, signed: date) -> tuple[Deadline, ...]:
    """One deadline per mission of the form as known today, socle first.

    Raises BadInput for a signature before the agreement, or too far ahead for the calendar.
    """
    known = missions(form_key, on=date.max)
    in_force = date.fromisoformat(ACI_IN_FORCE)
    if signed < in_force:
        sentence = (
            f"Aucun contrat n'a pu être signé le {date_in_french(signed)} : {ACI}, "
            f"s'applique depuis le {date_in_french(in_force)}."
        )
        raise BadInput(with_no_break_spaces(sentence), field="signed")
    read_day(signed, field="signed")
    return tuple(_deadline(form_key, mission, signed) for mission in known)


def _deadline(form_key: str, mission: Mission, signed: date) -> Deadline:
    about = (mission.key, mission.label, mission.status)
    prefix = f"{form_key}.deadlines.{mission.key}"
    if f"{prefix}.start_by" not in parameters():
        return Deadline(*about, None, None, mission.source, with_no_break_spaces(FREE))
    start, deployed = (parameters()[f"{prefix}.{step}"].at(signed) for step in ("start_by", "deployed_by"))
    if start is None or deployed is None:
        note = with_no_break_spaces(CAME_LATER.format(day=date_in_french(mission.since)))
        return Deadline(*about, None, None, mission.source, note)
    return Deadline(*about, _after(signed, start), _after(signed, deployed), start.source or mission.source)


def _after(signed: date, months: DatedValue) -> date | None:
    return None if months.value is None else add_months(signed, int(months.value))
