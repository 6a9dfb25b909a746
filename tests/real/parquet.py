"""Parquet out and back: `pip install pyarrow`, then `python -m pytest tests/real/parquet.py`.

It is not in the suite, as pandas keeps its words otherwise where pyarrow is installed, which few users have.
"""

import json

import pandas as pd
from folders import ROWS, write_folder

from libya_kit.article.model import load_article
from libya_kit.formats.tables import write_tables


def test_parquet_comes_back_with_its_types(tmp_path):
    write_tables(None, tmp_path, "parquet")
    article = load_article()
    frame = pd.read_parquet(tmp_path / "casualties.parquet").set_index("claim_id")
    assert list(frame["value"]) == list(article.casualties["value"]) and frame["value"].dtype == "Int64"
    assert list(frame["reported_on"]) == list(article.casualties["reported_on"])
    assert json.loads(frame.at["c-wounded-80", "otherwise"]) == article.casualties.at["c-wounded-80", "otherwise"]
    actors = pd.read_parquet(tmp_path / "actors.parquet").set_index("actor_id")
    assert [*actors.at["lna", "aliases"]] == [*article.actors.at["lna", "aliases"]]
    empty = write_folder(tmp_path / "empty", "Calm\n\nNothing.\n", [], rows={name: [] for name in ROWS})
    write_tables(empty, tmp_path / "none", "parquet")
    assert pd.read_parquet(tmp_path / "none" / "casualties.parquet").empty
