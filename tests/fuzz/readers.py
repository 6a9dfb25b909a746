"""Any bytes to every reader, led by coverage: `python tests/fuzz/readers.py READER [-max_total_time=300]`.

It needs atheris, which is no part of the kit's environment: make one of its own, `pip install atheris` there, and run
this by its Python with the kit's libraries on PYTHONPATH. A reader returns or raises KitError; anything else, or more
than ten seconds or 2 GB, ends the run, and the bytes that did it are left in a file `crash-…`, whose path is said.
`values` changes values of a valid page, which bytes alone seldom do.
"""

from __future__ import annotations

import json
import sys
import tempfile
from copy import deepcopy
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]


def seeds(folder: Path, names: list[str]) -> None:
    """Write the bundled and the invented article's files into a folder, as what the fuzzer starts from."""
    from folders import write_folder

    from libya_kit.article.model import BUNDLED, shipped

    for article in (shipped("data") / BUNDLED, write_folder(folder.parent / "collision")):
        for name in names:
            (folder / f"{article.name}-{name}").write_bytes((article / name).read_bytes()[:4000])


VALUES = (
    None,
    True,
    False,
    0,
    -1,
    12,
    2**63,
    1.5,
    1e308,
    "",
    " ",
    "\ud800",
    "2031-05-20",
    "killed",
    "vague",
    [],
    {},
    [[]],
)


def edited(whole: object, choose: object) -> object:
    """Return JSON's values with a few of them changed, as the fuzzer chooses."""
    for _ in range(choose.ConsumeIntInRange(1, 4)):
        at = whole
        while isinstance(at, dict | list) and at:
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            key = keys[choose.ConsumeIntInRange(0, len(keys) - 1)]
            if not isinstance(at[key], dict | list) or not at[key] or choose.ConsumeIntInRange(0, 3) == 0:
                match choose.ConsumeIntInRange(0, 4):
                    case 0:
                        del at[key]
                    case 1:
                        at[key] = choose.ConsumeUnicode(8)
                    case 2:
                        at[key] = choose.ConsumeInt(8)
                    case _:
                        at[key] = deepcopy(VALUES[choose.ConsumeIntInRange(0, len(VALUES) - 1)])
                break
            at = at[key]
    return whole


def main(reader: str) -> None:
    import atheris

    with atheris.instrument_imports(
        include=["libya_kit.article.w3c", "libya_kit.article.folder", "libya_kit.article.schema", "json"]
    ):
        from folders import ROWS, TEXT, collision, read_both_ways

        from libya_kit.article import consistency, folder, schema
        from libya_kit.article import model as article
        from libya_kit.article import w3c as annotations
        from libya_kit.errors import KitError
        from libya_kit.text import quotes

    tables = schema.FILE_TABLES

    def header(table: schema.Table) -> bytes:
        return next(iter(table.in_file)).encode()

    def words(raw: bytes) -> None:
        text, _, quote = raw.decode("utf-8", errors="replace").partition("|")
        list(article.sentence_records(text, 0, len(text)))
        read(text)
        quotes.places(text, quote)

    def values(raw: bytes) -> None:
        whole = edited(deepcopy(valid), atheris.FuzzedDataProvider(raw))
        _, items, problems = read_both_ways(json.dumps(whole).encode(), TEXT)
        problems += [*consistency.dangling(items, rows, {}), *consistency.tangles(items, rows)]
        assert all("\n" not in str(problem) and "; " in str(problem) for problem in problems)

    head = {"id": "c/annotations", "type": "AnnotationPage", "text": "article.txt"}
    valid = json.loads(annotations.write(head, collision()))
    rows = {table.name: [{"pair": 1, **row} for row in ROWS[table.name]] for table in tables}
    readers = {
        "values": (values, []),
        "json": (lambda raw: annotations.parse_json(raw, "x"), ["article.json"]),
        "annotations": (lambda raw: read_both_ways(raw, TEXT), ["annotations.jsonld"]),
        "article": (lambda raw: folder._about(raw, []), ["article.json"]),
        "tables": (
            lambda raw: folder._csv_records(raw, next((t for t in tables if raw.startswith(header(t))), tables[0]), []),
            [f"{table.name}.csv" for table in tables],
        ),
        "words": (words, ["article.txt"]),
    }
    read, names = readers[reader]

    def once(raw: bytes) -> None:
        try:
            read(raw)
        except KitError as error:
            assert "\n" not in str(error) and len(str(error)) < 2000

    scratch = Path(tempfile.mkdtemp(prefix="fuzz-"))
    (scratch / "seeds").mkdir()
    seeds(scratch / "seeds", names)
    atheris.Setup(
        [
            sys.argv[0],
            "-timeout=10",
            "-rss_limit_mb=2048",
            f"-artifact_prefix={scratch}/",
            *sys.argv[2:],
            str(scratch / "seeds"),
        ],
        once,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1])
