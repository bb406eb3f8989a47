"""How soon cancelled searches end: `python3 cancel.py XUNWEN INDEX [ROUNDS]`.

Each of the dear queries of `dear.py` is asked by `xunwen search` and gets a SIGINT after some tenths of
a second. Command line and server cancel in the same way, by a token that the engine looks at.
"""

import random
import signal
import subprocess
import sys
import time

from dear_queries import DEAR

XUNWEN, INDEX = sys.argv[1:3]
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 5


def cancel(query):
    """Returns the milliseconds from the signal to the end, or None if the search ended before."""
    search = subprocess.Popen(
        [XUNWEN, "search", "-i", INDEX, "-n", "0", "--", query],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(random.uniform(0.05, 0.6))
    start = time.perf_counter()
    search.send_signal(signal.SIGINT)
    status = search.wait()
    return 1000 * (time.perf_counter() - start) if status == 130 else None


for query in DEAR:
    times = [cancel(query) for _ in range(ROUNDS)]
    cut = [f"{time:.1f}" for time in times if time is not None]
    shown = query if len(query) < 30 else f"{query[:6]}…{query[-8:]}"
    print(f"{shown}: {' '.join(cut)} ms, {len(times) - len(cut)} ended before")
