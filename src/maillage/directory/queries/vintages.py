"""How old the directory is: every figure drawn from it says so."""

from dataclasses import dataclass
from datetime import date

from django.db import connections, router
from django.db.models import Exists

from maillage.directory.models import ImportedFile, Person, Place
from maillage.kernel import date_in_french
from maillage.registers import ACTIVITY_FILE, FINESS_FILE, Register

#: How the RPPS numbers of maillage_invention begin; no number of the national register does.
INVENTED = "99"
#: The third character of its FINESS numbers, after the département.
INVENTED_PLACE = "9"
FIRST_PLACES = 20


@dataclass(frozen=True, slots=True)
class Vintage:
    """A national file as it was last read. `day` is its own date, else the day it was read."""

    name: str  # RPPS, FINESS
    day: date
    is_dated: bool
    digest: str
    subjects: int  # people or places
    is_invented: bool = False

    @property
    def words(self) -> str:
        """« RPPS du 5 octobre 2026 », or « RPPS lu le 5 octobre 2026 » when the file bears no date."""
        if self.is_invented:
            return f"{self.name} inventé pour la démonstration"
        return f"{self.name} {'du' if self.is_dated else 'lu le'} {date_in_french(self.day)}"


@dataclass(frozen=True, slots=True)
class Vintages:
    """The files the directory is made of; None for what was never imported."""

    rpps: Vintage | None = None
    finess: Vintage | None = None
    edition: str = ""

    def of(self, register: Register) -> Vintage | None:
        return self.rpps if register is Register.RPPS else self.finess

    @property
    def key(self) -> str:
        """Changes when the directory does: what is kept in memory is kept under it."""
        return "-".join((*(each.digest if each else "" for each in (self.rpps, self.finess)), self.edition))

    @property
    def invented_words(self) -> str:
        """What the demonstration made up; empty when all is real."""
        match (bool(self.rpps and self.rpps.is_invented), bool(self.finess and self.finess.is_invented)):
            case True, True:
                return "personnes et lieux sont inventés"
            case True, False:
                return "les personnes sont inventées"
            case False, True:
                return "les lieux sont inventés"
        return ""

    @property
    def is_open_data(self) -> bool:
        """Whether one register at least is the real one."""
        return any(each and not each.is_invented for each in (self.rpps, self.finess))

    @property
    def rpps_words(self) -> str:
        return self.rpps.words if self.rpps else "aucun annuaire RPPS importé"

    @property
    def finess_words(self) -> str:
        return self.finess.words if self.finess else "aucun fichier FINESS importé"


def vintages() -> Vintages:
    # Numbers of the ranges `maillage demo rpps` keeps to: nobody, or no place, of this register exists. One real number
    # may look like these; not all of the first ones.
    someone = Person.objects.filter(pk__in=Person.objects.order_by("pk").values("pk")[:1])
    places = Place.objects.filter(pk__in=Place.objects.order_by("pk").values("pk")[:FIRST_PLACES])
    read = ImportedFile.objects.all().annotate(
        has_invented_people=Exists(someone.filter(number__startswith=INVENTED)),
        has_invented_places=Exists(places) & ~Exists(places.exclude(finess__regex=f"^..{INVENTED_PLACE}")),
    )
    files = {file.name: file for file in read}
    people, places_file = files.get(ACTIVITY_FILE), files.get(FINESS_FILE)
    return Vintages(
        rpps=_vintage(Register.RPPS, people, is_invented=people.has_invented_people) if people else None,
        finess=_vintage(Register.FINESS, places_file, is_invented=places_file.has_invented_places)
        if places_file
        else None,
        edition=edition(),
    )


def edition() -> str:
    """The number drawn by services.storing.swap for each build, and for each person taken out."""
    with connections[router.db_for_read(ImportedFile)].cursor() as cursor:
        cursor.execute("PRAGMA application_id")
        return str(cursor.fetchone()[0])


def _vintage(register: Register, file: ImportedFile, *, is_invented: bool) -> Vintage:
    return Vintage(
        name=register.upper(),
        day=file.published_on or file.imported_at.date(),
        is_dated=file.published_on is not None,
        digest=file.digest,
        subjects=file.subjects,
        is_invented=is_invented,
    )
