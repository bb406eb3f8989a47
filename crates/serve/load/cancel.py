"""How long given-up searches keep their workers: `python3 cancel.py PORT [ROUNDS]`.

Each of the dear queries of `dear.py` is sent to an idle server, and its connection is reset after some
tenths of a second. From then on `/api/health` is asked until no search runs.
"""

import json
import random
import socket
import struct
import sys
import time
import urllib.parse
import urllib.request

from dear_queries import DEAR

PORT = int(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 5
RESET = struct.pack("ii", 1, 0)  # linger for no time: closing resets the connection


def running():
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/api/health") as answer:
        return json.load(answer)["running"]


def give_up(query):
    """Sends a query and gives it up; returns the milliseconds until no search runs, or None if none ran."""
    path = "/api/search?" + urllib.parse.urlencode({"q": query})
    connection = socket.create_connection(("127.0.0.1", PORT))
    connection.sendall(f"GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode())
    time.sleep(random.uniform(0.1, 0.6))
    if running() == 0:
        return None
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    connection.close()
    start = time.perf_counter()
    while running() > 0:
        pass
    return 1000 * (time.perf_counter() - start)


for query in DEAR:
    times = [give_up(query) for _ in range(ROUNDS)]
    ran = [f"{time:.1f}" for time in times if time is not None]
    early = len(times) - len(ran)
    print(f"{query[:6]}…{query[-8:]}: {' '.join(ran)} ms" + (f", {early} ended before" if early else ""))
