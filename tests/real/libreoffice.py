"""The spreadsheet through a real LibreOffice: python tests/real/libreoffice.py (needs soffice, from libreoffice-calc).

The bundled article is exported as a workbook; LibreOffice opens it and saves it as a workbook and as CSV; each is taken
into a new folder of the same text. Annotations and tables must come back byte for byte.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from libya_kit.article.folder import FILES
from libya_kit.article.model import BUNDLED, shipped
from libya_kit.editing.changes import apply, told
from libya_kit.editing.new_folder import new_folder
from libya_kit.formats.spreadsheet import sheet

ALL_SHEETS_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def converted(book: Path, to: str, out: Path) -> Path:
    """Return what LibreOffice makes of a workbook: a workbook, or a folder of CSV files."""
    subprocess.run(
        ["soffice", "--headless", "--convert-to", to, "--outdir", out, book], check=True, capture_output=True
    )
    return out / book.name if to == "xlsx" else out


def main() -> int:
    """Return 0 where all came back byte for byte."""
    if shutil.which("soffice") is None:
        print("no soffice on this machine: apt-get install libreoffice-calc")
        return 2
    article = shipped("data") / BUNDLED
    about = json.loads((article / "article.json").read_bytes())
    lost = []
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        print(*sheet.write(article, home / "book.xlsx"), sep="\n")
        for to in ("xlsx", ALL_SHEETS_AS_CSV):
            out = home / to[:4].strip(":")
            given = converted(home / "book.xlsx", to, out)
            there = out / "new" / BUNDLED
            new_folder(there, article / "article.txt", title=about["title"], publisher="?", published_on="2000-01-01")
            *_, counted = told(apply(there, sheet.read(there, given)))
            names = [name for name in FILES if name not in ("article.txt", "article.json")]
            bad = [name for name in names if (there / name).read_bytes() != (article / name).read_bytes()]
            print(f"{to[:4].strip(':')}: {counted}; {'differing: ' + ', '.join(bad) if bad else 'byte for byte'}")
            lost += bad
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
