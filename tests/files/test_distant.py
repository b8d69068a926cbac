"""Papers on S3-compatible storage: kept, read and erased as in a folder; when it fails, said, and nothing is lost."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from pytest_django.fixtures import Settings

from files.buckets import KEY, SECRET, Bucket, serving
from files.test_files import ABOUT, NOON, PDF
from maillage.config import environment
from maillage.files import services
from maillage.files.models import File, Stray
from maillage.files.types import NotReached
from maillage.kernel import BadInput
from maillage.portal.commands import cli


@pytest.fixture
def bucket(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Iterator[Bucket]:
    monkeypatch.setattr("botocore.retries.standard.time", Quick)
    with serving() as found:
        told = f"s3://{KEY}:{quote(SECRET, safe='')}@{found.address}/pieces/maillage?https=0"
        monkeypatch.setenv("MAILLAGE_FILES", told)
        settings.STORAGES = {**settings.STORAGES, "files": environment.files()}
        yield found


class Quick:
    """A clock that does not wait before it tries again."""

    time = staticmethod(time.time)

    @staticmethod
    def sleep(_seconds: float) -> None:
        pass


def kept(**said: Any) -> File:
    given: dict[str, Any] = {"about": ABOUT, "by": None, "at": NOON, **said}
    return services.keep(SimpleUploadedFile("Madame Fictif.pdf", PDF), **given)


@pytest.mark.django_db
def test_a_paper_comes_back_with_the_same_headers_from_a_private_object(bucket: Bucket) -> None:
    file = kept()
    assert bucket.objects == {f"/pieces/maillage/{file.place}": PDF}
    answer = services.response_of(file)
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert all(f"Credential={KEY}/" in signed for _, signed in bucket.asked)


@pytest.mark.django_db
def test_a_paper_has_no_address_of_its_own(bucket: Bucket) -> None:
    with pytest.raises(ValueError, match="no address"):
        storages["files"].url(kept().place)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_a_paper_that_the_storage_does_not_take_is_refused_in_one_sentence(
    bucket: Bucket, status: int
) -> None:
    bucket.fails = status
    with pytest.raises(NotReached, match="n’a pas pu être gardé"):
        kept()
    assert not File.objects.exists()


@pytest.mark.django_db
def test_a_storage_that_is_away_is_said_and_its_papers_are_not(bucket: Bucket) -> None:
    file = kept()
    bucket.fails = 503
    with pytest.raises(NotReached, match="pas perdue"):
        services.response_of(file)
    bucket.fails = 0
    assert services.response_of(file).content == PDF


@pytest.mark.django_db
def test_a_paper_that_is_not_there_is_told_from_a_storage_that_is_away(bucket: Bucket) -> None:
    file = kept()
    bucket.objects.clear()
    with pytest.raises(BadInput, match="sauvegarde") as refusal:
        services.response_of(file)
    assert not isinstance(refusal.value, NotReached)


@pytest.mark.django_db
def test_nobody_listening_is_said_too(
    bucket: Bucket, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILLAGE_FILES", f"s3://{KEY}:clef@127.0.0.1:9/pieces?https=0")
    settings.STORAGES = {**settings.STORAGES, "files": environment.files()}
    with pytest.raises(NotReached):
        kept()


@pytest.mark.django_db(transaction=True)
def test_what_could_not_be_erased_is_erased_the_next_day(bucket: Bucket) -> None:
    file = kept()
    bucket.fails = 503
    services.drop(file)
    assert bucket.objects
    assert not File.objects.exists()
    services.sweep(now=NOON + timedelta(days=2))
    assert bucket.objects
    bucket.fails = 0
    services.sweep(now=NOON + timedelta(days=3))
    assert not bucket.objects
    assert not Stray.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_storage_that_is_away_is_not_asked_once_more_for_each_paper(bucket: Bucket) -> None:
    for _ in range(5):
        kept()
    bucket.fails, bucket.asked = 503, []
    services.erase_subject(ABOUT)
    assert not File.objects.exists()
    assert len(bucket.asked) == 2  # one paper, tried twice


@pytest.mark.django_db(transaction=True)
def test_what_was_written_though_it_was_said_not_to_be_is_swept(bucket: Bucket) -> None:
    bucket.fails, bucket.lies = 500, True
    with pytest.raises(NotReached):
        kept()
    bucket.fails = 0
    assert bucket.objects
    services.sweep(now=NOON + timedelta(hours=23))
    assert bucket.objects
    services.sweep(now=NOON + timedelta(hours=25))
    assert not bucket.objects


@pytest.mark.django_db(transaction=True)
def test_a_removal_that_is_given_up_erases_nothing(bucket: Bucket) -> None:
    file = kept()
    with transaction.atomic():
        services.drop(file)
        transaction.set_rollback(True)
    assert services.response_of(file).content == PDF
    services.sweep(now=NOON + timedelta(hours=1))
    assert not Stray.objects.exists()


@pytest.mark.django_db
def test_a_full_disk_is_said_as_a_storage_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_said: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storages["files"], "save", full)
    with pytest.raises(NotReached):
        kept(about=uuid4())


def test_the_operator_tries_it_by_a_command(bucket: Bucket) -> None:
    answer = CliRunner().invoke(cli, ["files", "check", "--json"])
    assert (answer.exit_code, json.loads(answer.output)["works"]) == (0, True)
    assert not bucket.objects
    bucket.fails = 403
    answer = CliRunner().invoke(cli, ["files", "check"])
    assert answer.exit_code == 1
    assert SECRET not in answer.output


# Told by its operator

UNDERSTOOD = {
    "s3://clef:secret@s3.example.org/pieces": ("https://s3.example.org", "pieces", "", "us-east-1"),
    "s3://clef:secret@s3.example.org:9000/pieces/": (
        "https://s3.example.org:9000",
        "pieces",
        "",
        "us-east-1",
    ),
    "s3://clef:secret@s3.example.org/pieces/a/b?region=fr-par": (
        "https://s3.example.org",
        "pieces",
        "a/b",
        "fr-par",
    ),
    "s3://clef:secret@127.0.0.1:9000/pieces?https=0": ("http://127.0.0.1:9000", "pieces", "", "us-east-1"),
}
REFUSED = (
    "pieces",
    "https://clef:SECRET@s3.example.org/pieces",
    "s3://s3.example.org/pieces",
    "s3://clef@s3.example.org/pieces",
    "s3://clef:SECRET@s3.example.org",
    "s3://clef:SECRET@s3.example.org/",
    "s3://clef:SEC/RET@s3.example.org/pieces",
    "s3://clef:SECRET@s3.example.org:port/pieces",
    "s3://clef:SECRET@s3.example.org:99999/pieces",
    "s3://clef:SECRET@s3.example.org/Pieces",
    "s3://clef:SECRET@s3.example.org/pieces/../autres",
    "s3://clef:SECRET@s3.example.org/pieces?https=oui",
    "s3://clef:SECRET@s3.example.org/pieces?acl=public-read",
    "s3://clef:SECRET@s3.example.org/pieces?region",
    "s3://clef:SECRET@[s3/pieces",
)


@pytest.mark.parametrize("url", UNDERSTOOD)
def test_a_bucket_is_read(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_FILES", url)
    options = environment.files()["OPTIONS"]
    found = tuple(options[name] for name in ("endpoint_url", "bucket_name", "location", "region_name"))
    assert found == UNDERSTOOD[url]
    assert (options["access_key"], options["secret_key"]) == ("clef", "secret")


@pytest.mark.parametrize("url", REFUSED)
def test_a_bucket_that_is_not_understood_is_refused_without_its_secret(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILLAGE_FILES", url)
    with pytest.raises(BadInput, match="MAILLAGE_FILES n’est pas compris") as refusal:
        environment.files()
    assert "SEC" not in str(refusal.value).replace("SECRET@serveur", "")


def test_packages_that_are_not_installed_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_FILES", next(iter(UNDERSTOOD)))
    monkeypatch.setattr(environment, "find_spec", lambda _name: None)
    with pytest.raises(BadInput, match="requirements-s3"):
        environment.files()
