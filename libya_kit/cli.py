"""The command line: `libya-kit report · check · tables`."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from libya_kit import __version__, schema
from libya_kit.article import check, load_article
from libya_kit.errors import KitError, ReportError
from libya_kit.files import write_whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status: 0 well, 1 a problem, 2 a wrong call."""
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter still gets the line
    try:
        status = int(options.run(options))
        sys.stdout.flush()
        return status
    except KitError as error:
        print(f"libya-kit: {error}", file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone: nothing more to say
    except OSError as error:
        print(f"libya-kit: {error}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what waits to be printed is given up
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
    report.add_argument(
        "--with-notebooks",
        action="store_true",
        help="write the executed notebooks beside the pages too; they show their pictures also where not trusted",
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

    index = render_report(
        options.folder,
        options.out,
        text=options.text,
        with_notebooks=options.with_notebooks,
        progress=progress,
    )
    written = [*index.parent.glob("*.html"), *(index.parent.glob("*.ipynb") if options.with_notebooks else ())]
    for path in sorted(written, key=lambda path: (path != index, path.suffix, path.name)):
        print(path)
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
    files = {f"{name}.csv": schema.csv_bytes(getattr(article, name), table) for name, table in schema.TABLES.items()}
    resources = [schema.resource(table, f"{name}.csv", table.all_columns) for name, table in schema.TABLES.items()]
    named = re.sub("[^a-z0-9._-]+", "-", article.folder.resolve().name.lower()).strip("-") or "article"
    files["datapackage.json"] = json_bytes({"name": named, "title": article.title, "resources": resources})
    try:
        if (out / "annotations.jsonld").exists():
            raise ReportError("an article's own folder", file=out, mend="name another folder by --out")
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            write_whole(out / name, content)
    except (OSError, ValueError) as error:
        what = f"cannot be written ({getattr(error, 'strerror', None) or error})"
        raise ReportError(what, file=out, mend="name another folder by --out") from None
    print(f"{len(resources)} tables and datapackage.json: {out}")
    return 0


def json_bytes(value: Any) -> bytes:
    """Return a value as indented JSON in UTF-8, with a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
