"""Write an article with a word that its schema has gained, and what the kit makes of it; for `test_vocabulary`."""

import json
import sys
from dataclasses import replace
from pathlib import Path

from folders import claim, write_folder

from libya_kit import casualties, displacement
from libya_kit.article.model import load_article
from libya_kit.formats import brat, label_studio
from libya_kit.formats.spreadsheet import sheet
from libya_kit.formats.tables import write_tables

TEXT = "Storm off Amel\n\nThe coastguard said that 12 people were out there on Tuesday.\n"
ROWS = {
    "actors": [{"actor_id": "coastguard", "name": "coastguard", "kind": "government"}],
    "places": [],
    "tallies": [],
    "tally_pairs": [],
}
BODY = {"value": 12, "qualifier": "exact", "population": "unspecified", "source": "coastguard"}
KINDS = {"casualties": "CasualtyClaim", "displacement": "DisplacementClaim"}
MORE = {"casualties": {"measure": "killed"}, "displacement": {"unit": "people", "kind": "stock"}}


def main(out: Path, table: str, given: dict) -> None:
    """Write the folder, its exports and what is said of it into `out`."""
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    body = BODY | MORE[table] | given
    item = replace(claim(TEXT, "c", KINDS[table], "12 people were out there"), body=body)
    folder = write_folder(out / "amel", TEXT, [item], rows=ROWS)
    for module, name in ((brat, "brat"), (label_studio, "studio"), (sheet, "amel.xlsx")):
        module.write(folder, out / name)
    write_tables(folder, out / "tables", "csv")
    article = load_article(folder)
    if table == "casualties":
        exhibit = casualties.exhibit(article)
        said = [casualties.casualty_bounds(article, body["measure"]).sentence]
    else:
        exhibit, said = displacement.exhibit(article, people="everyone"), []
    said += [exhibit.sentence, exhibit.alt, exhibit.table.to_string()]
    (out / "said.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3]))
