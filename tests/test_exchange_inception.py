from __future__ import annotations

import io
import json
import re
import sys
import tracemalloc
import zipfile

import pytest
from folders import TEXT, claim, collision, write_folder
from tools import BUNDLED_FOLDER, WILD, bare, emptied, outcomes, round_trip, unit

from libya_kit.article import folder as folders
from libya_kit.editing.changes import apply
from libya_kit.errors import ArticleError, ReportError
from libya_kit.formats import inception


def test_the_bundled_article_comes_back_byte_for_byte(tmp_path):
    before, after = round_trip(inception, tmp_path)
    assert before == after


def test_json_and_an_exported_zip_come_back_byte_for_byte(tmp_path):
    more = {"measure": "killed", "qualifier": "exact", "value": 3, "population": "civilian", "ambiguous": True}
    other = {"otherwise": {"population": "unspecified"}, "source": "union", "note": "one\ntwo <b> “three” 🌍"}
    apart = claim(TEXT, "c-3", "CasualtyClaim", ["3 of its members", "The harbour board"], **more, **other)
    folder = write_folder(tmp_path / "source" / "amel", claims=[*collision(), apart])
    out = tmp_path / "out"
    inception.write(folder, out)
    with zipfile.ZipFile(out / "amel.zip", "w") as packed:
        for name in ("amel.xmi", "TypeSystem.xml"):
            packed.write(out / name, name)
    for name in ("amel.json", "amel.zip"):
        copy = emptied(tmp_path / name.partition(".")[2] / "amel", folder)
        given = apply(copy, inception.read(copy, out / name))
        assert given.refused.empty, given.refused.to_string()
        assert (copy / "annotations.jsonld").read_bytes() == (folder / "annotations.jsonld").read_bytes()


def test_offsets_are_utf16_units_in_a_text_from_the_wild(tmp_path):
    start = WILD.index("Port Amel")
    folder = bare(tmp_path / "wild", WILD)
    inception.write(folder, tmp_path / "out")
    units = len(WILD[:start].encode("utf-16-le")) // 2
    xmi = (tmp_path / "out" / "wild.xmi").read_text(encoding="utf-8")
    one = f'<kit:Mention xmi:id="9" sofa="1" begin="{units}" end="{units + 9}" actor="board" source="gazette"/>'
    xmi = xmi.replace("<cas:Sofa", f"{one}<cas:Sofa").replace('members=""', 'members="9"')
    xmi = xmi.replace("<xmi:XMI ", '<xmi:XMI xmlns:kit="http:///kit.ecore" ', 1).replace(
        'sofa="1"/>', 'sofa="1" members="9"/>'
    )
    (tmp_path / "out" / "wild.xmi").write_text(xmi, encoding="utf-8")
    given = apply(folder, inception.read(folder, tmp_path / "out"))
    assert given.refused.empty, given.refused.to_string()
    assert unit(given).startswith("UTF-16 units")
    assert [one.quote for one in folders.sound(folder).items] == ["Port Amel"]


def test_the_type_system_and_the_tag_sets_are_the_kits(tmp_path):
    inception.write(BUNDLED_FOLDER, tmp_path / "out")
    types = (tmp_path / "out" / "TypeSystem.xml").read_text(encoding="utf-8")
    assert "<name>kit.DisplacementClaim</name>" in types
    tags = json.loads((tmp_path / "out" / "tagset.DisplacementClaim-kind.json").read_text(encoding="utf-8"))
    assert [one["tag_name"] for one in tags["tags"]] == ["flow", "stock", "forecast"]
    actors = json.loads((tmp_path / "out" / "tagset.actors.json").read_text(encoding="utf-8"))
    assert len(actors["tags"]) == len(folders.sound(BUNDLED_FOLDER).files["actors"])


def test_layers_of_others_are_left_out_or_mapped(tmp_path):
    import cassis

    folder = write_folder(tmp_path / "amel", claims=[])
    types = cassis.TypeSystem()
    layer = types.create_type("de.example.NamedEntity", "uima.tcas.Annotation")
    types.create_feature(layer, "value", "uima.cas.String")
    types.create_type("de.example.Token", "uima.tcas.Annotation")
    cas = cassis.Cas(types)
    cas.sofa_string, cas.sofa_mime = TEXT, "text/plain"
    cas.add(layer(begin=0, end=5, value="BOAT"))
    cas.add(types.get_type("de.example.Token")(begin=0, end=5))
    (tmp_path / "a.json").write_text(cas.to_json(), encoding="utf-8")
    entries = {"NamedEntity": {"type": "Mention", "source": "gazette"}, "value=BOAT": {"actor": "board"}}
    (tmp_path / "map.json").write_text(json.dumps(entries), encoding="utf-8")
    assert outcomes(inception.read(folder, tmp_path / "a.json")) == {
        "NamedEntity": "left out: 1, for INCEpTION alone",
        "Token": "left out: 1, for INCEpTION alone",
    }
    given = inception.read(folder, tmp_path / "a.json", tmp_path / "map.json")
    assert [one.body for one in given.annotations] == [{"actor": "board", "source": "gazette"}]


