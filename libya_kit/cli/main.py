"""The command line of the kit: `libya-kit --help` lists its verbs.

Each verb imports what it needs itself, so that `libya-kit doctor` runs where a library is missing.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from libya_kit import __version__
from libya_kit.errors import ArticleError, KitError
from libya_kit.formats import registry

FOLDER: dict[str, Any] = {
    "nargs": "?",
    "metavar": "FOLDER",
    "help": "an article's folder, or a folder of several (default: the bundled article)",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status: 0 well, 1 a problem, 2 a wrong call."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed: what is said is lost, the work is done
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
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
    for add in (_reading, _annotating, _revising, _teaching):
        add(verbs)
    return parser


def _reading(verbs: Any) -> None:
    """Add the verbs that read an article: report, check, ledger, tables."""
    report = verbs.add_parser(
        "report",
        help="run the notebooks and write the pages",
        description="Run the notebooks in fresh kernels and write one page each. Notebooks are code: "
        "render only those that you would run.",
    )
    report.add_argument("folder", **FOLDER)
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
    checking.add_argument("folder", **FOLDER)
    checking.set_defaults(run=_check)

    counting = verbs.add_parser(
        "ledger",
        help="list the numbers of an article that no claim reads",
        description="Say of every number of the body whether a claim reads it, a suggestion does, it is set aside, or "
        "it is open. Status 1: some are open or only suggested.",
    )
    counting.add_argument("folder", **FOLDER)
    counting.set_defaults(run=_ledger)

    tables = verbs.add_parser("tables", help="write every table, with its data package descriptor")
    tables.add_argument("folder", **FOLDER)
    tables.add_argument(
        "--to",
        "--format",
        dest="form",
        choices=("csv", "xlsx", "parquet", "markdown", "json"),
        default="csv",
        help="the format (default: csv)",
    )
    tables.add_argument("--out", default="tables", metavar="DIR", help="where the tables go (default: tables)")
    tables.set_defaults(run=_tables)


def _annotating(verbs: Any) -> None:
    """Add the verbs that bring claims into an article's folder and out: new, export, import."""
    starting = verbs.add_parser(
        "new",
        help="make an article's folder from a text",
        description="Make a complete folder: the text byte for byte, article.json, and empty tables to fill.",
    )
    starting.add_argument("folder", metavar="FOLDER", help="the folder to make; one that holds anything is refused")
    starting.add_argument("--text", required=True, metavar="FILE", help="the article's text, in UTF-8")
    starting.add_argument("--title", required=True, help="the headline")
    starting.add_argument("--publisher", required=True, help="who published it")
    starting.add_argument("--published-on", required=True, metavar="YYYY-MM-DD", help="the day of publication")
    starting.add_argument("--language", default="en", help="the language of the text, as a BCP 47 tag (default: en)")
    starting.add_argument("--agency", action="append", default=[], help="an agency credited; may be repeated")
    starting.add_argument("--annotator", metavar="NAME", help="who annotates")
    starting.set_defaults(run=_new)

    exporting = verbs.add_parser("export", help="write an article's annotations for a spreadsheet or another tool")
    exporting.add_argument("folder", **FOLDER)
    exporting.add_argument("--to", required=True, choices=registry.names(written=True), help="the format")
    exporting.add_argument("--out", metavar="PATH", help="where it goes (default: the folder's name, here)")
    exporting.set_defaults(run=_export)

    importing = verbs.add_parser(
        "import",
        help="take what a spreadsheet or another tool holds into an article's folder",
        description="What came into the folder since the file was made stays. Nothing is written where anything is "
        "refused, or changed on both sides and not decided. Status 1: it was so, or nothing was taken.",
    )
    importing.add_argument("folder", metavar="FOLDER", help="the article's folder; made by libya-kit new")
    importing.add_argument("file", metavar="FILE", help="the file, or folder of files, to take in")
    importing.add_argument("--from", required=True, dest="origin", choices=registry.names(), help="the format")
    importing.add_argument("--mapping", metavar="FILE", help="what labels that are not the kit's stand for")
    importing.add_argument(
        "--take",
        action="append",
        default=[],
        metavar="SIDE[:ID,ID]",
        help="whose word counts where file and folder have both changed: file or folder; of single rows, file:ID,ID",
    )
    importing.add_argument(
        "--replace", action="store_true", help="the file is the whole: what it does not hold goes from the folder"
    )
    importing.add_argument("--dry-run", action="store_true", help="only say what would be taken, changed, refused")
    importing.set_defaults(run=_import)


