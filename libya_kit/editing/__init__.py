"""Changes of an article's folder: a new folder, new annotations, a changed text; each written whole or not at all."""

from typing import TYPE_CHECKING

from libya_kit.exports import lazy

if TYPE_CHECKING:
    from libya_kit.editing.changes import save_annotations
    from libya_kit.editing.new_folder import annotate, new_folder

__all__ = [
    "annotate",
    "new_folder",
    "save_annotations",
]

__getattr__ = lazy(
    __name__,
    {
        "annotate": "new_folder",
        "new_folder": "new_folder",
        "save_annotations": "changes",
    },
)
