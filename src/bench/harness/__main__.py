"""The command: src/bench/run."""

import signal
import sys

from . import options, run
from .quiet import BusyMachine
from .service import own_all_descendants, stop_all
from .tools import Missing

BUSY = 3


def main():
    chosen = options.parse(sys.argv[1:])
    own_all_descendants()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGHUP, lambda *_: sys.exit(129))
    try:
        return run.run(chosen)
    except BusyMachine as busy:
        print(f"No report. {busy}. What is finished is kept for --resume.", file=sys.stderr)
        return BUSY
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        stop_all()


sys.exit(main())
