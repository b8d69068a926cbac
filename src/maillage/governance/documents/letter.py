"""What governance writes by itself in a document: the instances, who sits there, the seats that are kept."""

from datetime import date

from maillage.documents.types import Block, Table
from maillage.governance.enums import Office
from maillage.governance.models import Mandate
from maillage.governance.queries.seats import instances_of, runs, shares_of, with_seats
from maillage.structures.models import Structure


def instances(structure: Structure, *, on: date) -> tuple[Block, ...]:
    """Each instance with those who hold an office; then the seats that statutes keep, and how many are held."""
    known = list(instances_of(structure, on=on))
    if not known:
        return ()
    officers: dict[int, list[str]] = {}
    seated: dict[int, int] = {}
    running = Mandate.objects.filter(runs(on), instance__in=known).select_related("person").order_by("pk")
    for mandate in running:
        seated[mandate.instance_id] = seated.get(mandate.instance_id, 0) + 1
        if mandate.office not in {Office.MEMBRE, Office.SUPPLEANT}:
            said = f"{mandate.person.name} ({mandate.get_office_display().lower()})"
            officers.setdefault(mandate.instance_id, []).append(said)
    rows = tuple(
        (
            each.name,
            each.get_kind_display(),
            "tous les membres" if each.seats_everybody else str(seated.get(each.pk, 0)),
            ", ".join(officers.get(each.pk, [])) or "à désigner",
        )
        for each in known
    )
    headers = ("Instance", "Type", "Qui siège", "Fonctions")
    shares = tuple(
        (each.name, share.label, str(share.seats), str(share.held))
        for each in with_seats(structure, on=on).distinct()
        for share in shares_of(each, on=on)
    )
    kept = Table(
        headers=("Instance", "Collège ou profession", "Sièges", "Pourvus"),
        rows=shares,
        align="llrr",
        caption="Sièges réservés",
    )
    return (Table(headers=headers, rows=rows, caption="Instances"), *([kept] if shares else []))
