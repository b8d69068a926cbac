"""Naming a document on the command line, by what its people call it."""

from maillage.dossier.models import Document
from maillage.dossier.queries.documents import known_plan, plans_of, title_of
from maillage.kernel import BadInput, folded, joined
from maillage.structures.models import Structure


def named(structure: Structure, name: str) -> Document:
    """By its number, its title, or the key of its plan or its beginning: « projet-de-sante ». Not saved when nobody began
    it. Raises BadInput, with those there are."""
    begun = list(structure.documents.all())
    for each in begun:
        each.structure = structure
    wanted = _dashed(name)
    if wanted.isdecimal() and (found := next((each for each in begun if str(each.pk) == wanted), None)):
        return found
    plans = plans_of(structure)
    for whole in (True, False):
        for each in begun:
            if known_plan(each.plan) and _answers(wanted, (each.plan, title_of(each)), whole=whole):
                return each
        for plan in plans:
            if _answers(wanted, (plan.key, plan.title), whole=whole):
                return Document(structure=structure, plan=plan.key)
    known = joined([f"« {_dashed(plan.key)} »" for plan in plans])
    raise BadInput(f"Aucun document « {name} » ici. Documents de cette forme : {known}.", field="document")


def _answers(wanted: str, names: tuple[str, str], *, whole: bool) -> bool:
    """Whether one of the names is what is wanted, or begins with it."""
    known = [_dashed(each) for each in names]
    return wanted in known if whole else any(each.startswith(f"{wanted}-") for each in known)


def _dashed(name: str) -> str:
    return folded(name.replace("_", " ").replace("’", " ")).replace(" ", "-").replace("'", "-")
