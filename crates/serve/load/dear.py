"""Dear searches beside light ones: `python3 dear.py PORT SECONDS [PID]`.

Eight clients send the dearest query of each form, one after the other. Two clients send light searches. At the end: the times of the light ones, all statuses, and,
if the process of the server is named, the memory of its own second by second (first, most, last).
"""

import collections
import http.client
import sys
import threading
import time
import urllib.parse

from dear_queries import DEAR

PORT, END = int(sys.argv[1]), time.time() + float(sys.argv[2])
PID = sys.argv[3] if len(sys.argv) > 3 else None
LIGHT = ["经济", "碳中和", "华为", "粤港澳大湾区", "人工智能 就业", "微短剧"]
statuses = {"dear": collections.Counter(), "light": collections.Counter()}
times, memory = [], []


def ask(kind, queries):
    asked = 0
    while time.time() < END:
        path = "/api/search?" + urllib.parse.urlencode({"q": queries[asked % len(queries)]})
        asked += 1
        start = time.perf_counter()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            status = response.status
            connection.close()
        except OSError as error:
            status = type(error).__name__
        statuses[kind][status] += 1
        if kind == "light":
            times.append(1000 * (time.perf_counter() - start))
            time.sleep(0.02)
        elif status == 503:
            time.sleep(1)  # as `Retry-After` says


clients = [threading.Thread(target=ask, args=("dear", DEAR)) for _ in range(8)]
clients += [threading.Thread(target=ask, args=("light", LIGHT)) for _ in range(2)]
for client in clients:
    client.start()
while any(client.is_alive() for client in clients):
    if PID:
        lines = open(f"/proc/{PID}/status").read().splitlines()
        memory.append(next(int(line.split()[1]) // 1024 for line in lines if line.startswith("RssAnon")))
    time.sleep(1)
times.sort()
part = lambda share: times[min(len(times) - 1, int(share * len(times)))]
print(f"light: {len(times)}, p50 {part(0.5):.1f} ms, p99 {part(0.99):.1f} ms, most {times[-1]:.1f} ms")
for kind, counted in statuses.items():
    print(f"{kind}:", ", ".join(f"{status}: {count}" for status, count in sorted(counted.items(), key=str)))
if memory:
    print(f"memory: {memory[0]} MB at first, {max(memory)} MB at most, {memory[-1]} MB at last")
