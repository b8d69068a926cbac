"""A list of members as a page sends it: a file or lines pasted, and what is said beside them."""

import csv
import io
from collections.abc import Iterator
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils import timezone

from maillage import legislation
from maillage.kernel import BadInput, folded
from maillage.people.forms.table import profession_choices
from maillage.people.services.importing import (
    LEFT_OUT,
    NEW_CARD,
    NOWHERE,
    GivenList,
    Options,
    Reading,
    read_members,
)
from maillage.people.services.importing.cells import trades_begun
from maillage.tables import Book, Sheet, read_bytes, read_text
from maillage.ui.forms import DATE, NOT_SO_OLD, GivenElsewhere

MOST_BYTES = 2_000_000
#: Words asked about on one page; the others wait for the next reading.
MOST_TRADES = 40
COLUMN, CHOICE, TRADE = "column-", "choice-", "trade-"


class FileOrLines(forms.FileField):
    """Needed, unless lines are pasted: it is not said « facultatif »."""

    is_needed = True


class ImportForm(forms.Form):
    """What was typed comes back; a file comes back as its text, so that nothing is kept of it meanwhile.

    Besides: `column-<key>`, the title of a column chosen by hand; `tariff`, those that make members; `choice-<line>`,
    whose card a line is; `keep`, the key of what was seen.
    """

    file = FileOrLines(
        label="Votre fichier",
        required=False,
        help_text="CSV, XLSX, XLS ou ODS, 2\N{NO-BREAK SPACE}Mo au plus. Un export de HelloAsso convient.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods", "class": "form-control"}),
    )
    text = GivenElsewhere(
        label="Ou des lignes copiées d’un tableur",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "class": "pasted-lines"}),
        help_text="La première dit ce que contient chaque colonne\N{NO-BREAK SPACE}: Nom, Prénom, Profession, Commune, Courriel.",
    )
    name = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    since = forms.DateField(
        label="Adhésion le, quand la liste ne le dit pas",
        required=False,
        widget=DATE,
        validators=[NOT_SO_OLD],
        help_text="Videz cette date pour créer des fiches sans adhésion.",
    )
    profession = forms.ChoiceField(
        label="Profession, quand la liste ne la dit pas", required=False, choices=profession_choices
    )
    replaces = forms.BooleanField(
        label="Remplacer ce que disent les fiches par ce que dit la liste", required=False
    )
    completes = forms.BooleanField(
        label="Prendre dans l’annuaire national le RPPS des personnes qu’il est seul à désigner",
        required=False,
    )

    OPTIONS = ("since", "profession", "replaces", "completes")

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"since": timezone.localdate()})
        self.reading: Reading | None = None
        self.notes: tuple[str, ...] = ()

    @classmethod
    def again(cls, given: GivenList) -> Self:
        """As it was sent for a list that was not brought in after all."""
        options, data = given.options, QueryDict(mutable=True)
        said = {"text": given.text, "name": given.name, "profession": options.profession}
        said |= {"since": options.since.isoformat() if options.since else ""}
        said |= {name: "on" for name in ("replaces", "completes") if getattr(options, name)}
        said |= {f"{COLUMN}{key}": title for key, title in options.columns.items()}
        said |= {f"{TRADE}{word}": key for word, key in options.trades.items()}
        said |= {f"{CHOICE}{line}": to for line, to in given.choices.items()}
        data.update(said)
        if options.tariffs is not None:
            data["tariffs"] = "1"
            data.setlist("tariff", sorted(options.tariffs))
        return cls(data)

    @property
    def given(self) -> GivenList | None:
        """What a worker must know to bring it in; None while it is not valid."""
        if not self.is_valid() or self.reading is None:
            return None
        return GivenList(self.reading.name, self.data.get("text", ""), self.options, self.key, self.choices)

    @property
    def key(self) -> str:
        """Of what was seen."""
        return self.data.get("keep", "")[:32] or "-"

    @property
    def source_fields(self) -> list[forms.BoundField]:
        return [self["file"], self["text"]]

    @property
    def error_fields(self) -> list[tuple[forms.BoundField, list[str]]]:
        """As `ui/errors.html` reads them."""
        return [(field, list(map(str, field.errors))) for field in self.visible_fields()]

    @property
    def option_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.OPTIONS]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            book = self._book(data)
            self.reading = read_members(book, self.options) if not self.errors else None
        except BadInput as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else "text", str(refusal))
        return data

    def _book(self, data: dict[str, Any]) -> Book:
        """Of the file, else of the lines. Raises BadInput."""
        file = data.get("file")
        if file is None and not data.get("text", "").strip():
            raise BadInput("Choisissez un fichier, ou collez des lignes.", field="file")
        if file is None:
            name = data.get("name") or "liste collée"
            return read_text(data["text"], name=name)
        book = read_bytes(file.name, file.read(MOST_BYTES + 1), most_bytes=MOST_BYTES)
        text = as_text(book)
        self.notes = (*book.notes, *encoding_told(book))
        aside = (COLUMN, CHOICE, TRADE, "tariff")  # said of the list before
        given = {name: self.data.get(name) for name in self.data if not name.startswith(aside)}
        self.data = {**given, "text": text, "name": file.name[:120]}  # to show again
        return read_text(text, name=file.name[:120])

    @property
    def options(self) -> Options:
        said = {name: self.cleaned_data.get(name) for name in self.OPTIONS}
        columns = {
            name.removeprefix(COLUMN): value
            for name in self.data
            if name.startswith(COLUMN) and (value := self.data.get(name))
        }
        tariffs = frozenset(map(folded, self._several("tariff"))) if "tariffs" in self.data else None
        return Options(
            columns=columns,
            tariffs=tariffs,
            since=said["since"],
            profession=said["profession"] or "",
            trades=self._trades,
            replaces=bool(said["replaces"]),
            completes=bool(said["completes"]),
        )

    @property
    def _trades(self) -> dict[str, str]:
        known = legislation.professions_by_key()
        said = ((name, self.data.get(name, "")) for name in self.data if name.startswith(TRADE))
        return {name.removeprefix(TRADE): key for name, key in said if key in known}

    @property
    def trades(self) -> list[tuple[str, str, int, list[tuple[str, str]], str]]:
        """(name, word, lines, choices, chosen) of each word of the list that a person says the profession of."""
        said, found = self._trades, []
        asked = self.reading.trades_asked if self.reading else ()
        words = [*asked, *((word, 0) for word in said)]
        for word, count in words[:MOST_TRADES]:
            begun = [(each.key, each.label) for each in trades_begun(word)]
            others = [choice for choice in profession_choices()[1:] if choice not in begun]
            choices = [("", "Choisissez…"), *begun, *others]
            found.append((f"{TRADE}{folded(word)}", word, count, choices, said.get(folded(word), "")))
        return found

    def _several(self, name: str) -> list[str]:
        held: list[str] = self.data.getlist(name) if hasattr(self.data, "getlist") else []
        return held

    @property
    def choices(self) -> dict[int, str]:
        """Line → a card, NEW_CARD or LEFT_OUT."""
        return dict(self._choices())

    def _choices(self) -> Iterator[tuple[int, str]]:
        for name in self.data:
            line, value = name.removeprefix(CHOICE), self.data.get(name, "")
            is_known = value in {NEW_CARD, LEFT_OUT} or (value.isdecimal() and len(value) < 19)
            if name.startswith(CHOICE) and line.isdecimal() and len(line) < 8 and is_known:
                yield int(line), value

    @property
    def columns(self) -> list[tuple[str, str, list[tuple[str, str]], str, bool]]:
        """(name, label, choices, chosen, whether it must be chosen) of each column that is looked for; none before a list is read."""
        if self.reading is None:
            return []
        offered = [
            (title, f"{title} — {samples}" if samples else title)
            for title, samples in self.reading.recognised.titles
        ]
        return [
            (
                f"{COLUMN}{found.key}",
                found.label,
                [*([("", "Choisissez…")] if found.among else []), (NOWHERE, "Aucune"), *offered],
                found.title or ("" if found.among else NOWHERE),
                bool(found.among),
            )
            for found in self.reading.recognised.found
        ]


