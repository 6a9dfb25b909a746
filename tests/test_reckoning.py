from counts import article_of

from libya_kit.casualties import reckoning


def test_quantifiers_hold_what_the_conventions_say():
    table = reckoning.quantifiers().set_index(["convention", "term"])
    assert table.loc[("literal", "dozens"), "low"] == 24 and table.loc[("acled", "dozens"), "low"] == 12
    assert table["high"].isna().all() and table.index.is_unique and table["source"].str.len().gt(0).all()


def test_a_thousand_counts_are_no_burden():
    article = article_of(*({"value": n % 7, "tally": None} for n in range(1100)))
    toll = reckoning.reckon(article, reckoning.Choice("killed"))
    assert toll.low == 6 and len(toll.apart) == 1099
    assert reckoning.reckon(article, reckoning.Choice("killed", "separate")).too_many == 1100
