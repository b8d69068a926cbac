"""What the trail remembers, and how long: each kind says how it is erased."""

from django.db.models import TextChoices


class Kind(TextChoices):
    WRITE = "write", "Écriture"  # erased with the structure it speaks of
    ACCESS = "access", "Accès donné ou retiré"  # erased with the structure it speaks of
    DOWNLOAD = "download", "Document sorti"  # erased with the structure it speaks of