def _revising(verbs: Any) -> None:
    """Add the verbs that change an annotated article: upgrade, reanchor, compare, adjudicate."""
    upgrading = verbs.add_parser(
        "upgrade",
        help="write an article's folder by today's codebook",
        description="Write down what the claims' own words give and an older codebook could not hold, and say where a "
        "result changes. Nothing is written where something cannot be right.",
    )
    upgrading.add_argument("folder", metavar="FOLDER", help="the article's folder")
    upgrading.set_defaults(run=_upgrade)

    reanchoring = verbs.add_parser(
        "reanchor",
        help="carry an article's annotations to a changed text",
        description="Say what becomes of each annotation in the new text; the files change only with --accept. "
        "Status 1: something is not decided.",
    )
    reanchoring.add_argument("folder", metavar="FOLDER", help="the article's folder")
    reanchoring.add_argument("text", metavar="NEWTEXT", help="the new text, in UTF-8")
    reanchoring.add_argument("--accept", action="store_true", help="change the folder's files, and record it there")
    reanchoring.add_argument(
        "--decisions",
        metavar="FILE.csv",
        help="what to do where words are not placed: file, claim_id, part, choice (a number of the report, or drop), "
        "who, why",
    )
    reanchoring.set_defaults(run=_reanchor)

    comparing = verbs.add_parser("compare", help="say what two annotators differ on, and how far they agree")
    deciding = verbs.add_parser(
        "adjudicate",
        help="write the curated annotations of two annotators by decisions",
        description="Write annotations.jsonld from two annotators' claims, each difference decided in a small table. "
        "Nothing is written while one is not decided.",
    )
    for one in (comparing, deciding):
        one.add_argument("folder", metavar="FOLDER", help="the article's folder")
        for name in ("a", "b"):
            words = "an annotator: first, the NAME of annotations.NAME.jsonld, or a path"
            one.add_argument(name, metavar=name.upper(), help=words)
    comparing.set_defaults(run=_compare)
    deciding.add_argument("--decisions", required=True, metavar="FILE.csv", help="the table with the decisions")
    deciding.add_argument("--template", action="store_true", help="write that table, with every difference to decide")
    deciding.set_defaults(run=_adjudicate)


def _teaching(verbs: Any) -> None:
    """Add the verbs for a class: teach, doctor."""
    teaching = verbs.add_parser(
        "teach",
        help="write the lessons: notebooks for learners and instructors, pages, slides, handouts",
        description="Run the lessons' solutions in fresh kernels and write everything that a class needs.",
    )
    teaching.add_argument("--out", default="lessons", metavar="DIR", help="where it goes (default: lessons)")
    teaching.set_defaults(run=_teach)
    doctor = verbs.add_parser("doctor", help="say what this machine lacks for a class, and how to mend it")
    doctor.set_defaults(run=_doctor)


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _report(options: argparse.Namespace) -> int:
    from libya_kit.report.render import render_report

    index = render_report(
        options.folder,
        options.out,
        text=options.text,
        with_notebooks=options.with_notebooks,
        progress=_progress,
    )
    written = [*index.parent.glob("*.html"), *(index.parent.glob("*.ipynb") if options.with_notebooks else ())]
    for path in sorted(written, key=lambda path: (path != index, path.suffix, path.name)):
        print(path)
    return 0


def _check(options: argparse.Namespace) -> int:
    from libya_kit.checking.problems import check

    problems, warnings = check(options.folder)
    if not problems:
        problems = _question_problems(options.folder)
    for problem in problems:
        print(f"problem: {problem}")
    for warning in warnings:
        print(f"warning: {warning}")
    print(f"{len(problems)} problem{'s' * (len(problems) != 1)}, {len(warnings)} warning{'s' * (len(warnings) != 1)}")
    return 1 if problems else 0


