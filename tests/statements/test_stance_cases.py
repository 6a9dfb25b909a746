import pytest
from statements.stance_cases import CASES, faults

WITH_ROWS = [case for case in CASES if case["must"]["rows"]]


@pytest.mark.parametrize("case", WITH_ROWS, ids=lambda case: case["id"])
def test_what_is_said_of_sides_is_what_the_text_says(tmp_path, case):
    assert list(faults(tmp_path / "article", case)) == []
