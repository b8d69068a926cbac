"""The drawing, as a page sends it: codes in the URL, and the gestures that change them."""

from collections.abc import Iterable
from typing import Any

from django import forms

from maillage.geography import Doubt, atlas
from maillage.kernel import BadInput, visible
from maillage.tables import Book, Preview, SeveralFit, read_bytes, read_text
from maillage.territories.queries.drawing import codes_in, members_of_epci
from maillage.territories.services.lists import read_list

#: More than any territory ever drawn (the largest département has fewer than 900 communes).
MOST_COMMUNES = 5_000
MOST_BYTES, LONGEST_NAME = 2_000_000, 120  # of a file; characters of its name
LONGEST_TITLE = 2_000  # characters of what somebody wrote above a column, or of the name of a sheet
#: Names that wait for a choice, and what is shown of each: beyond, a list is to be mended where it was written.
MOST_DOUBTS, MOST_CANDIDATES, LONGEST_DOUBT = 50, 20, 80


def with_whole_cities(codes: list[str]) -> list[str]:
    """A city whose arrondissements are all ticked is the city: the list and the map know the first alone."""
    for city, parts in atlas().names.cities.items():
        if set(parts) <= set(codes) and city not in codes:
            codes = [*(code for code in codes if code not in parts), city]
    return codes


def departements() -> set[str]:
    return {departement.code for departement in atlas().departements()}


def written(doubt: Doubt) -> str:
    """As a page carries it until it is settled: « 31016,82004|Asques »."""
    return f"{','.join(commune.code for commune in doubt.candidates)}|{doubt.text}"


def doubt_of(text: str) -> Doubt:
    """What `written` wrote; no candidate is left when somebody else wrote it."""
    codes, _, name = text.partition("|")
    known = (code for code in codes.split(",") if code in atlas().names.units)
    return shortened(Doubt(name, tuple(map(atlas().commune, known))))


def shortened(doubt: Doubt) -> Doubt:
    return Doubt(doubt.text[:LONGEST_DOUBT].strip(), doubt.candidates[:MOST_CANDIDATES])


class Boxes(forms.MultipleChoiceField):
    """Whatever is ticked: geography judges the codes."""

    def valid_value(self, value: str) -> bool:  # noqa: ARG002
        return True


