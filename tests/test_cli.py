import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from folders import TEXT, claim, write_folder

from libya_kit.article import schema
from libya_kit.article.csv_files import csv_bytes
from libya_kit.article.model import load_article
from libya_kit.cli.main import main


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


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\u00a0@", "＝", "＠"])
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


@pytest.mark.parametrize("out", ["file", "file/below", "busy", "nul\0", "x" * 300, "article"])
def test_tables_that_cannot_be_written_are_one_line_and_leave_no_stray_file(tmp_path, capsys, out):
    folder = write_folder(tmp_path / "article")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (tmp_path / "file").touch()
    (tmp_path / "busy" / "casualties.csv").mkdir(parents=True)
    assert main(["tables", str(folder), "--out", f"{tmp_path}/{out}"]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("libya-kit: ") and said.err.count("\n") == 1
    assert said.err.endswith("; name another folder by --out\n")
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert [path.name for path in (tmp_path / "busy").iterdir()] == ["casualties.csv"]


def test_tables_written_twice_are_the_same_bytes(tmp_path, capsys):
    runs = []
    for _ in range(2):
        assert main(["tables", "--out", str(tmp_path / "out")]) == 0
        runs.append({path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()})
    assert runs[0] == runs[1] and len(runs[0]) == len(schema.TABLES) + 1


def test_pandas_reads_the_tables_with_numbers_days_and_names_as_they_were(tmp_path, capsys):
    folder = write_folder(tmp_path / "article")
    with (folder / "actors.csv").open("a", encoding="utf-8") as file:
        file.write("NA,None,person,,,\n")
    assert main(["tables", str(folder), "--out", str(tmp_path / "out")]) == 0
    claims = pd.read_csv(tmp_path / "out" / "casualties.csv", index_col="claim_id", parse_dates=["reported_on"])
    assert pd.api.types.is_numeric_dtype(claims["value"]) and claims.at["killed-12", "value"] == 12
    assert claims.at["killed-12", "reported_on"] == pd.Timestamp("2031-05-20")
    assert claims["ambiguous"].dtype == bool
    actors = pd.read_csv(tmp_path / "out" / "actors.csv", index_col="actor_id", keep_default_na=False)
    assert actors.at["NA", "name"] == "None"


def test_the_descriptor_of_a_folder_with_any_name_is_valid(tmp_path, capsys):
    from frictionless import Package

    folder = write_folder(tmp_path / "Árt & <b>")
    assert main(["tables", str(folder), "--out", str(tmp_path / "out")]) == 0
    package = Package(str(tmp_path / "out" / "datapackage.json"))
    assert package.name == "rt-b" and package.validate().valid


def test_a_terminal_that_lacks_letters_still_gets_its_lines(tmp_path):
    folder = write_folder(tmp_path / "مقال")
    (folder / "actors.csv").write_bytes("مقال\n".encode())
    command = [sys.executable, "-m", "libya_kit", "check", str(folder)]
    done = subprocess.run(
        command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    )
    assert (done.returncode, done.stderr) == (1, b"") and b"\\u0645" in done.stdout


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_where_nobody_listens_the_work_is_done(tmp_path, closed):
    call = f"{sys.executable} -m libya_kit tables --out out {closed}"
    done = subprocess.run(["sh", "-c", call], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert sorted(path.stem for path in (tmp_path / "out").glob("*.csv")) == sorted(schema.TABLES)


def test_output_that_finds_no_room_is_one_line(tmp_path):
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "libya_kit", "check"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and "No space left" in done.stderr
