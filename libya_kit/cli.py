"""The command line: `libya-kit report · check · tables`."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from libya_kit import __version__, schema
from libya_kit.article import check, load_article
from libya_kit.errors import KitError, ReportError
from libya_kit.files import write_whole

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status: 0 well, 1 a problem, 2 a wrong call."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except KitError as error:
        print(f"libya-kit: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("libya-kit: stopped", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="libya-kit", description="Annotated news articles: check, tabulate, report.")
    parser.add_argument("--version", action="version", version=f"libya-kit {__version__}")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    folder: dict[str, Any] = {
        "nargs": "?",
        "metavar": "FOLDER",
        "help": "an article's folder (default: the bundled article)",
    }

    report = verbs.add_parser(
        "report",
        help="run the notebooks and write the pages",
        description="Run the notebooks in fresh kernels and write one page each. Notebooks are code: "
        "render only those that you would run.",
    )
    report.add_argument("folder", **folder)
    report.add_argument("--out", default="reports", metavar="DIR", help="where the pages go (default: reports)")
    report.add_argument(
        "--text",
        choices=("full", "quotes"),
        default="full",
        help="whether pages hold the whole text or only the words behind rows and charts",
    )
    report.set_defaults(run=_report)

    checking = verbs.add_parser("check", help="list every problem of an article's folder, then the warnings")
    checking.add_argument("folder", **folder)
    checking.set_defaults(run=_check)

    tables = verbs.add_parser("tables", help="write every table, with its data package descriptor")
    tables.add_argument("folder", **folder)
    tables.add_argument("--to", choices=("csv",), default="csv", help="the format (default: csv)")
    tables.add_argument("--out", default="tables", metavar="DIR", help="where the tables go (default: tables)")
    tables.set_defaults(run=_tables)
    return parser


def _report(options: argparse.Namespace) -> int:
    from libya_kit.report import render_report

    def progress(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    index = render_report(options.folder, options.out, text=options.text, progress=progress)
    for page in sorted(index.parent.glob("*.html"), key=lambda path: (path != index, path.name)):
        print(page)
    return 0


def _check(options: argparse.Namespace) -> int:
    problems, warnings = check(options.folder)
    for problem in problems:
        print(f"problem: {problem}")
    for warning in warnings:
        print(f"warning: {warning}")
    print(f"{len(problems)} problem{'s' * (len(problems) != 1)}, {len(warnings)} warning{'s' * (len(warnings) != 1)}")
    return 1 if problems else 0


def _tables(options: argparse.Namespace) -> int:
    article = load_article(options.folder)
    out = Path(options.out)
    resources = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for table in schema.TABLES.values():
            name = f"{table.name}.csv"
            write_whole(out / name, csv_bytes(getattr(article, table.name), table))
            resources.append(schema.resource(table, name, table.all_columns))
        package = {"name": article.folder.name.lower(), "title": article.title, "resources": resources}
        write_whole(out / "datapackage.json", json_bytes(package))
    except OSError as error:
        raise ReportError(
            f"cannot be written ({error.strerror})", file=out, mend="name another folder by --out"
        ) from None
    print(f"{len(resources)} tables and datapackage.json: {out}")
    return 0


def json_bytes(value: Any) -> bytes:
    """Return a value as indented JSON in UTF-8, with a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def csv_bytes(frame: pd.DataFrame, table: schema.Table) -> bytes:
    """Return a table as CSV in UTF-8: dates as ISO, NA empty, numbers as numbers, no text that becomes a formula."""

    def cell(value: Any, column: schema.Column) -> str:
        if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
            return ""
        if column.kind in ("count", "flag"):
            return str(value).lower()
        if column.kind == "date":
            return f"{value:%Y-%m-%d}"
        text = ";".join(value) if column.kind == "list" else value
        text = json.dumps(text, ensure_ascii=False) if column.kind == "mapping" else str(text)
        return f"'{text}" if text.startswith(FORMULA) else text

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(column.name for column in table.all_columns)
    for row in frame.itertuples():
        writer.writerow(cell(value, column) for value, column in zip(row, table.all_columns, strict=True))
    return buffer.getvalue().encode("utf-8")