class DrawingForm(forms.Form):
    """Every field is facultative: the page always shows something, with a sentence for each thing refused."""

    dep = forms.CharField(label="Département", required=False)
    codes = forms.CharField(required=False, widget=forms.HiddenInput)
    c = Boxes(required=False)  # the boxes ticked, when the page has no script
    listed = forms.CharField(required=False)  # the département whose boxes were shown with them
    take = forms.CharField(required=False)  # a whole EPCI
    drop = forms.CharField(required=False)  # a whole EPCI, or one commune
    add = forms.CharField(required=False)  # one commune, and the name that it settles: « 82004|Asques »
    skip = forms.CharField(required=False)  # a name that shall not be settled
    doubt = Boxes(required=False)  # names that wait for a choice
    clear = forms.CharField(required=False)
    before = forms.CharField(required=False)  # what was cleared, as long as nothing is chosen since
    pour = forms.SlugField(required=False)  # what the drawing is for: a word of the room that asked for it
    paste = forms.CharField(
        label="Coller des noms ou des codes",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Un nom ou un code Insee par ligne, ou séparés par des virgules.",
    )
    file = forms.FileField(
        label="Ou un fichier",
        required=False,
        allow_empty_file=True,  # the reader of tables says it, with the name of the file
        help_text="CSV, texte, XLSX, XLS ou ODS, 2\N{NO-BREAK SPACE}Mo au plus\N{NO-BREAK SPACE}; sans compte, 250\N{NO-BREAK SPACE}ko.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods", "class": "form-control"}),
    )
    sheet = forms.CharField(required=False, max_length=LONGEST_TITLE)  # which one to read, where several fit
    column = forms.CharField(required=False, max_length=LONGEST_TITLE)  # the same: « commune=Ville »
    q = forms.CharField(required=False, max_length=80)
    signed = forms.DateField(
        label="Date de signature de l’ACI envisagée",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Facultative\N{NO-BREAK SPACE}: sans elle, les délais des missions restent à fixer.",
        error_messages={"invalid": "Cette date n’existe pas. Écrivez-la comme 2027-03-01."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notes: list[str] = []
        self.doubts: list[Doubt] = []
        self.left_to_read = ""
        self.several: SeveralFit | None = None  # sheets or columns, of which one is to be chosen
        self.preview: Preview | None = None  # of what was pasted, or of the file: the fate of each row

    def clean_listed(self) -> str:
        code: str = self.cleaned_data["listed"]
        return code if code in departements() else ""

    def clean_dep(self) -> str:
        code: str = self.cleaned_data["dep"].strip().upper()
        if code and code not in departements():
            self.notes.append(f"Le département « {code[:10]} » n’existe pas. Choisissez-le dans la liste.")
            return ""
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data.setdefault("signed", None)  # a day nobody chose is no day
        data.setdefault("q", "")  # refused: too long for a name
        data["selection"] = self._selection(data)
        data["doubts"] = tuple(map(written, self.doubts))
        data["before"] = () if data["selection"] else self._before(data)
        return data

    def _before(self, data: dict[str, Any]) -> tuple[str, ...]:
        """The drawing to bring back, once nothing is left of it."""
        codes = (self._given(data) if data.get("clear") else []) or codes_in(data.get("before", ""))
        return atlas().resolve(codes[:MOST_COMMUNES]).codes if codes else ()

    def _keep_doubts(self, doubts: Iterable[Doubt], apart_from: set[str]) -> None:
        known = {doubt.text: doubt for doubt in (*self.doubts, *doubts) if doubt.candidates and doubt.text}
        self.doubts = [doubt for text, doubt in known.items() if text not in apart_from][:MOST_DOUBTS]

    def _selection(self, data: dict[str, Any]) -> tuple[str, ...]:
        if data.get("clear"):
            return ()
        added, _, settled = data.get("add", "").partition("|")
        self._keep_doubts(map(doubt_of, data["doubt"]), {settled, data.get("skip", "")})
        codes = self._given(data)
        codes = with_whole_cities([*codes, added] if added else codes)
        if data.get("drop") in atlas().names.units:
            codes = [code for code in atlas().smallest(codes) if code != data["drop"]]
        if len(codes) > MOST_COMMUNES:
            self.notes.append(
                f"Vous avez donné {len(codes)} codes ; nous en lisons {MOST_COMMUNES} au plus. "
                "Gardez les communes de votre territoire."
            )
            codes = codes[:MOST_COMMUNES]
        codes += self._pasted(data)
        wanted = self._resolved(codes)
        for field, gather in (("take", wanted.update), ("drop", wanted.difference_update)):
            if data.get(field) and data[field] not in atlas().names.units:
                gather(self._members(data[field]))
        return tuple(sorted(wanted))

    @staticmethod
    def _given(data: dict[str, Any]) -> list[str]:
        """The codes of the address; those of the boxes shown are ticked, or not."""
        codes = codes_in(data.get("codes", ""))
        if data.get("listed"):
            shown = {commune.code for commune in atlas().units_of(data["listed"])}
            codes = [code for code in atlas().smallest(codes) if code not in shown]
            codes += filter(str.strip, data["c"])
        return codes

    def _pasted(self, data: dict[str, Any]) -> list[str]:
        file = data.get("file")
        if not data.get("paste") and file is None:
            if "paste" in self.data:
                self.notes.append(
                    "Rien n’était collé. Collez des noms ou des codes de communes, un par ligne, ou choisissez un fichier."
                )
            return []
        self.left_to_read = data.get("paste", "")
        try:
            book = self._book(data)
            key, _, title = data.get("column", "").partition("=")
            choices = {key: title} if title else None
            reading = read_list(book, data.get("dep") or None, sheet=data.get("sheet", ""), choices=choices)
        except BadInput as refusal:
            if isinstance(refusal, SeveralFit) and len(refusal.titles) > 1:
                self.several = refusal
            self.notes.append(str(refusal))
            return []
        self.preview = reading.preview
        self.notes += (*book.notes, *reading.remarks) if file else reading.remarks
        self._keep_doubts(map(shortened, reading.doubts), set())
        unread = "\n".join(doubt.text for doubt in reading.doubts if not doubt.candidates)
        if file and self.left_to_read:
            self.notes.append(
                "Votre fichier est lu. Ce qui était collé reste ci-dessous\N{NO-BREAK SPACE}: ajoutez-le ensuite."
            )
            unread = "\n".join(filter(None, (self.left_to_read, unread)))
        self.left_to_read = unread
        return list(reading.codes)

    @staticmethod
    def _book(data: dict[str, Any]) -> Book:
        """Of the file, else of what was pasted. Raises BadInput."""
        file = data.get("file")
        if file is None:
            return read_text(data["paste"])
        name = visible(file.name)[:LONGEST_NAME]
        return read_bytes(name, file.read(MOST_BYTES + 1), most_bytes=MOST_BYTES)

    def _resolved(self, codes: list[str]) -> set[str]:
        if not codes:
            return set()
        selection = atlas().resolve(codes)
        self.notes += selection.sentences
        return set(selection.codes)

    def _members(self, epci: str) -> tuple[str, ...]:
        try:
            return members_of_epci(epci)
        except BadInput as refusal:
            self.notes.append(str(refusal))
            return ()
