"""Numbers of accounts and of banks, as people type them."""

import re

from maillage.kernel import HYPHENS, BadInput

#: The European Economic Area: a transfer inside it needs no address.
EEA = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
_BETWEEN = re.compile(rf"[\s.\-{HYPHENS}]")


def iban(text: str) -> str:
    """The compact form: spaces, dashes and case do not matter. Raises BadInput.

    Both keys are judged, that of the IBAN and the one of its country: « FR06 3000 6000 0112 3456 7890 188 » holds the
    first, and belongs to nobody.
    """
    from schwifty import IBAN
    from schwifty.exceptions import SchwiftyException

    compact = _BETWEEN.sub("", text).upper()
    try:
        read = IBAN(compact, validate_bban=True)
    except SchwiftyException:
        raise BadInput(
            "Cet IBAN n’existe pas : recopiez-le du RIB, sans rien oublier. Celui d’un compte français a vingt-sept signes.",
            field="iban",
        ) from None
    if not read.in_sepa_zone:
        raise BadInput(
            f"Un compte de ce pays ({read.country_code}) n’est pas dans l’espace des virements en euros : payez-le par "
            "votre banque.",
            field="iban",
        )
    return str(read)


def bic(text: str) -> str:
    """Eight or eleven signs. Raises BadInput."""
    from schwifty import BIC
    from schwifty.exceptions import SchwiftyException

    try:
        return str(BIC(_BETWEEN.sub("", text).upper()))
    except SchwiftyException:
        raise BadInput(
            "Ce BIC n’est pas bon : huit ou onze signes, recopiez-le du RIB.", field="bic"
        ) from None


def bic_of(account: str) -> str:
    """The BIC that the registers give to an IBAN, for its treasurer to confirm; empty when they do not."""
    from schwifty import IBAN

    return str(IBAN(account).bic or "")


def wants_an_address(account: str) -> bool:
    """Whether the bank of an IBAN wants the address of its holder."""
    return account[:2] not in EEA


def masked(account: str) -> str:
    """« FR76 … 0189 », to tell an account without giving it."""
    return f"{account[:4]} … {account[-4:]}"
