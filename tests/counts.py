"""Articles with the casualty claims that a test asks for."""

import tempfile
from dataclasses import replace
from pathlib import Path

from folders import write_folder

from libya_kit.article import schema
from libya_kit.article.model import bounds, load_article

ARTICLE = load_article()
MINISTRY, LNA, CRESCENT = "health_ministry_killed", "lna_personnel_killed", "red_crescent_killed"
with tempfile.TemporaryDirectory() as folder:
    INVENTED = load_article(write_folder(Path(folder) / "collision"))


def article_of(*claims, pairs=()):
    """Return an article with these casualty claims: each a dict of columns, the rest filled in."""
    text, records = "", []
    for number, given_ in enumerate(claims):
        row = {
            "claim_id": f"k{number}",
            "measure": "killed",
            "qualifier": "exact",
            "population": "unspecified",
            "source": "coastguard",
            "standing": "outside",
            "reported_on": "2031-05-20",
            **given_,
        }
        words = row.pop("words", None) or f"{row.get('value', row.get('term', 'some'))} hurt"
        row |= {"quote": words, "start": len(text), "end": len(text) + len(words), "ambiguous": "otherwise" in row}
        low, high = bounds(row)
        records.append(row | {"low": low, "high": high})
        text += words + ". "
    names = sorted({row["tally"] for row in records if row.get("tally")})
    return replace(
        INVENTED,
        text=text,
        casualties=schema.CASUALTIES.frame(records),
        tallies=schema.TALLIES.frame(
            [
                {"tally": name, "title": f"Count {name}", "source": "coastguard", "measure": "killed", "counts": "all"}
                for name in names
            ]
        ),
        tally_pairs=schema.TALLY_PAIRS.frame(
            [
                {"pair": n, "tally": one, "other": other, "relation": relation, "basis": "said"}
                for n, (one, other, relation) in enumerate(pairs)
            ]
        ),
    )
