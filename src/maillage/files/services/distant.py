"""Papers kept on S3-compatible storage. Imported when MAILLAGE_FILES asks for it: requirements-s3.txt brings its packages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage

from maillage.files.rules import MOST_BYTES

#: Seconds, as a page waits meanwhile; each is tried twice.
CONNECTED_WITHIN, ANSWERED_WITHIN, TRIES = 3, 10, 2


class DistantStorage(S3Storage):
    """A bucket that fails as a folder does: by an OSError."""

    def __init__(self, **said: Any) -> None:
        config = Config(
            s3={"addressing_style": "path"},
            signature_version="s3v4",
            connect_timeout=CONNECTED_WITHIN,
            read_timeout=ANSWERED_WITHIN,
            retries={"mode": "standard", "total_max_attempts": TRIES},
            # Sums of their own, which Amazon alone understands
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        whole = TransferConfig(multipart_threshold=2 * MOST_BYTES, use_threads=False)
        super().__init__(**said, client_config=config, transfer_config=whole)

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        with failing_as_a_folder(), super()._open(name, mode) as kept:
            return ContentFile(kept.read(), name=name)  # whole: a paper is small, and what fails does it here

    def _save(self, name: str, content: Any) -> str:
        with failing_as_a_folder():
            return str(super()._save(name, content))

    def exists(self, name: str) -> bool:
        with failing_as_a_folder():
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        with failing_as_a_folder():
            super().delete(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with failing_as_a_folder():
            folders, names = super().listdir(path)
            return folders, names

    def url(self, name: str, *_args: Any, **_said: Any) -> str:  # noqa: ARG002
        raise ValueError("a paper has no address of its own")


@contextmanager
def failing_as_a_folder() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError, Boto3Error) as failure:
        raise ConnectionError(str(failure)) from failure
