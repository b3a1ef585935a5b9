"""Static files as they are sent: without what only those who read the sources need."""

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

from config.bundles import BUNDLES, joined
from web.lean import lean

# Whose files are read as text.
_OWN = ("js/", "css/")


class LeanStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Collects scripts and sheets lean, and puts those of a bundle together, under the hash of what is sent."""

    bundles = BUNDLES

    def _save(self, name: str, content: "File[Any]") -> str:
        place = name.replace("\\", "/")
        if place.startswith(_OWN):
            content.seek(0)
            content = ContentFile(lean(place, content.read().decode()).encode())
        return str(super()._save(name, content))

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Names and compresses what was collected; `paths` is collectstatic's: name → (storage, path in it).

        Raises KeyError when a member of a bundle wasn't collected.
        """
        if not dry_run:
            paths = paths | {name: (self, self._bundled(name, paths)) for name in self.bundles}
        yield from super().post_process(paths, dry_run, **options)

    def _bundled(self, name: str, paths: dict[str, Any]) -> str:
        text = joined(self.bundles[name], lambda member: lean(member, _read(*paths[member])))
        self.delete(name)
        return str(self.save(name, ContentFile(text.encode())))


def _read(storage: Any, path: str) -> str:
    with storage.open(path) as file:
        return str(file.read().decode())
