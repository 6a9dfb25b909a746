"""Write the collection out for a reader: a folder for each case, and `cases.txt`, which says what becomes of each."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from folders import write_folder

from bad.cases import BAD, ODD

if len(sys.argv) != 2:
    sys.exit("python -m tests.bad OUT")
out, lines = Path(sys.argv[1]), []
for number, (case, (spoil, outcome)) in enumerate((BAD | ODD).items(), 1):
    name = f"{number:03}-{re.sub('[^a-z0-9]+', '-', case.lower()).strip('-') or 'x'}"
    (out / name).mkdir(parents=True)  # refused where there is one already
    spoil(write_folder(out / name / "collision"))
    said = [outcome] if isinstance(outcome, str) else outcome or ["nothing"]
    kind = "refused" if case in BAD else "read, with a warning" if outcome else "read"
    lines += [f"{name}: {case}: {kind}", *(f"    {line}" for line in said if outcome), ""]
(out / "cases.txt").write_text("\n".join(lines), encoding="utf-8")
print(f"{len(BAD)} that are refused and {len(ODD)} that are read: {out}")
