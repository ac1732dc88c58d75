"""Cannot be imported."""

import sys

sys.exit("no settings")
