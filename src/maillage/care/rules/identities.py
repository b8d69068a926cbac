"""What must never be typed where nobody is to be named: shapes of phones, of NIR, of birth dates, of names."""

import re

from maillage.kernel import BadInput, with_no_break_spaces

PHONE = re.compile(r"(?:(?:\+|00)\s?33|\b0)\s?(?:\(0\)\s?)?[1-9](?:[ .\-]?\d{2}){4}\b")
NIR = re.compile(
    r"\b[12]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d{2}|2[AB])(?:\s?\d{3}){2}(?:\s?\d{2})?\b",
    re.IGNORECASE,
)
LONG_NUMBER = re.compile(r"\b\d{9,}\b")  # of a card, of a record
EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+\.\w+")
_MONTHS = "janv|févr|fevr|mars|avr|mai|juin|juil|août|aout|sept|oct|nov|déc|dec"
BORN = re.compile(
    rf"\bn[ée]e?\s+(?:le|en)\b|\b\d{{1,2}}[/.\-]\d{{1,2}}[/.\-](?:19|20)?\d{{2}}\b"
    rf"|\b\d{{1,2}}(?:er)?\s+(?:{_MONTHS})[a-zéû.]*\s+(?:19|20)\d{{2}}\b",
    re.IGNORECASE,
)
#: « Mme O. », « M. Durand », « Mr DUPONT »; « le Dr Martin » is a professional, and may be named.
CALLED = re.compile(r"\b(?:m(?:r|me|lle|onsieur|adame|ademoiselle)|M)\b\.?\s+[A-ZÀ-Ý][\w’'.\-]*")
_CALLED_SMALL = re.compile(r"\b(?:mme|mlle|monsieur|madame|mademoiselle|mr)\b\.?\s+\w", re.IGNORECASE)
#: « DUPONT Jeanne », « Jeanne DUPONT »: a surname in capitals beside a first name.
NAMED = re.compile(r"\b[A-ZÀ-Ý]{3,}\s+[A-ZÀ-Ý][a-zà-ÿ]{2,}\b|\b[A-ZÀ-Ý][a-zà-ÿ]{2,}\s+[A-ZÀ-Ý]{4,}\b")
STREET = re.compile(
    r"\b\d{0,4}\s?(?:bis|ter)?,?\s?(?:rue|avenue|av\.|boulevard|bd|impasse|allée|chemin)\s+(?:de|du|des|d’|la|le|les|[A-ZÀ-Ý])",
    re.IGNORECASE,
)
#: In the order in which they are told.
SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("un numéro de sécurité sociale", NIR),
    ("un téléphone", PHONE),
    ("une adresse de courriel", EMAIL),
    ("un long numéro", LONG_NUMBER),
    ("une date de naissance", BORN),
    ("un nom", CALLED),
    ("un nom", _CALLED_SMALL),
    ("un nom", NAMED),
    ("une adresse", STREET),
)


def identities_in(text: str) -> tuple[str, ...]:
    """What of somebody this text seems to say, in words, each once; empty when nothing is seen."""
    return tuple(dict.fromkeys(what for what, shape in SHAPES if shape.search(text)))


def refuse_identity(text: str, *, field: str = "note") -> str:
    """The text, when it names nobody. Raises BadInput with what was seen and the way out."""
    if seen := identities_in(text):
        raise BadInput(
            with_no_break_spaces(
                f"Ce texte semble contenir {' et '.join(seen)}. Ici, personne n’est nommé : retirez-le, gardez-le à "
                "votre guichet, à côté du code de la demande."
            ),
            field=field,
        )
    return text
