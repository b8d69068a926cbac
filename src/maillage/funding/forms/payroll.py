"""A payroll file as a page sends it, and what is said beside it."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone

from maillage.funding.forms.kept_file import MOST_BYTES, KeptFileForm
from maillage.funding.queries.posts import choices_of
from maillage.funding.rules.payroll import LABELS, NOWHERE, month_in, read
from maillage.funding.types.payroll import PayrollReading
from maillage.kernel import BadInput
from maillage.structures.models import LegalPerson
from maillage.tables import read_bytes
from maillage.ui.forms import NeededFile

COLUMN = "column-"


class PayrollForm(KeptFileForm):
    """Besides: `column-<key>`, the title of a column chosen by hand; `keep`, once it was seen."""

    too_large = "importez une année à la fois"
    missing = "Choisissez le fichier que votre cabinet de paie vous a donné."
    unnamed = "paie.csv"

    file = NeededFile(
        label="Le fichier de paie",
        required=False,
        help_text="CSV, XLSX, XLS ou ODS, 1\N{NO-BREAK SPACE}Mo au plus. Une ligne par salarié et par mois.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods", "class": "form-control"}),
    )
    month = forms.CharField(
        label="Le mois, quand le fichier ne le dit pas",
        required=False,
        max_length=30,
        help_text="« mars 2026 » ou « 03/2026 ».",
    )
    post = forms.ChoiceField(
        label="Pour, quand le fichier ne le dit pas",
        help_text="Une mission, ou une clé de répartition votée.",
    )

    def __init__(self, person: LegalPerson, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["post"]).choices = choices_of(person, splits=True)
        self.kept = {each.key: each.title for each in person.payroll_columns.all()}
        self.reading: PayrollReading | None = None

    @property
    def chosen(self) -> dict[str, str]:
        """The title of each column: as it was chosen here, else as the last file had it."""
        said = {key: str(self.data.get(f"{COLUMN}{key}", ""))[:120] for key in LABELS}
        return {**self.kept, **{key: title for key, title in said.items() if title}}

    @property
    def columns(self) -> list[tuple[str, str, list[tuple[str, str]], str]]:
        """(name, label, choices, chosen) of each column; none before a file is read."""
        if self.reading is None:
            return []
        offered = [
            (title, f"{title} — {samples}" if samples else title) for title, samples in self.reading.titles
        ]
        return [
            (f"{COLUMN}{key}", label[:1].upper() + label[1:], [(NOWHERE, "Aucune"), *offered], self.reading.found.get(key, NOWHERE))
            for key, label in LABELS.items()
        ]  # fmt: skip

    def clean_month(self) -> date | None:
        written = self.cleaned_data["month"].strip()
        month = month_in(written) if written else None
        if written and month is None:
            raise forms.ValidationError("Ce mois ne se lit pas : écrivez « mars 2026 » ou « 03/2026 ».")
        return month

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        try:
            name, content = self.content(data)
            book = read_bytes(name, content, most_bytes=MOST_BYTES)
            self.reading = read(book, self.chosen, month=data["month"], on=timezone.localdate())
        except BadInput as refusal:
            self.add_error("file", str(refusal))
            return data
        if self.reading.why:
            self.add_error(None, self.reading.why)
        self.show_again(name, content, "month", "post")
        return data
