"""Who practises where, as the national files say: derived data, built aside and swapped (services.storing.swap).

These tables are not migrated: `swap` creates them from these classes, in an SQLite file of their own, and replaces
them whole at each import. No foreign key of another room points here: they keep the number as text. Text is TextField
throughout: a national file knows no maximum length. OptOut alone is ours, in the main database.
"""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from maillage.registers import Register


@models.TextField.register_lookup
class Match(models.Lookup):
    """`column__match`: what an expression of FTS5 finds in a column of a full-text index."""

    lookup_name = "match"

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        column, values = self.process_lhs(compiler, connection)
        return f"{column} MATCH %s", (*values, self.rhs)


class Derived(models.Model):
    """A table of the directory: `swap` creates it, nothing migrates it."""

    class Meta:
        abstract = True
        managed = False


class Numbered(Derived):
    """Numbered from 1 as it is filled."""

    id = models.IntegerField(primary_key=True)

    class Meta(Derived.Meta):
        abstract = True


class Person(Numbered):
    """One professional, whatever the number of activities."""

    national = models.TextField("identification nationale")  # type digit + number, as the source gives it
    number = models.TextField("RPPS ou Adeli")
    family = models.TextField("nom d’exercice")
    given = models.TextField("prénom d’exercice")
    sort = models.TextField("nom replié")  # family then given, folded: the order of lists
    #: Changes when any row of this person does: what « changed since last time » counts.
    fingerprint = models.BigIntegerField()

    class Meta(Numbered.Meta):
        indexes = [
            models.Index(fields=["number"], name="directory_person_number"),
            models.Index(fields=["national", "fingerprint"], name="directory_person_national"),
        ]


class OfPerson(Numbered):
    """A row that a file gives of a person."""

    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)

    class Meta(Numbered.Meta):
        abstract = True
        indexes = [models.Index(fields=["person"], name="directory_%(class)s_person")]


class Activity(OfPerson):
    """A row of the file: one person, one structure, one way of practising."""

    #: Our profession (a key of legislation.professions()), empty when the catalogue has none.
    trade = models.TextField("profession")
    profession_label = models.TextField("libellé profession")
    category = models.TextField("catégorie professionnelle")  # its label: Civil, Militaire, Etudiant
    skill = models.TextField("code savoir-faire")
    skill_label = models.TextField("savoir-faire")
    mode = models.TextField("mode d’exercice")  # registers.Mode
    genre = models.TextField("genre d’activité")  # registers.Genre
    sector = models.TextField("secteur d’activité")  # TRE_R02
    role = models.TextField("rôle")
    counts = models.IntegerField("compte pour")  # bits of registers.Counts; 0: nowhere
    structure = models.TextField("clé de structure")  # registers.ActivityLine
    finess = models.TextField("FINESS")
    structure_name = models.TextField("structure")
    address = models.TextField("adresse")
    postcode = models.TextField("code postal")
    #: Unit in force (geography.atlas()), a city when its arrondissement is not said; empty when it is unknown.
    commune = models.TextField("commune")
    phones = models.TextField("téléphones")  # separated by a space, ten digits when French
    email = models.TextField("courriel de la structure")

    class Meta(Numbered.Meta):
        indexes = [
            *OfPerson.Meta.indexes,
            # All that a count of people reads.
            models.Index(
                fields=["commune", "trade", "counts", "person", "structure"], name="directory_activity_where"
            ),
        ]


class Skill(OfPerson):
    """A savoir-faire of a person: `SavoirFaire` file."""

    profession = models.TextField("code profession")
    kind = models.TextField("type")
    kind_label = models.TextField("libellé du type")
    code = models.TextField("code")
    label = models.TextField("savoir-faire")


class Diploma(OfPerson):
    """A diploma or an authorisation of a person: `Dipl_AutExerc` file."""

    label = models.TextField("diplôme")
    authorisation = models.TextField("autorisation d’exercice")

    def __str__(self) -> str:
        return self.label or self.authorisation


class Headcount(Numbered):
    """How many people of one profession practise in an area: counted once at import, read by every diagnosis.

    `area` is a commune or an arrondissement (« 82121 »), an intercommunalité (« E248200099 »), a département (« D82 »), a region
    (« R76 ») or France (« F »). A person is counted once per area. Students and activities that are not care are left out; replacements are apart.
    """

    area = models.TextField()
    trade = models.TextField()
    people = models.IntegerField()
    #: Liberal practice, or salaried by a centre de santé: what a patient reaches without a hospital.
    in_town = models.IntegerField()
    liberal = models.IntegerField()
    replacing = models.IntegerField()  # people who only replace there: not in `people`
    places = models.IntegerField()  # distinct structures
    #: Communes only: people in town, each shared equally between the communes where they practise; of a city, those
    #: whose arrondissement is not said.
    share = models.FloatField()

    class Meta(Numbered.Meta):
        indexes = [models.Index(fields=["area", "trade"], name="directory_headcount_area")]


