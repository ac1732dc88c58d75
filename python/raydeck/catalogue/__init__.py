"""The tasks of some modules, with what can be known of them: `python -m raydeck catalogue`. Specified in
docs/python.md.
"""

from .catalogue_of import catalogue_of
from .entry import Entry
from .import_modules import Failure

__all__ = ["Entry", "Failure", "catalogue_of"]
