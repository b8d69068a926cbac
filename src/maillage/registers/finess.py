"""From the FINESS+ file to the open places, judged."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any, NamedTuple
from zipfile import is_zipfile

from maillage.geography import atlas
from maillage.kernel import BadInput, folded, joined
from maillage.registers import finess_plus
from maillage.registers.categories import categories
from maillage.registers.enums import PlaceKind
from maillage.registers.files import Progress, Source, opened
from maillage.registers.finess_plus import Establishment, day
from maillage.registers.numbers import oddity_of
from maillage.registers.phones import UNREADABLE, phones_in
from maillage.registers.points import Point
from maillage.registers.remarks import CUT, LONGEST_NAME, LONGEST_NUMBER, Remarks

FAR = "Coordonnées loin de la commune : laissées de côté, les distances partent de la mairie."


class OpenPlace(NamedTuple):
    """An open establishment, with our commune and our kind beside what the source gives."""

    finess: str
    finess_ej: str
    siret: str
    name: str
    sort: str  # its name, folded
    category: str  # TRE_R397
    kind: str  # PlaceKind
    address: str
    postcode: str
    commune: str  # unit in force; empty when it is unknown
    phones: str  # separated by a space
    opened_on: str | None  # ISO
    latitude: float | None
    longitude: float | None
    precision: str  # of the point
    fingerprint: int = 0  # 48 bits that change with anything the source gives


def read_places(path: Path, remarks: Remarks, progress: Progress = lambda _: None) -> Iterator[OpenPlace]:
    """FINESS+ JSON (schema v1), compressed by gzip or not; read as it comes, in a constant memory.

    Raises BadInput when the file is another, or stops before its end.
    """
    with _understood(path, progress) as (file, tell):
        yield from _Desk(remarks).places(finess_plus.read_plus(file, remarks, tell))


def published_on(path: Path) -> date | None:
    """The day the file itself says it was made. Raises BadInput like read_places."""
    with _understood(path) as (file, _):
        return finess_plus.published_on(file)


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

    def places(self, found: Iterator[Establishment]) -> Iterator[OpenPlace]:
        for place in found:
            commune, point = self._unit_of(place.commune), place.point
            is_far = bool(point and commune and atlas().is_beyond(commune, *point))
            kept = _open_place(place, commune, None if is_far else point)
            if self._is_kept(place, kept):
                if is_far:
                    self.remarks.warn(FAR, place.rank)
                yield kept
        self._conclude()

    def _is_kept(self, place: Establishment, kept: OpenPlace) -> bool:
        refuse, before = self.remarks.refuse, self._seen.get(place.finess)
        if not place.finess:
            refuse(place.rank, "Lieu sans numéro FINESS.")
        elif len(place.finess) > LONGEST_NUMBER:
            refuse(place.rank, f"Lieu dont le numéro FINESS dépasse {LONGEST_NUMBER} caractères.")
        elif any(isinstance(value, str) and "\0" in value for value in (*kept, place.commune)):
            refuse(place.rank, "Lieu dont un texte contient un caractère nul.")
        elif before == kept.fingerprint:
            refuse(place.rank, "Lieu répété à l’identique.")
        else:
            self._seen[place.finess] = kept.fingerprint
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


def _open_place(place: Establishment, commune: str, point: Point | None) -> OpenPlace:
    category = categories().get(place.category)
    name, opened_on = place.name[:LONGEST_NAME], day(place.opened_on)
    kept = OpenPlace(
        finess=place.finess,
        finess_ej=place.finess_ej,
        siret=place.siret,
        name=name,
        sort=folded(name),
        category=place.category,
        kind=str(category.kind if category else PlaceKind.AUTRE),
        address=place.address,
        postcode=place.postcode,
        commune=commune,
        phones=" ".join(phones_in(place.phones)[0]),
        opened_on=opened_on.isoformat() if opened_on else None,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        precision=place.precision if point else "",
    )
    return kept._replace(fingerprint=fingerprint((*kept, place.commune)))


def fingerprint(values: tuple[Any, ...]) -> int:
    """A number of 48 bits that changes with any of the values."""
    return int.from_bytes(blake2b(repr(values).encode(), digest_size=6).digest())
