"""``python -m npq_desktop`` is the same command as ``npq-desktop``."""

import sys

from npq_desktop.main import main

sys.exit(main())
