"""Slow and broken clients: `python3 slow.py PORT SECONDS` keeps 200 of them on a server.

They send one byte of a head every 50 ms, close their side in the middle of a head, request a large
export and read none of it, or reset the connection.
"""

import random
import socket
import sys
import time

WHERE, END = ("127.0.0.1", int(sys.argv[1])), time.time() + float(sys.argv[2])
HEAD = b"GET /api/search?q=%E7%BB%8F%E6%B5%8E HTTP/1.1\r\nhost: localhost\r\nx-slow: " + b"a" * 1_000_000
EXPORT = b"GET /api/export?q=%E7%BB%8F%E6%B5%8E HTTP/1.1\r\nhost: localhost\r\n\r\n"
SLOW, HALF, DEAF, RESET = range(4)


def client(kind):
    """Returns a connection of this kind, or None if it has already ended."""
    stream = socket.create_connection(WHERE)
    if kind == HALF:
        stream.sendall(HEAD[:60])
        stream.shutdown(socket.SHUT_WR)
    if kind == DEAF:
        stream.sendall(EXPORT)
    if kind == RESET:
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        stream.sendall(HEAD[:40])
        stream.close()
        return None
    return stream


def is_over(one):
    try:
        if one["kind"] == SLOW:
            one["stream"].sendall(HEAD[one["sent"] : one["sent"] + 1])
            one["sent"] += 1
    except OSError:
        return True
    return time.time() > one["until"]


made, clients = 0, []
while time.time() < END:
    while len(clients) < 200:
        kind = made % 4
        made += 1
        if stream := client(kind):
            until = time.time() + random.uniform(2, 15)
            clients.append({"stream": stream, "kind": kind, "sent": 0, "until": until})
    for one in clients[:]:
        if is_over(one):
            one["stream"].close()
            clients.remove(one)
    time.sleep(0.05)
print(f"{made} clients")
