"""The letters that every bank of the SEPA reads, and nothing else."""

import re
import unicodedata

from maillage.kernel import APOSTROPHES, HYPHENS, BadInput

ALLOWED = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]+")
OTHERS = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
#: What Unicode does not take apart, or would drop; quotes go, so that nothing is left of them.
LIKE = str.maketrans(
    {
        **dict.fromkeys(HYPHENS + "_", "-"),
        **dict.fromkeys(APOSTROPHES, "'"),
        **dict.fromkeys('«»“”„"°', ""),
        "&": "+",
        "€": "EUR",
        "@": "(at)",
        ";": ",",
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "Æ": "AE",
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
    }
)
LONGEST_REFERENCE = 35


def sepa_text(text: str) -> str:
    """« N'Diaye–Œillard & Fils_2 » → « N'Diaye-OEillard + Fils-2 »; empty when none of its letters is Latin.

    It never begins nor ends by « / », nor holds two of them.
    """
    apart = unicodedata.normalize("NFKD", text.translate(LIKE)).translate(LIKE)
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    spaced = " ".join(OTHERS.sub(" ", plain).split())
    return re.sub(r"/{2,}", "/", spaced).strip(" /")


def is_reference(text: str) -> bool:
    """Whether a text may be a reference as it is: references are never healed, two of them would become one."""
    return 0 < len(text) <= LONGEST_REFERENCE and text == sepa_text(text) and " " not in text


def payment_reference(code: str, number: int) -> str:
    """The reference of a payment, from the short code of its structure: « CPTSVO-000123 ».

    Raises BadInput when the code is too long: it is never cut.
    """
    letters = re.sub(r"[^A-Z0-9]", "", sepa_text(code).upper())
    reference = f"{letters}-{number:06}"
    if not letters or len(reference) > LONGEST_REFERENCE:
        most = LONGEST_REFERENCE - len(f"-{number:06}")
        raise BadInput(
            f"Le code « {code} » ne peut pas commencer une référence : de 1 à {most} lettres ou chiffres.",
            field="code",
        )
    return reference
