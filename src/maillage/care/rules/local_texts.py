"""What a text of a team may hold: no patient in it; a service, its phone, a date of a convention, yes."""

from maillage.care.rules.identities import Seen, identities_in, told
from maillage.kernel import BadInput

REFUSED = {Seen.NIR, Seen.BIRTH, Seen.CALLED, Seen.PERSON, Seen.NAMED}
MOST_PROTOCOL = 6_000


def refuse_people(words: str, *, field: str = "words") -> str:
    """Raises BadInput when a text that everybody reads names somebody."""
    if seen := {what: said for what, said in identities_in(words).items() if what in REFUSED}:
        raise BadInput(
            f"Ce texte semble contenir {told(seen)}. Écrivez la fonction ou le service : « le cabinet infirmier », "
            "« le médecin traitant ». Les personnes qui valident se choisissent à part.",
            field=field,
        )
    return words
