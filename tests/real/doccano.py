"""A real doccano, by its own importer and exporter, without its pages: our lines there and back.

Run by hand, see CONTRIBUTING.md; LIBYA_KIT_DOCCANO names the Python of an environment that doccano is installed in.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from folders import TEXT, claim, write_folder
from tools import BUNDLED_FOLDER, WILD, bare, emptied, outcomes

from libya_kit.article import folder as folders
from libya_kit.editing.changes import apply
from libya_kit.formats import doccano

pytestmark = pytest.mark.real
THERE = """
import os, sys
from importlib.util import find_spec
given, out, edits = sys.argv[1:]
sys.path.insert(0, os.path.dirname(find_spec("backend").origin))
os.environ |= {"DATABASE_URL": f"sqlite:///{out}/db", "DJANGO_SETTINGS_MODULE": "config.settings.development"}
import django, json
django.setup()
from django.conf import settings
from django.core.management import call_command
settings.MEDIA_ROOT = out
call_command("migrate", verbosity=0)
from django.contrib.auth import get_user_model
from data_export.celery_tasks import export_dataset
from data_import.datasets import load_dataset
from data_import.pipeline.catalog import create_file_format
from data_import.pipeline.readers import FileName
from examples.models import Example
from label_types.models import SpanType
from label_types.serializers import SpanTypeSerializer
from labels.models import Span
from projects.models import SequenceLabelingProject
user = get_user_model().objects.create_user("annotator")
about = {"project_type": "SequenceLabeling", "created_by": user, "collaborative_annotation": True}
project = SequenceLabelingProject.objects.create(name="kit", allow_overlapping=True, **about)
labels = json.load(open(os.path.join(os.path.dirname(given), "labels.json"), encoding="utf-8"))
serializer = SpanTypeSerializer(data=labels, many=True)
serializer.is_valid(raise_exception=True)
serializer.save(project=project)
dataset = load_dataset("SequenceLabeling", create_file_format("JSONL"), [FileName(given, given, given)], project)
dataset.save(user)
assert not dataset.errors, dataset.errors
example = Example.objects.get(project=project)
for edit in json.loads(edits):
    place = {"start_offset": edit["start"], "end_offset": edit["end"], "label__text": edit["label"]}
    if edit["do"] == "delete":
        assert Span.objects.filter(example=example, **place).delete()[0] == 1
    else:
        kind = SpanType.objects.get(project=project, text=place.pop("label__text"))
        Span.objects.create(example=example, user=user, label=kind, **place)
print(export_dataset(project.id, "JSONL"))
"""
"""What doccano's Python runs: a project of ours, our labels and line, edits as an annotator's, and the export."""


def through(out: Path, *edits: dict[str, Any]) -> Path:
    """Send what the kit wrote through doccano, with edits there; return what doccano exports: a ZIP file's folder."""
    python = os.environ.get("LIBYA_KIT_DOCCANO")
    if not python:
        pytest.fail("LIBYA_KIT_DOCCANO names no Python with doccano; see CONTRIBUTING.md")
    (given,) = out.glob("*.jsonl")
    work = out.with_name(f"{out.name}-there")
    work.mkdir()
    run = [python, "-c", THERE, str(given), str(work), json.dumps(edits)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    subprocess.run([python, "-m", "zipfile", "-e", done.stdout.split()[-1], str(work / "back")], check=True)
    back = work / "back" / "all.jsonl"
    for sidecar in out.glob("*.kit.json"):
        (back.parent / sidecar.name).write_bytes(sidecar.read_bytes())
    return back


def test_the_bundled_article_comes_back_byte_for_byte(tmp_path):
    doccano.write(BUNDLED_FOLDER, tmp_path / "out")
    copy = emptied(tmp_path / BUNDLED_FOLDER.name)
    given = apply(copy, doccano.read(copy, through(tmp_path / "out")))
    assert given.refused.empty, given.refused.to_string()
    assert (copy / "annotations.jsonld").read_bytes() == (BUNDLED_FOLDER / "annotations.jsonld").read_bytes()


def test_edits_made_there_are_told_and_a_text_from_the_wild_is_held(tmp_path):
    folder = bare(tmp_path / "wild", WILD)
    doccano.write(folder, tmp_path / "wild-out")
    start = WILD.index("Port Amel")
    back = through(tmp_path / "wild-out", {"do": "add", "start": start, "end": start + 9, "label": "Mention"})
    named = {"type": "Mention", "place": "port_amel", "source": "gazette"}
    (tmp_path / "map.json").write_text(json.dumps({"Mention": named, "*": {"offsets": "code points"}}))
    given = apply(folder, doccano.read(folder, back, tmp_path / "map.json"))
    assert given.refused.empty, given.refused.to_string()
    assert [one.quote for one in folders.sound(folder).items] == ["Port Amel"]


def test_a_piece_that_was_deleted_there_is_refused(tmp_path):
    apart = claim(TEXT, "m-1", "Mention", ["Ferry", "collide off"], actor="board", source="gazette")
    folder = write_folder(tmp_path / "amel", claims=[apart])
    doccano.write(folder, tmp_path / "out")
    back = through(tmp_path / "out", {"do": "delete", "start": 0, "end": 5, "label": "Mention"})
    assert "refused: not all spans of m-1 are there" in outcomes(doccano.read(folder, back))["label 1"]
