"""What the trail remembers, and how long: each kind says how it is erased."""

from django.db.models import TextChoices


class Kind(TextChoices):
    WRITE = "write", "Écriture"  # erased with the structure it speaks of
    ACCESS = "access", "Accès"  # erased with the structure it speaks of
    DOWNLOAD = "download", "Document sorti"  # erased with the structure it speaks of
    SIGN_IN = (
        "sign_in",
        "Entrée",
    )  # about no structure; the number of its account leads to nobody once that is erased
    IMPORT = "import", "Fichier importé"  # about no structure; names nobody
