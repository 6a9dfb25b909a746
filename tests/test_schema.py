import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import libya_kit
from libya_kit.article import schema
from libya_kit.errors import ArgumentError, KitError


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        (schema.Column("n", "count", ""), 3, None),
        (schema.Column("n", "count", ""), True, "n True is not a whole number"),
        (schema.Column("n", "count", ""), 25.0, "n 25.0 is not a whole number"),
        (schema.Column("n", "count", ""), "٢٥", "n '٢٥' is not a whole number"),
        (schema.Column("n", "count", ""), -1, "n -1 lies outside 0 to"),
        (schema.Column("f", "flag", ""), 1, "f 1 is neither true nor false"),
        (schema.Column("d", "date", ""), "20190408", "d '20190408' is not a day; write it as YYYY-MM-DD"),
        (schema.Column("d", "date", ""), "2019-W15-1", "d '2019-W15-1' is not a day"),
        (schema.Column("t", "text", ""), "", "t '' is not text"),
        (schema.Column("w", "word", "", ("fair", "foul")), "fowl", "w 'fowl' is not an allowed word; use 'foul'"),
        (schema.Column("l", "list", ""), ["a", ""], "is not a list of words"),
        (schema.Column("m", "mapping", ""), [], "is not a mapping"),
    ],
)
def test_what_a_column_refuses(column, value, said):
    fault = column.fault(value)
    assert (fault is None) if said is None else (said in fault)


def test_every_table_keeps_its_types_when_empty():
    for table in schema.TABLES.values():
        assert list(table.frame([]).dtypes) == list(
            table.frame([]).convert_dtypes().astype(table.frame([]).dtypes).dtypes
        )
        assert table.frame([]).empty


def test_na_stays_na_and_is_not_zero():
    frame = schema.CASUALTIES.frame([{"claim_id": "a", "value": None}])
    assert pd.isna(frame.at["a", "value"]) and frame["value"].sum(min_count=1) is pd.NA


def test_every_column_is_described():
    dictionary = schema.data_dictionary()
    assert dictionary["meaning"].str.len().min() >= 5
    assert len(dictionary) == sum(len(table.all_columns) for table in schema.TABLES.values())


def test_an_unknown_table_is_answered_with_the_nearest():
    with pytest.raises(ArgumentError, match="no table is called 'casualty'; use 'casualties'"):
        schema.data_dictionary("casualty")


def test_an_error_is_one_line_also_in_a_notebook():
    error = KitError("two\nlines\x1b", file="f", place="p", mend="m")
    assert str(error) == "f: p: two lines\\u001b; m"
    assert error._render_traceback_() == ["KitError: f: p: two lines\\u001b; m"]


def test_public_names_are_all_there_and_nothing_else():
    assert set(libya_kit.__all__) <= set(dir(libya_kit))
    assert all(getattr(libya_kit, name) is not None for name in dir(libya_kit))
    with pytest.raises(AttributeError, match="no attribute 'utils'"):
        _ = libya_kit.utils


def test_importing_loads_neither_drawing_nor_widgets():
    import subprocess
    import sys

    code = "import sys, libya_kit as lk; lk.load_article(); print({'matplotlib', 'ipywidgets'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "set()"


ADDED = """
import json, sys
from dataclasses import replace
from libya_kit.article import schema

weapon = schema.Column("weapon", "word", "by what means, as the source says", ("shell", "rocket"))
columns = (schema.CASUALTIES.columns[0], weapon, *schema.CASUALTIES.columns[1:])
schema.CASUALTIES = replace(schema.CASUALTIES, columns=columns)
schema.CLAIM_TABLES = (schema.CASUALTIES, *schema.CLAIM_TABLES[1:])
schema.TABLES["casualties"] = schema.CASUALTIES

from folders import TEXT, claim, write_folder
from libya_kit.article import check, load_article
from pathlib import Path

def folder(name, word):
    body = dict(measure="killed", weapon=word, qualifier="at_least", value=12, population="unspecified")
    claims = [claim(TEXT, "k", "CasualtyClaim", "killing at least 12 people", source="coastguard", **body)]
    return write_folder(Path(sys.argv[1]) / name, claims=claims)

print(load_article(folder("well", "shell")).casualties["weapon"].tolist())
print(*check(folder("spoilt", "shel"))[0])
print(schema.data_dictionary("casualties").loc[("casualties", "weapon"), "meaning"])
print([f["constraints"]["enum"] for f in schema.resource(schema.CASUALTIES, "c.csv", columns)["schema"]["fields"]
       if f["name"] == "weapon"])
"""


def test_a_column_added_to_the_declaration_is_read_checked_and_described(tmp_path):
    run = [sys.executable, "-c", ADDED, str(tmp_path)]
    done = subprocess.run(run, cwd=Path(__file__).parent, capture_output=True, text=True)
    assert done.stdout.splitlines() == [
        "['shell']",
        "annotations.jsonld: k: weapon 'shel' is not an allowed word; use 'shell'",
        "by what means, as the source says",
        "[['shell', 'rocket']]",
    ], done.stderr
