"""The way that the documents describe, gone word by word."""

import re
import shlex
from pathlib import Path

import pytest

from libya_kit.article.model import load_article
from libya_kit.cli.main import main

DOCS = Path(__file__).parents[1] / "docs"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def test_the_way_to_an_own_article_leads_to_its_pages(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for kind, block in BLOCK.findall((DOCS / "annotate-your-own.md").read_text(encoding="utf-8")):
        match kind:
            case "text":
                (tmp_path / "storm.txt").write_text(block, encoding="utf-8")
            case "python":
                exec(block, {})
            case _:
                for line in block.splitlines():
                    assert main(shlex.split(line)[1:]) == 0, line
    assert load_article("vell").casualties["value"].tolist() == [4, 11]
    assert "at least 4" in (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
    assert "0 problems, 0 warnings" in capsys.readouterr().out


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_each_link_of_a_document_leads_to_a_file(path):
    for target in re.findall(r"\]\(([^):]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).is_file(), target