def packed(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "no CAS in XMI or JSON"),
        (b"<", "no CAS in XMI or JSON"),
        (b"{}", ""),
        (b'{"%VIEWS": 3}', "no CAS in XMI or JSON"),
        (b"<a/>", ""),
        (b"\xff\xfe", "no CAS in XMI or JSON"),
        (b"PK\x03\x04", "no CAS in XMI or JSON"),
        (packed(), "it holds 0 documents"),
        (packed("a.xmi", "b.xmi"), "it holds 2 documents"),
        (packed("a.xmi"), "no CAS in XMI or JSON"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>', ""),
    ],
)
def test_a_broken_file_is_answered_in_one_line(tmp_path, raw, told):
    (tmp_path / "a.xmi").write_bytes(raw)
    with pytest.raises(ArticleError) as error:
        inception.read(write_folder(tmp_path / "amel"), tmp_path / "a.xmi")
    assert str(error.value).startswith(f"a.xmi: {told}")
    assert "\n" not in str(error.value)


def lying(method: int) -> bytes:
    """Return a ZIP file of 200 MB of zeros that says they are ten bytes."""
    raw, size = io.BytesIO(), 200_000_000
    with zipfile.ZipFile(raw, "w", method) as packing:
        packing.writestr("a.xmi", bytes(size))
    return raw.getvalue().replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_bomb_is_not_unpacked(tmp_path, method):
    (tmp_path / "a.zip").write_bytes(lying(method))
    folder = write_folder(tmp_path / "amel")
    tracemalloc.start()
    try:
        with pytest.raises(ArticleError):
            inception.read(folder, tmp_path / "a.zip")
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


def test_a_mac_packs_files_of_its_own_beside(tmp_path):
    folder = write_folder(tmp_path / "amel")
    inception.write(folder, tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packing:
        packing.writestr("__MACOSX/._amel.xmi", b"\0")
        packing.write(tmp_path / "out" / "amel.xmi", "amel.xmi")
    assert set(outcomes(inception.read(folder, tmp_path / "a.zip")).values()) == {"unchanged"}


def test_a_name_that_is_no_text_is_none(tmp_path):
    folder = write_folder(tmp_path / "amel")
    inception.write(folder, tmp_path / "out")
    path = tmp_path / "out" / "TypeSystem.xml"
    types = path.read_text(encoding="utf-8")
    number = re.compile("(<name>kitId</name>.*?<rangeTypeName>uima.cas.)String", re.DOTALL)
    path.write_text(number.sub(r"\1Integer", types), encoding="utf-8")
    xmi = tmp_path / "out" / "amel.xmi"
    xmi.write_text(re.sub('kitId="[^"]*"', 'kitId="5"', xmi.read_text(encoding="utf-8")), encoding="utf-8")
    assert set(outcomes(inception.read(folder, xmi)).values()) == {"unchanged"}
    gone = re.compile("<featureDescription>[^/]*<name>kitId</name>.*?</featureDescription>", re.DOTALL)
    path.write_text(gone.sub("", types), encoding="utf-8")
    xmi.write_text(xmi.read_text(encoding="utf-8").replace(' kitId="5"', ""), encoding="utf-8")
    assert set(outcomes(inception.read(folder, xmi)).values()) == {"unchanged"}


def test_a_key_given_twice_is_refused(tmp_path):
    folder = write_folder(tmp_path / "amel")
    inception.write(folder, tmp_path / "out")
    path = tmp_path / "out" / "amel.json"
    plain = re.sub(r'"begin" ?: ?\d+', r'\g<0>, "begin": 3', path.read_text(encoding="utf-8"))
    path.write_text(plain, encoding="utf-8")
    with pytest.raises(ArticleError, match="the key 'begin' is given twice"):
        inception.read(folder, path)


def test_another_text_and_offsets_outside_are_refused(tmp_path):
    folder = write_folder(tmp_path / "amel")
    inception.write(folder, tmp_path / "out")
    file = tmp_path / "out" / "amel.xmi"
    xmi = file.read_text(encoding="utf-8")
    file.write_text(xmi.replace("at least 12", "at least 17"), encoding="utf-8")
    with pytest.raises(ArticleError, match=r"amel\.xmi: it marks another text: after"):
        inception.read(folder, file)
    file.write_text(xmi.replace('end="', 'end="9000'), encoding="utf-8")
    with pytest.raises(ArticleError, match="an offset is no UTF-16 unit of the text"):
        inception.read(folder, file)


def test_without_the_library_one_line_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "cassis", None)
    with pytest.raises(ReportError, match="dkpro-cassis is not installed; pip install 'libya-kit"):
        inception.write(BUNDLED_FOLDER, tmp_path / "out")