def as_text(book: Book) -> str:
    """Its one sheet as lines, at their numbers. Raises BadInput when several may be meant."""
    sheets = [sheet for sheet in book.sheets if sheet.rows and not sheet.hidden] or [
        sheet for sheet in book.sheets if sheet.rows
    ]
    if len(sheets) > 1:
        titles = ", ".join(f"« {sheet.title} »" for sheet in sheets[:5])
        raise BadInput(
            f"Ce classeur a plusieurs feuilles : {titles}. Gardez celle de la liste.", field="file"
        )
    return _written(sheets[0])


def _written(sheet: Sheet) -> str:
    """Each line as wide as the widest, so that its separator is never mistaken."""
    width = max(2, *(len(row.cells) for row in sheet.rows))
    lines = [""] * max(row.line for row in sheet.rows)
    for row in sheet.rows:
        cells = [" ".join(cell.split()) for cell in row.cells]
        content = io.StringIO()
        csv.writer(content, delimiter=";", lineterminator="").writerow(cells + [""] * (width - len(cells)))
        lines[row.line - 1] = content.getvalue()
    return "\n".join(lines)


def encoding_told(book: Book) -> tuple[str, ...]:
    if book.encoding in {"", "UTF-8"}:
        return ()
    return (f"Fichier lu en {book.encoding} : vérifiez les accents.",)
