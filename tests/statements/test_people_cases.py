import pytest
from statements.people_cases import CASES, faults


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_what_is_said_of_people_is_what_the_text_says(tmp_path, case):
    assert list(faults(tmp_path, case)) == []
