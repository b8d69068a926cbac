"""A layer of habits, as a page sends it: its source, and a file or lines pasted."""

from typing import Any

from django import forms

from maillage.habits.enums import HabitKind
from maillage.habits.services.habit_file import MOST_BYTES, HabitReading, read_habits, text_of
from maillage.kernel import BadInput, plural, visible, with_no_break_spaces


class HabitForm(forms.Form):
    """What was typed comes back with the refusals; a file comes back as its text.

    `keep` is no field: the button that adds the layer sends the key of the reading that was shown.
    """

    name = forms.CharField(label="Nom du calque", max_length=120)
    kind = forms.ChoiceField(label="Ce que dit le fichier", choices=HabitKind, widget=forms.RadioSelect)
    source = forms.CharField(
        label="Source",
        max_length=200,
        help_text="Qui le publie, ou qui vous l’a remis\N{NO-BREAK SPACE}: ARS, Insee, caisse, hôpital.",
    )
    dated_on = forms.DateField(
        label="Date des données",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Cette date n’existe pas. Écrivez-la comme 2026-03-01."},
    )
    file = forms.FileField(
        label="Fichier (CSV, XLSX, XLS ou ODS)",
        required=False,
        help_text="2 Mo et 20\N{NARROW NO-BREAK SPACE}000 lignes au plus. "
        "S’il y a un fichier, c’est lui qui est lu, et non les lignes collées.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods", "class": "form-control"}),
    )
    text = forms.CharField(
        label="Lignes, collées ou lues dans le fichier",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "pasted-lines"}),
        help_text="Une ligne par commune et par groupe\N{NO-BREAK SPACE}: commune, groupe et, s’il y en a un, poids.",
    )

    def __init__(self, *args: Any, departement: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.departement = departement  # settles communes of one name
        self.reading: HabitReading | None = None

    def clean_name(self) -> str:
        return visible(self.cleaned_data["name"])

    def clean_source(self) -> str:
        return visible(self.cleaned_data["source"])

    def clean_file(self) -> str:
        """The text of the file; empty without one."""
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        try:
            return text_of(file.name, file.read(MOST_BYTES + 1))
        except BadInput as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "file" in self.errors or "text" in self.errors:
            return data
        if text := data.get("file"):
            self.data = {**{name: self.data.get(name) for name in self.data}, "text": text}  # to show again
        text = text or data.get("text", "")
        counted = data.get("kind") == HabitKind.FLOWS
        try:
            self.reading = read_habits(text, departement=self.departement, counted=counted)
        except BadInput as refusal:
            self.add_error("text", str(refusal))
            return data
        if self.reading.lost and not self.is_agreed:
            self.add_error("text", self._refused(self.reading))
        return data

    @property
    def is_agreed(self) -> bool:
        """What this reading gives was shown, and taken."""
        return self.reading is not None and self.data.get("keep") == self.reading.key

    @staticmethod
    def _refused(reading: HabitReading) -> str:
        count = plural(len(reading.lost), "ligne n’est pas comprise", "lignes ne sont pas comprises")
        if not reading.rows:
            return with_no_break_spaces(
                "Aucune ligne n’est comprise. Elles sont listées plus haut : corrigez-les."
            )
        return with_no_break_spaces(
            f"{count}, {reading.lines} le sont. Corrigez-les, ou gardez seulement les lignes comprises."
        )
