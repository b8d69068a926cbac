"""From the FINESS+ file to rows of models.Place."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import IO, Any
from zipfile import is_zipfile

from maillage.directory.enums import PlaceKind
from maillage.directory.queries.categories import categories
from maillage.directory.services.reading import finess_plus
from maillage.directory.services.reading.files import Progress, Source, opened
from maillage.directory.services.reading.finess_plus import Establishment, day
from maillage.directory.services.reading.phones import UNREADABLE, phones_in
from maillage.directory.services.reading.points import Point
from maillage.directory.services.reading.remarks import CUT, LONGEST_NAME, LONGEST_NUMBER, Remarks
from maillage.geography import atlas
from maillage.kernel import BadInput, finess, folded, integer, joined

Row = tuple[Any, ...]
FAR = "Coordonnées loin de la commune : laissées de côté, les distances partent de la mairie."

LEAST_KEPT = 0.9  # of what the directory held: a year closes far less than a tenth


def read_places(path: Path, remarks: Remarks, progress: Progress = lambda _: None) -> Iterator[Row]:
    """Rows of models.Place, in the order of its fields, numbered from 1.

    FINESS+ JSON (schema v1), compressed by gzip or not; read as it comes, in a constant memory. `opened_on` is an ISO
    text. Raises BadInput when the file is another, or stops before its end.
    """
    with _understood(path, progress) as (file, tell):
        yield from _Desk(remarks).rows(finess_plus.read_plus(file, remarks, tell))


def published_on(path: Path) -> date | None:
    """The day the file itself says it was made. Raises BadInput like read_places."""
    with _understood(path) as (file, _):
        return finess_plus.published_on(file)


def guards(previous: int | None, kept: int) -> None:
    """Raises BadInput when a file read to its end gives too few places to take the place of the directory."""
    if kept == 0:
        raise BadInput(
            "Ce fichier ne donne aucun lieu ouvert. Ce n’est sans doute pas celui des structures FINESS."
        )
    if previous and kept < LEAST_KEPT * previous:
        raise BadInput(
            f"Ce fichier donne {integer(kept)} lieux ouverts, l’annuaire en tient {integer(previous)} : plus d’un sur "
            "dix disparaîtrait. Vérifiez que le fichier est entier et national."
        )


@contextmanager
def _understood(
    path: Path, progress: Progress = lambda _: None
) -> Iterator[tuple[IO[bytes], Callable[[], None]]]:
    """Like `opened`; what a broken JSON raises becomes a sentence."""
    import ijson

    if is_zipfile(path):
        raise BadInput(
            f"« {path.name} » est une archive ZIP. Décompressez-la, puis donnez le fichier qu’elle contient."
        )
    try:
        with opened(Source(path), progress) as (file, tell):
            _refuse_another_format(file.peek(64)[:64], path)
            yield file, tell
    except (ijson.JSONError, UnicodeDecodeError) as failure:
        if "premature EOF" in str(failure) or "Incomplete" in str(failure):
            said = "s’arrête avant sa fin : le téléchargement a été coupé"
        else:
            said = "n’est pas un JSON bien formé"
        raise BadInput(f"« {path.name} » {said}. Téléchargez-le de nouveau.") from None


def _refuse_another_format(start: bytes, path: Path) -> None:
    start = start.removeprefix(finess_plus.BOM).lstrip()
    if start.startswith(b"finess;"):
        raise BadInput(
            f"« {path.name} » est une extraction de FINESS d’avant mai 2026, que Maillage ne lit pas : celle d’aujourd’hui, "
            "« finess-structures.json.gz », est sur data.gouv.fr, et « maillage import finess » la télécharge."
        )
    if not start.startswith(b"{"):
        raise BadInput(f"« {path.name} » n’est pas le JSON de FINESS+. Donnez « finess-structures.json.gz ».")


class _Desk:
    """Judges what was read, place after place: warns, counts, and refuses only what cannot be kept."""

    def __init__(self, remarks: Remarks) -> None:
        self.remarks = remarks
        self._unit_of = cache(atlas().unit_of)
        self._seen: dict[str, int] = {}
        self._unnamed: Counter[str] = Counter()

    def rows(self, found: Iterator[Establishment]) -> Iterator[Row]:
        number = count(1)
        for place in found:
            commune, point = self._unit_of(place.commune), place.point
            is_far = bool(point and commune and atlas().is_beyond(commune, *point))
            values = self._values(place, commune, None if is_far else point)
            print_ = fingerprint(values)
            if self._is_kept(place, values, print_):
                if is_far:
                    self.remarks.warn(FAR, place.rank)
                yield next(number), *values, print_
        self._conclude()

    def _values(self, place: Establishment, commune: str, point: Point | None) -> Row:
        category = categories().get(place.category)
        name, opened_on = place.name[:LONGEST_NAME], day(place.opened_on)
        return (
            place.finess,
            place.finess_ej,
            place.siret,
            name,
            folded(name),
            place.category,
            str(category.kind if category else PlaceKind.AUTRE),
            place.address,
            place.postcode,
            place.commune,
            commune,
            " ".join(phones_in(place.phones)[0]),
            opened_on.isoformat() if opened_on else None,
            point.latitude if point else None,
            point.longitude if point else None,
            place.precision if point else "",
        )

    def _is_kept(self, place: Establishment, values: Row, print_: int) -> bool:
        refuse, before = self.remarks.refuse, self._seen.get(place.finess)
        if not place.finess:
            refuse(place.rank, "Lieu sans numéro FINESS.")
        elif len(place.finess) > LONGEST_NUMBER:
            refuse(place.rank, f"Lieu dont le numéro FINESS dépasse {LONGEST_NUMBER} caractères.")
        elif any(isinstance(value, str) and "\0" in value for value in values):
            refuse(place.rank, "Lieu dont un texte contient un caractère nul.")
        elif before == print_:
            refuse(place.rank, "Lieu répété à l’identique.")
        else:
            self._seen[place.finess] = print_
            self._judge(place, is_second=before is not None)
            return True
        return False

    def _judge(self, place: Establishment, *, is_second: bool) -> None:
        warn, line = self.remarks.warn, place.rank
        if is_second:
            warn("Numéro FINESS donné à deux lieux, comme quand une pharmacie déménage.", line)
        for what, number in (("FINESS", place.finess), ("FINESS de la personne morale", place.finess_ej)):
            if odd := oddity_of(number):
                warn(f"Numéro {what} {odd} : gardé tel quel.", line)
        if not place.name:
            warn("Lieu sans nom.", line)
        if len(place.name) > LONGEST_NAME:
            warn(CUT, line)
        if not place.commune:
            warn("Lieu sans code commune : absent des comptes par commune.", line)
        elif not self._unit_of(place.commune):
            self.remarks.unknown("Code commune", place.commune, line)
        if place.opened_on and not day(place.opened_on):
            warn("Date d’ouverture illisible : laissée de côté.", line)
        if place.has_coordinates and not place.point:
            warn("Coordonnées qui ne sont pas des degrés du territoire du lieu : laissées de côté.", line)
        if not phones_in(place.phones)[1]:
            warn(UNREADABLE, line)
        if not place.has_coordinates:
            warn("Lieux sans coordonnées : leurs distances partent de la mairie.")
        if not place.category:
            warn("Lieux sans catégorie.")
        elif place.category not in categories():
            self._unnamed[place.category] += 1

    def _conclude(self) -> None:
        if self._unnamed:
            codes = [code for code, _ in self._unnamed.most_common(10)]
            shown = joined(codes) if len(self._unnamed) == len(codes) else f"{', '.join(codes)}…"
            self.remarks.warn(
                f"Lieux d’une catégorie que Maillage ne nomme pas, cherchés par leur nom seulement : {shown}.",
                rows=self._unnamed.total(),
            )


def oddity_of(number: str) -> str:
    """What is wrong in a FINESS number; empty when nothing is. The key of a Corsican one is not known."""
    from stdnum import luhn

    try:
        compact = finess(number)
    except BadInput:
        return "mal formé" if number else "absent"
    return "" if not compact.isdigit() or luhn.is_valid(compact) else "dont la clé est fausse"


def fingerprint(values: Row) -> int:
    """A number of 48 bits that changes with any of the values."""
    return int.from_bytes(blake2b(repr(values).encode(), digest_size=6).digest())
