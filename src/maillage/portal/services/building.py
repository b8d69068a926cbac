"""Building an instance, and preparing its tables."""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from maillage import geography
from maillage.directory.queries.vintages import vintages
from maillage.directory.services.importing import import_finess, import_rpps
from maillage.directory.services.storing import swap
from maillage.documents.services import build_references
from maillage.kernel import BadInput, integer, paths
from maillage.limits.services import sweep
from maillage.mail.services import forget_old
from maillage.portal.services.demonstration import make_demo, show_examples
from maillage.ui.services import copy_vendor_assets


def build_everything(*, force: bool = False) -> Iterator[str]:
    """Communes, fonts and references of documents, static files, tables; what is up to date is left alone."""
    report = geography.build(force=force)
    if report.built:
        yield f"Communes compilées : {integer(report.communes)} en {report.seconds:.1f} s."
    copy_vendor_assets()
    build_references()
    # Settings were read before the assets existed on a fresh machine.
    settings.STATICFILES_DIRS = [paths.ASSETS]
    if force or stamp() != kept_stamp():
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        (paths.VAR / "static.stamp").write_text(stamp())
        yield "Fichiers statiques réunis."


def stamp() -> str:
    """Changes when a static file does."""
    folders = [paths.ASSETS, *sorted((paths.PROJECT / "src" / "maillage").glob("*/static"))]
    files = (file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file())
    digest = blake2b(digest_size=16)
    for file in files:
        digest.update(str(file.name).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def kept_stamp() -> str:
    file = paths.VAR / "static.stamp"
    return file.read_text() if file.exists() else ""


def prepare_tables() -> None:
    """Bring the tables up to date; an empty directory where there is none."""
    call_command("migrate", interactive=False, verbosity=0)
    swap.ensure()


def prepare_database() -> None:
    """Its tables; fill the demonstration the first time."""
    prepare_tables()
    clear_out()
    if settings.DEMO or settings.EXAMPLES:
        make_demo(examples_only=not settings.DEMO)
    else:
        show_examples()


def clear_out() -> None:
    """Erase what is over: sessions, the counts of limits, and what old messages said."""
    call_command("clearsessions")
    sweep(now=timezone.now())
    forget_old(now=timezone.now())


#: Around the demonstration's territory, at about the density of France.
DEMO_DEPARTEMENTS, DEMO_ROWS = ("82", "46", "47"), 27_000


def lacks_demo_directory() -> bool:
    """A demonstration where nothing was ever imported."""
    read = vintages()
    return settings.DEMO and not (read.rpps or read.finess)


def inventor() -> Callable[..., Any]:
    """`maillage_invention.invent`, which a checkout has. Raises BadInput in an installed package."""
    try:
        from maillage_invention import invent
    except ModuleNotFoundError:
        raise BadInput(
            "Cette installation n’a pas de quoi inventer un annuaire : c’est dans les sources de Maillage seulement. "
            "Importez les fichiers officiels : « maillage import rpps », « maillage import finess »."
        ) from None
    return invent


def make_demo_directory() -> None:
    """Invented people on real communes: some seconds, once. Raises BadInput in an installed package."""
    invent = inventor()
    with TemporaryDirectory() as folder:
        invent(Path(folder), rows=DEMO_ROWS, seed=1, departements=DEMO_DEPARTEMENTS)
        import_rpps([folder], on=timezone.now())
        import_finess(folder, on=timezone.now())
