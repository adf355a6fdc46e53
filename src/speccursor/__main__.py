"""``python -m speccursor``."""

from speccursor.cli.entry import main

raise SystemExit(main())
