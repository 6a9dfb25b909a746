"""Print a table of the short texts: kind, cases, right, wrong; then what is wrong."""

import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from statements import people_cases, stance_cases  # noqa: E402 (found only now)


def main() -> int:
    wrong_cases = []
    print(f"{'kind':<10}{'cases':>7}{'right':>7}{'wrong':>7}")
    for kind, module in (("people", people_cases), ("sides", stance_cases)):
        cases = [case for case in module.CASES if kind == "people" or case["must"]["rows"]]
        wrong = 0
        for case in cases:
            with tempfile.TemporaryDirectory() as folder:
                found = list(module.faults(Path(folder) / "case", case))
            wrong += bool(found)
            wrong_cases += [f"{kind}: {case['id']}: {fault}" for fault in found]
        print(f"{kind:<10}{len(cases):>7}{len(cases) - wrong:>7}{wrong:>7}")
    print(*wrong_cases, sep="\n", end="\n" if wrong_cases else "")
    return 1 if wrong_cases else 0


if __name__ == "__main__":
    sys.exit(main())
