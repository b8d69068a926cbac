"""The columns that say a commune, as all kinds of files title them: every door knows the same ones."""

from maillage.tables.columns import Column, beginning, exactly

INSEE = Column(
    "insee",
    "le code Insee de la commune",
    (
        beginning("code insee", "insee", "code commune insee", "codeinsee", "code insee de la commune"),
        beginning(
            "code commune", "code de la commune", "codgeo", "code geo", "codegeo", "depcom", "code com"
        ),
        exactly("code", "citycode", "cog", "commune insee"),
    ),
    need="commune",
)
POSTAL = Column(
    "postal", "le code postal", (beginning("code postal", "codepostal", "code post"), exactly("cp"))
)
NAME = Column(
    "commune",
    "la commune",
    (
        exactly("commune", "communes", "ville", "villes"),
        beginning("nom commune", "nom de la commune", "libelle commune", "libelle de la commune", "nom com"),
        exactly("liste des communes", "communes membres", "communes concernees", "communes couvertes"),
        exactly("libgeo", "localite", "commune de residence", "commune d origine", "residence", "origine"),
    ),
    need="commune",
)
DEPARTEMENT = Column(
    "departement",
    "le département",
    (
        exactly(
            "departement", "dep", "dept", "code departement", "code du departement", "numero de departement"
        ),
    ),
)
COMMUNE = (INSEE, POSTAL, NAME, DEPARTEMENT)
