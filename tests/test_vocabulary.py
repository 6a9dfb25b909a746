"""One vocabulary: a word added to the schema, and nowhere else, is read, told, drawn and exported."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import libya_kit

PACKAGE = Path(libya_kit.__file__).parent
TESTS = Path(__file__).parent
ADDED = {
    # the vocabulary, the word after which another is added: the column, the new word, a claim's other attributes
    "casualties measure": ('    "killed_or_wounded",\n', "casualties", {"measure": "frozen"}),
    "displacement measure": ('    "uninhabitable",\n', "displacement", {"measure": "stranded"}),
    "population": ('    "journalist",\n', "casualties", {"population": "sailor"}),
    "age and sex": ('"elderly", ', "casualties", {"age_sex": ["teenagers"]}),
    "certainty": ('"confirmed", ', "casualties", {"certainty": "rumoured"}),
}


@pytest.mark.parametrize("case", ADDED)
def test_a_word_added_to_the_schema_is_in_every_table_control_and_export(tmp_path, case):
    after, table, given = ADDED[case]
    (word,) = (value[0] if isinstance(value, list) else value for value in list(given.values())[-1:])
    shutil.copytree(PACKAGE, tmp_path / "copy" / "libya_kit")
    for name in ("data", "notebooks"):
        (tmp_path / "copy" / name).symlink_to(PACKAGE.parent / name)
    path = tmp_path / "copy" / "libya_kit" / "article" / "schema.py"
    source = path.read_text(encoding="utf-8")
    assert after in source
    added = f'"{word}", ' if after.endswith(" ") else f'    "{word}",\n'
    path.write_text(source.replace(after, after + added), encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "copy"), "MPLBACKEND": "agg"}
    command = [sys.executable, str(TESTS / "added_word.py"), str(tmp_path), table, json.dumps(given)]
    subprocess.run(command, env=environment, check=True, cwd=tmp_path)
    assert word in (tmp_path / "tables" / f"{table}.csv").read_text(encoding="utf-8")
    assert word in (tmp_path / "brat" / "amel.ann").read_text(encoding="utf-8")
    assert word in (tmp_path / "studio" / "labelling-config.xml").read_text(encoding="utf-8")
    assert (tmp_path / "amel.xlsx").exists()
    said = " ".join(json.loads((tmp_path / "said.json").read_text(encoding="utf-8")))
    assert "12" in said
    if "measure" in given:
        assert word in said


LOCAL = re.compile(r"\bcalendar\b|strftime|%[AaBb]\b|\{[^{}]*:%[^{}]*[AaBb][^{}]*\}|\.month_name\(|\.day_name\(")


def test_days_and_months_never_come_from_the_locale():
    for path in PACKAGE.rglob("*.py"):
        code = re.sub(r'""".*?"""|#.*', "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not LOCAL.search(code), path.name
