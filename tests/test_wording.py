"""How actors are named in sentences: with the article that the text has, or that their name asks for."""

import pandas as pd
import pytest
from folders import claim, write_folder

from libya_kit.article.model import load_article
from libya_kit.article.wording import the, with_article

CASES = [
    # name, kind, text, as it stands in a sentence
    ("OCHA", "un_body", "OCHA said on Monday that 40 had fled.", "OCHA"),
    ("OCHA", "un_body", "The OCHA office counts them.", "OCHA"),
    ("OCHA", "un_body", "Nobody else counts.", "OCHA"),
    ("UNICEF", "un_body", "Nobody else counts.", "UNICEF"),
    ("UN", "un_body", "The UN said so.", "the UN"),
    ("UN", "un_body", "Nobody else counts.", "the UN"),
    ("IDMC", "aid_organisation", "The IDMC put them at 40.", "the IDMC"),
    ("UN office", "un_body", "Nobody else counts.", "the UN office"),
    ("news agency", "media", "A news agency reported it.", "a news agency"),
    ("news agency", "media", "Nobody else reported it.", "a news agency"),
    ("state news agency", "media", "The state news agency reported it.", "the state news agency"),
    ("Kestrel Wire", "media", "Nobody else reported it.", "Kestrel Wire"),
    ("The Post", "media", "Nobody else reported it.", "the Post"),
    ("mayor of Orsha", "person", "The mayor of Orsha denied it.", "the mayor of Orsha"),
    ("mayor of Orsha", "person", "Orsha's mayor denied it.", "the mayor of Orsha"),
    ("deputy mayor of Orsha", "person", "Nobody denied it.", "the deputy mayor of Orsha"),
    ("senior official", "person", "A senior official denied it.", "a senior official"),
    ("official of the port", "person", "Nobody denied it.", "an official of the port"),
    ("hospital workers", "group", "Two hospital workers told Kestrel Wire.", "hospital workers"),
    ("police", "armed_force", "Police said so.", "the police"),
    ("medics", "group", "Medics said so.", "medics"),
    ("hospital", "group", "The hospital counted 12.", "the hospital"),
    ("hospital", "group", "A hospital counted 12.", "a hospital"),
    ("hospital in Orsha", "group", "A hospital in Orsha counted 12. The hospital said more.", "the hospital in Orsha"),
    ("health ministry", "ministry", "Its health ministry counted 12.", "the health ministry"),
    ("health-sector report", "unnamed", "A health-sector report counted 12.", "a health-sector report"),
    ("Civil Guard", "armed_force", "The Civil Guard counted 12.", "the Civil Guard"),
    ("Red Banner", "armed_group", "Red Banner said it lost 12.", "Red Banner"),
    ("Red Banner", "armed_group", "The Red Banner said it lost 12.", "the Red Banner"),
    ("LNA (Marn)", "armed_force", "The LNA said it lost 12.", "the LNA (Marn)"),
    ("Norvia", "state", "The Norvia border is closed.", "Norvia"),
    ("United States", "state", "Nobody else counts.", "the United States"),
    ("Republic of Norvia", "state", "Nobody else counts.", "the Republic of Norvia"),
    ("al Merah", "armed_group", "Fighters of al Merah denied it.", "al Merah"),
    ("Ada Quill", "person", "Ada Quill denied it.", "Ada Quill"),
]


@pytest.mark.parametrize(("name", "kind", "text", "said"), CASES)
def test_an_actor_has_the_article_of_the_text_or_of_its_name(name, kind, text, said):
    assert with_article(name, kind, text) == said


@pytest.mark.parametrize(("name", "said"), [("unnamed callers", "a source not named"), ("a diplomat", "a diplomat")])
def test_who_is_not_named_is_said_so(tmp_path, name, said):
    text = "Calls\n\nA diplomat called for calm.\n"
    rows = {
        "actors": [{"actor_id": "x", "name": name, "kind": "unnamed"}],
        "places": [],
        "tallies": [],
        "tally_pairs": [],
    }
    item = claim(text, "m", "Mention", "A diplomat", actor="x", source="x")
    article = load_article(write_folder(tmp_path / "calls", text, [item], rows=rows, publisher="Kestrel Wire"))
    assert the(article, "x") == said and the(article, pd.NA) == "a source not named"
