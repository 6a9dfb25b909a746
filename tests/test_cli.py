import csv
import json
import subprocess
import sys

import pandas as pd
import pytest
from folders import TEXT, claim, write_folder

from libya_kit import schema
from libya_kit.article import load_article
from libya_kit.cli import csv_bytes, main


def test_check_lists_every_problem_and_ends_with_a_count(tmp_path, capsys):
    folder = write_folder(tmp_path / "collision")
    path = folder / "annotations.jsonld"
    content = json.loads(path.read_text(encoding="utf-8"))
    for item in content["items"][:5]:
        item["body"]["colour"] = "red"
    path.write_text(json.dumps(content), encoding="utf-8")
    assert main(["check", str(folder)]) == 1
    *lines, count = capsys.readouterr().out.splitlines()
    assert len(lines) == 5 and all(line.startswith("problem: annotations.jsonld: ") for line in lines)
    assert count == "5 problems, 0 warnings"


def test_check_of_the_bundled_article_is_well(capsys):
    assert main(["check"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 problems")


def test_a_missing_folder_is_one_line_and_status_1(capsys):
    assert main(["tables", "nowhere"]) == 1
    assert capsys.readouterr().err == "libya-kit: nowhere: no such folder; name an article's folder\n"


def test_tables_are_written_with_their_descriptor(tmp_path, capsys):
    assert main(["tables", "--out", str(tmp_path / "out")]) == 0
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert {one["path"] for one in package["resources"]} == {f"{name}.csv" for name in schema.TABLES}
    frame = pd.read_csv(tmp_path / "out" / "casualties.csv", index_col="claim_id", keep_default_na=False, dtype=str)
    article = load_article()
    assert frame.at["c-killed-25", "low"] == "25" and frame.at["c-killed-25", "high"] == ""
    assert frame.at["c-killed-25", "reported_on"] == "2019-04-08"
    assert list(frame["quote"]) == list(article.casualties["quote"])


def test_the_descriptors_are_valid(tmp_path, capsys):
    from frictionless import Package

    assert main(["tables", "--out", str(tmp_path / "out")]) == 0
    report = Package(str(tmp_path / "out" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_becomes_a_formula(start):
    frame = schema.TALLIES.frame(
        [{"tally": "t", "title": f"{start}1+1", "source": "s", "measure": "killed", "counts": "c"}]
    )
    rows = list(csv.reader(csv_bytes(frame, schema.TALLIES).decode().splitlines(keepends=True)))
    assert rows[1][1].startswith("'")


def test_numbers_stay_numbers_and_na_is_empty(tmp_path):
    claims = [
        claim(
            TEXT,
            "NA",
            "CasualtyClaim",
            "killing at least 12 people",
            measure="killed",
            qualifier="at_least",
            value=12,
            population="unspecified",
            source="coastguard",
        )
    ]
    article = load_article(write_folder(tmp_path / "na", claims=claims))
    row = next(csv.DictReader(csv_bytes(article.casualties, schema.CASUALTIES).decode().splitlines()))
    assert (row["claim_id"], row["value"], row["high"], row["ambiguous"]) == ("NA", "12", "", "false")


def test_the_module_is_the_command(tmp_path):
    done = subprocess.run([sys.executable, "-m", "libya_kit", "check"], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
