"""How a folder is spoilt: each function returns a change, a function of the folder."""

import csv
import hashlib
import io
import json

from folders import TEXT, claim, write_folder

KILLED = {"measure": "killed", "population": "unspecified", "source": "coastguard"}


def raw(name, change):
    """Return the change of a file's bytes."""

    def spoil(folder):
        (folder / name).write_bytes(change((folder / name).read_bytes()))

    return spoil


def swap(name, before, after):
    """Return the change of one place in a file, which must be there."""

    def change(content):
        assert before.encode() in content, before
        return content.replace(before.encode(), after.encode(), 1)

    return raw(name, change)


def add(name, line):
    return raw(name, lambda content: content + line.encode() + b"\n")


def page(change):
    """Return the change of the annotations, given as {claim id: item}."""

    def parsed(content):
        whole = json.loads(content)
        change({item["id"].rpartition("#")[2]: item for item in whole["items"]})
        return json.dumps(whole).encode()

    return raw("annotations.jsonld", parsed)


def body(claim_id="killed-12", **values):
    return page(lambda items: items[claim_id]["body"].update(values))


def literal(text):
    """Return the change of the number 12 to another piece of JSON."""
    return swap("annotations.jsonld", '"value": 12', f'"value": {text}')


def extra(text):
    return literal(f"12, {text}")


def selector(claim_id="killed-12", **values):
    """Return the change of start, end, exact, prefix, suffix of an annotation."""

    def change(items):
        for one in items[claim_id]["target"]["selector"]:
            one.update({key: value for key, value in values.items() if key in one})

    return page(change)


def about(**values):
    return raw("article.json", lambda content: json.dumps(json.loads(content) | values).encode())


def text(change):
    """Return the change of the text, the hash and length following."""

    def spoil(folder):
        raw("article.txt", lambda content: change(content.decode()).encode())(folder)
        content = (folder / "article.txt").read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        about(sha256=sha256, length=len(content.decode()))(folder)
        raw("annotations.jsonld", lambda page: json.dumps(json.loads(page) | {"sha256": sha256}).encode())(folder)

    return spoil


def recoded(name, before, after, code):
    """Return the change of a file's words and of how they are written as bytes."""
    return raw(name, lambda content: content.decode().replace(before, after).encode(code))


def row(file, number, **cells):
    """Return the change of cells in a row of a CSV file; `number` 1 is the first below the header."""

    def change(content):
        rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        rows[number - 1].update(cells)
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return buffer.getvalue().encode()

    return raw(file, change)


def instead(name, make):
    """Return the change of a file to something else at its place."""

    def spoil(folder):
        (folder / name).unlink()
        make(folder / name)

    return spoil


def link_out(path):
    outside = path.parent.parent / "outside.csv"
    outside.write_text("place_id,name,part_of,precision\n", encoding="utf-8")
    path.symlink_to(outside)


def empty(folder):
    for path in folder.iterdir():
        path.unlink()


def several(*spoils):
    def spoil(folder):
        for one in spoils:
            one(folder)

    return spoil


def corrects(**pairs):
    return page(lambda items: [items[one.replace("_", "-")]["body"].update(corrects=two) for one, two in pairs.items()])


def again(told=TEXT, claims=None, **more):
    """Return the change of the whole folder to another article."""
    return lambda folder: write_folder(folder, told, claims, **more)


def killed(told, words, **body):
    return again(
        told, [claim(told, "k", "CasualtyClaim", words, **KILLED | {"qualifier": "at_least", "value": 12} | body)]
    )