class Reach(Derived):
    """Our accessibility index of one profession, for every commune at once (geography.Accessibility)."""

    trade = models.TextField(primary_key=True)  # a key of professions(), or « pharmacie »
    content = models.BinaryField()  # Accessibility.to_bytes(), read back by atlas().accessibility_from()


class Place(Numbered):
    """An open establishment of FINESS."""

    finess = models.TextField("FINESS ET")
    finess_ej = models.TextField("FINESS EJ")
    siret = models.TextField("SIRET")
    name = models.TextField("nom")
    sort = models.TextField("nom replié")
    category = models.TextField("catégorie")  # TRE_R397
    kind = models.TextField("nature")  # registers.PlaceKind, empty for the others
    address = models.TextField("adresse")
    postcode = models.TextField("code postal")
    commune = models.TextField("commune")
    phones = models.TextField("téléphones")
    opened_on = models.DateField("ouvert le", null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    #: How precise the point is: « numero », « rue », « commune »; empty without point.
    precision = models.TextField("précision du point")
    fingerprint = models.BigIntegerField()

    class Meta(Numbered.Meta):
        indexes = [
            models.Index(fields=["finess"], name="directory_place_finess"),
            models.Index(fields=["commune", "kind"], name="directory_place_where"),
        ]


class Name(Derived):
    """A folded name, numbered in the order lists are shown in, in a full-text index (FTS5)."""

    #: Another way to create the table: {} is its name. Prefixes of three letters and fewer have an index of their own.
    CREATED = (
        "CREATE VIRTUAL TABLE {} USING fts5(subject UNINDEXED, name, practice, "
        "detail=column, columnsize=0, prefix='1 2 3', tokenize=\"ascii tokenchars '_'\")"
    )

    id = models.IntegerField(primary_key=True, db_column="rowid")
    subject = models.IntegerField()  # id of the person or the place
    name = models.TextField()
    #: What a search may ask beside the name: communes, their départements, professions, specialties or kinds of place.
    practice = models.TextField()

    class Meta(Derived.Meta):
        abstract = True


class Near(Derived):
    """A word of the names under itself and under each of its one-letter deletions: a typo meets it on one of these."""

    CREATED = "CREATE TABLE {} (key text, word text, names integer, PRIMARY KEY (key, word)) WITHOUT ROWID"

    pk = models.CompositePrimaryKey("key", "word")
    key = models.TextField()
    word = models.TextField()
    names = models.IntegerField()  # how many hold the word

    class Meta(Derived.Meta):
        abstract = True


class PersonName(Name): ...


class PersonNear(Near): ...


class PlaceName(Name): ...


class PlaceNear(Near): ...


class ImportedFile(Derived):
    """A national file as it was last read: the answer to « says who, and when? »."""

    name = models.TextField(primary_key=True)  # registers.ACTIVITY_FILE and the others
    register = models.TextField(choices=[(each.value, each.value) for each in Register])
    origin = models.TextField("chemin ou adresse")
    digest = models.TextField("empreinte")  # SHA-256, hexadecimal
    size = models.BigIntegerField("octets")
    published_on = models.DateField("daté du", null=True)  # said by its name or by the server
    imported_at = models.DateTimeField("lu le")
    rows_read = models.IntegerField()
    rows_kept = models.IntegerField()
    rows_refused = models.IntegerField()
    subjects = models.IntegerField("personnes ou lieux")
    added = models.IntegerField("nouveaux", null=True)  # null the first time
    left = models.IntegerField("partis", null=True)
    changed = models.IntegerField("modifiés", null=True)


class Remark(Numbered):
    """What was odd in a file, counted: refused rows by reason, codes we do not know, warnings."""

    file = models.TextField()
    kind = models.TextField()  # registers.RemarkKind
    reason = models.TextField()  # a French sentence
    rows = models.IntegerField()
    lines = models.TextField()  # the first lines concerned: « 12, 45, 3 098 »


class OptOut(models.Model):
    """Someone who asked not to be shown: left out at each import. Ours, so it lives in the main database."""

    national = models.CharField("identification nationale", max_length=20, primary_key=True)
    asked_on = models.DateField("demandé le")

    class Meta:
        verbose_name = "opposition"

    def __str__(self) -> str:
        return self.national


#: What each register fills; an import replaces its own and leaves the other's.
TABLES: dict[Register, tuple[type[models.Model], ...]] = {
    Register.RPPS: (
        Person, Activity, Skill, Diploma, Headcount, PersonName, PersonNear,
    ),
    Register.FINESS: (Place, PlaceName, PlaceNear),
}  # fmt: skip
#: Filled by both: each keeps the rows of the other.
SHARED: tuple[type[models.Model], ...] = (Reach, ImportedFile, Remark)
DERIVED = (*TABLES[Register.RPPS], *TABLES[Register.FINESS], *SHARED)
