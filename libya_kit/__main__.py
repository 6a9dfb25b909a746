"""`python -m libya_kit` is `libya-kit`."""

import sys

if not sys.flags.safe_path:
    del sys.path[0]  # the folder where it is run: a file of somebody's there, as random.py, hides no library

from libya_kit.cli.main import main

sys.exit(main())
