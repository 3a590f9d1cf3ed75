"""Where the frozen program begins."""

import os
import sys

# The folder's own libraries are for this process alone: what it starts (a file manager, a printer's
# dialog) must find those of the system.
if "LD_LIBRARY_PATH_ORIG" in os.environ:
    os.environ["LD_LIBRARY_PATH"] = os.environ.pop("LD_LIBRARY_PATH_ORIG")
else:
    os.environ.pop("LD_LIBRARY_PATH", None)

from npq_desktop.main import main

sys.exit(main())
