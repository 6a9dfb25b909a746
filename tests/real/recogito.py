"""A real RecogitoJS in a page that node makes: our annotations are loaded, shown on their words, and given back.

Run by hand, see CONTRIBUTING.md; LIBYA_KIT_RECOGITO names the folder that npm installed it in.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from folders import write_folder
from tools import BUNDLED_FOLDER, WILD, emptied

from libya_kit.article.annotation import Annotation
from libya_kit.article.w3c import BODIES
from libya_kit.editing.changes import apply
from libya_kit.formats import w3c as w3c_pages
from libya_kit.text.quotes import Part

pytestmark = pytest.mark.real
THERE = """
const { JSDOM } = require("jsdom"), fs = require("fs"), [text, given, back] = process.argv.slice(1);
const page = new JSDOM("<!doctype html><div style='white-space:pre-wrap'></div>",
    { runScripts: "outside-only", pretendToBeVisual: true, url: "http://localhost/" });
const { window } = page, content = window.document.querySelector("div");
content.textContent = fs.readFileSync(text, "utf8");
window.ResizeObserver = class { observe() {} disconnect() {} };
window.eval(fs.readFileSync(require.resolve("@recogito/recogito-js/dist/recogito.min.js"), "utf8"));
const recogito = window.Recogito.init({ content, mode: "pre" });
recogito.setAnnotations(JSON.parse(fs.readFileSync(given, "utf8"))).then(() => setTimeout(() => {
    const words = {};
    for (const span of window.document.querySelectorAll(".r6o-annotation"))
        words[span.dataset.id] = (words[span.dataset.id] || "") + span.textContent;
    fs.writeFileSync(back, JSON.stringify(recogito.getAnnotations()));
    console.log(JSON.stringify(words));
    process.exit(0);
}, 1500));
"""
"""What node runs: a page with the text, our annotations set, the words shown for each, and what it gives back."""


def through(folder: Path, out: Path) -> tuple[Path, dict[str, str]]:
    """Send an article through RecogitoJS; return what it gives back, and the words that it shows for each id."""
    where = os.environ.get("LIBYA_KIT_RECOGITO")
    if not where:
        pytest.fail("LIBYA_KIT_RECOGITO names no folder with RecogitoJS; see CONTRIBUTING.md")
    w3c_pages.write(folder, out)
    files = [out / f"{folder.name}.txt", out / f"{folder.name}.recogito.json", out / "back.json"]
    done = subprocess.run(
        ["node", "-e", THERE, *map(str, files)], cwd=where, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return files[-1], json.loads(done.stdout.splitlines()[-1])


def test_the_bundled_article_comes_back_byte_for_byte(tmp_path):
    back, _ = through(BUNDLED_FOLDER, tmp_path / "out")
    copy = emptied(tmp_path / BUNDLED_FOLDER.name)
    given = apply(copy, w3c_pages.read(copy, back))
    assert given.refused.empty, given.refused.to_string()
    assert (copy / "annotations.jsonld").read_bytes() == (BUNDLED_FOLDER / "annotations.jsonld").read_bytes()


def test_words_after_emoji_and_accents_are_the_ones_shown(tmp_path):
    text = WILD.removeprefix("\ufeff").replace("\r\n", "\n")
    start = text.index("at least 12 people")
    part = Part(start, start + 18, "at least 12 people")
    told = {"actor": "coastguard", "source": "gazette"}
    marked = Annotation("m-1", BODIES["Mention"], told, (part,))
    folder = write_folder(tmp_path / "wild", text, [marked], body_start=0, title="A text", not_said=[])
    assert through(folder, tmp_path / "out")[1] == {"#m-1": "at least 12 people"}
