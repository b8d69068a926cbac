"""Where a request is, in plain words, for who asked by the public page and holds its code alone. Nobody is named."""

from maillage.care.enums import CLOSED, AskerKind, RequestKind, RequestState
from maillage.care.models import CareRequest
from maillage.care.queries.doctors import bridge_of
from maillage.kernel import with_no_break_spaces
from maillage.structures.models import Structure

UNKNOWN = "Nous ne trouvons pas ce code ici. Vérifiez-le, ou appelez : une demande finie depuis longtemps est effacée."
PLAINLY = {
    RequestState.OPEN: "Votre demande cherche un médecin. Si vous n’avez pas encore appelé avec votre code, appelez : sans "
    "votre appel, elle ne peut pas être proposée.",
    RequestState.TAKEN: "Un médecin a accepté. On vous appelle pour vous dire qui, et quand.",
    RequestState.DONE: "Votre demande a abouti : un médecin vous suit.",
    RequestState.UNMET: "Personne n’a pu la prendre pour l’instant. Appelez : on vous dira ce qui est possible.",
    RequestState.WITHDRAWN: "Votre demande est retirée : elle n’est plus proposée à personne.",
}


def followed(structure: Structure, code: str) -> CareRequest | None:
    """Asked of this structure by its public page; a code of a desk, of a professional, or of elsewhere is none.

    One that was found to be asked twice is where the other is.
    """
    asked = CareRequest.objects.filter(
        structure=structure, code=code, kind=RequestKind.DOCTOR, desk=None,
        asked_by__in=(AskerKind.PATIENT, AskerKind.CARER),
    )  # fmt: skip
    return asked.select_related("joined_to").first()


def plainly(request: CareRequest) -> str:
    found = request.joined_to or request
    said, bridge = PLAINLY[RequestState(found.state)], bridge_of(found)
    return with_no_break_spaces(
        f"{said} En attendant : {bridge[:1].lower()}{bridge[1:]}." if bridge else said
    )


def may_withdraw(request: CareRequest) -> bool:
    return request.joined_to_id is None and request.state not in CLOSED
