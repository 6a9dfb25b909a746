"""`python -m libya_kit` is `libya-kit`."""

import sys

from libya_kit.cli import main

sys.exit(main())
