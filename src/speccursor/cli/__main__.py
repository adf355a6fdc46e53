"""``python -m speccursor.cli``."""

from speccursor.cli.entry import main

raise SystemExit(main())
