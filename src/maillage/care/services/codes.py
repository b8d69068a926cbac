"""Codes that stand for somebody where nobody is named: the desk writes them beside the name that it keeps."""

from secrets import choice

from maillage.care.models import CareRequest, Escap, PatientFile, Question
from maillage.structures.models import Structure

#: Read aloud on the phone: no figure that sounds or looks like a letter.
SPOKEN = "ACDEFHJKLMNPRTUVXY34679"


def new_code(structure: Structure) -> str:
    """Of nothing else in the structure. In a transaction that holds its row."""
    held = (CareRequest, Question, Escap, PatientFile)
    while True:
        code = "".join(choice(SPOKEN) for _ in range(5))
        if not any(each._base_manager.filter(structure=structure, code=code).exists() for each in held):
            return code