def _ledger(options: argparse.Namespace) -> int:
    from libya_kit.article.model import load_article
    from libya_kit.checking.ledger import is_complete, ledger, lines

    article = load_article(options.folder)
    for line in lines(article):
        print(line)
    return 0 if is_complete(ledger(article)) else 1


def _question_problems(folder: str | None) -> list[ArticleError]:
    """Return what is wrong with the questions of an article's folder, if it has any."""
    from libya_kit.article.links import within
    from libya_kit.article.model import load_article

    article = load_article(folder)
    if article.reports:
        some = ((one.article_id, str(article.folder / one.article_id)) for one in article.reports)
        return [within(name, problem) for name, path in some for problem in _question_problems(path)]
    if not (article.folder / "teach.json").exists():
        return []
    from libya_kit.teach import quiz

    return quiz.read(article)[1]


def _tables(options: argparse.Namespace) -> int:
    from libya_kit.formats.tables import write_tables

    written = write_tables(options.folder, options.out, options.form)
    if options.form == "csv":
        print(f"{len(written) - 1} tables and datapackage.json: {Path(options.out)}")
    else:
        print(f"{len(written)} file{'s' * (len(written) != 1)}: {Path(options.out)}")
    return 0


def _new(options: argparse.Namespace) -> int:
    from libya_kit.editing.new_folder import new_folder

    about = {"title": options.title, "publisher": options.publisher, "published_on": options.published_on}
    more = {"language": options.language, "agencies": options.agency, "annotator": options.annotator}
    for line in new_folder(options.folder, options.text, **about, **more):
        print(line)
    return 0


def _export(options: argparse.Namespace) -> int:
    from libya_kit.article.model import BUNDLED, shipped

    module = registry.format_of(options.to)
    folder = Path(options.folder) if options.folder is not None else shipped("data") / BUNDLED
    out = Path(options.out) if options.out is not None else Path(folder.resolve().name + module.SUFFIX)
    for line in module.write(folder, out):
        print(line)
    return 0


def _import(options: argparse.Namespace) -> int:
    from libya_kit.editing.changes import apply, told
    from libya_kit.editing.three_way import Choices

    choices = Choices.of(options.take, replace=options.replace)
    mapping = Path(options.mapping) if options.mapping is not None else None
    read = registry.read(options.origin, Path(options.folder), Path(options.file), mapping, choices)
    given = apply(options.folder, read, dry_run=options.dry_run)
    for line in told(given, dry_run=options.dry_run):
        print(line)
    return 1 if len(given.refused) else 0


def _upgrade(options: argparse.Namespace) -> int:
    from libya_kit.checking.upgrade import upgrade

    for line in upgrade(options.folder):
        print(line)
    return 0


def _reanchor(options: argparse.Namespace) -> int:
    from libya_kit.editing.reanchor import read_decisions, reanchor

    done = reanchor(options.folder, options.text)
    if options.decisions is not None:
        done = done.decide(read_decisions(options.decisions), Path(options.decisions).name)
    for line in done.lines():
        print(line)
    if options.accept:
        for path in done.accept():
            print(path)
    return 1 if done.undecided else 0


def _compare(options: argparse.Namespace) -> int:
    from libya_kit.agreement.adjudicate import adjudicate

    for line in adjudicate(options.folder, options.a, options.b).compared.lines():
        print(line)
    return 0


def _adjudicate(options: argparse.Namespace) -> int:
    from libya_kit.agreement.adjudicate import adjudicate

    found = adjudicate(options.folder, options.a, options.b, options.decisions)
    for line in found.write_template(options.decisions) if options.template else found.accept():
        print(line)
    return 0


def _teach(options: argparse.Namespace) -> int:
    from libya_kit.teach.course import render_lessons

    print(render_lessons(options.out, progress=_progress))
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from libya_kit.cli import doctor

    return 1 if doctor.report() else 0


def json_bytes(value: Any) -> bytes:
    """Return a value as indented JSON in UTF-8, with a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
