"""A payroll file against what is noted: whose month is there already, and what each line is for."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Count, QuerySet, Sum

from maillage.funding.enums import ExpenseKind
from maillage.funding.models import Expense, PayrollImport, PayrollLine
from maillage.funding.queries.expenses import OFF, post_of
from maillage.funding.queries.posts import KEY, choices_of
from maillage.funding.types.payroll import PayFate, PayLine
from maillage.kernel import BadInput, add_months, euros, folded, month_and_year, with_no_break_spaces
from maillage.structures.models import LegalPerson, Structure
from maillage.tables import SheetCell


def imports_of(structure: Structure) -> QuerySet[PayrollImport]:
    """The newest first, each with its `count` of lines and its `total`."""
    return (
        PayrollImport.objects.filter(legal_person__structure=structure)
        .select_related("by", "legal_person__structure")
        .annotate(count=Count("lines"), total=Sum("lines__expense__amount"))
    )


def pay_in_rows(structure: Structure) -> Iterator[Sequence[SheetCell]]:
    """Each line that was brought in, undone or not: what the office says of it, and where its expense stands."""
    yield (
        "Mois", "Salarié ou fonction", "Objet", "Brut", "Charges de l’employeur", "Net", "Coût total", "État", "Payée le", "Fichier",
        "Importée le", "Import annulé le",
    )  # fmt: skip
    lines = PayrollLine.objects.filter(batch__legal_person__structure=structure)
    for each in lines.select_related("batch", "expense").order_by("-month", "expense__name", "pk"):
        expense, batch = each.expense, each.batch
        yield (
            each.month, expense.name, expense.label, each.gross, each.charges, each.net, expense.amount,
            expense.state_words, expense.paid_on or "", batch.name, batch.on, batch.undone_on or "",
        )  # fmt: skip


def fates_of(person: LegalPerson, lines: Sequence[PayLine], post: str) -> Iterator[PayFate]:
    """In their order. `post`: of the lines that say none."""
    choices = dict(choices_of(person, splits=True))
    noted = _noted(person, lines)
    before: dict[tuple[str, date, str], int] = {}
    for line in lines:
        try:
            chosen = post_said(line.post, choices) if line.post else post
            words = choices.get(chosen, "")
            if not words:
                raise BadInput("Dites pour quoi est cette paie : choisissez un poste ou une clé.")
            first = before.setdefault((folded(line.who), line.month, chosen), line.line)
            if first != line.line:
                raise BadInput(
                    f"Même personne, même mois et même poste que la ligne {first} : gardez une seule ligne, ou leur somme."
                )
            is_there = _is_there(line, noted[folded(line.who), line.month], chosen)
        except BadInput as refusal:
            yield PayFate(line, "", "", why=with_no_break_spaces(str(refusal)))
        else:
            yield PayFate(
                line, chosen, words, is_there=is_there, notes=tuple(map(with_no_break_spaces, line.notes))
            )


def post_said(written: str, choices: dict[str, str]) -> str:
    """The post or the key that a file names. Raises BadInput when it is none, or several."""
    plain = folded(written)
    labels = {value: folded(words) for value, words in choices.items()}
    for fits in (
        [value for value, words in labels.items() if words == plain or words == folded(f"clé {written}")],
        [value for value, words in labels.items() if words.startswith(plain) and not value.startswith(KEY)],
    ):
        if len(fits) == 1:
            return fits[0]
    known = ", ".join(choices.values())
    raise BadInput(f"« {written[:40]} » n’est pas un de vos postes. Écrivez l’un de ceux-ci : {known}.")


def _noted(person: LegalPerson, lines: Sequence[PayLine]) -> defaultdict[tuple[str, date], list[Expense]]:
    """The pay of these months that counts, by name and month."""
    found: defaultdict[tuple[str, date], list[Expense]] = defaultdict(list)
    months = [each.month for each in lines]
    if not months:
        return found
    paid = Expense.objects.filter(
        legal_person=person, kind=ExpenseKind.PAYROLL, dated_on__gte=min(months), dated_on__lt=add_months(max(months), 1)
    ).exclude(state__in=OFF)  # fmt: skip
    for each in paid:
        found[folded(each.name), each.dated_on.replace(day=1)].append(each)
    return found


def _is_there(line: PayLine, noted: Sequence[Expense], post: str) -> bool:
    """Whether it was noted before. Raises BadInput when another sum was, for the same post."""
    same = [each for each in noted if post_of(each) == post]
    if any(each.amount == line.total for each in noted):
        return True
    if same:
        raise BadInput(
            f"La paie de {line.who} pour {month_and_year(line.month)} est déjà notée, de {euros(same[0].amount or 0)} : "
            "annulez-la d’abord, ou retirez cette ligne."
        )
    return False
