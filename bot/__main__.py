"""`python -m bot`: the command line. Ctrl-C while it is still being imported is no traceback either."""

import sys

try:
    from bot.cli import main

    main()
except KeyboardInterrupt:
    print("Stopped.", file=sys.stderr)
    sys.exit(130)
