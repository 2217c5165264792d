"""`python -m bench.apply_bare PORT PARALLEL FILE`: sends recorded requests again, so many at a time.

As little as a client can do: a connection for each thread, the next request as soon as an answer is there, nothing
read but bytes. Prints the seconds that it took.
"""

import contextlib
import http.client
import json
import queue
import sys
import threading
import time
from pathlib import Path


def main() -> None:
    """Send them all."""
    port, parallel, file = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    recorded: queue.SimpleQueue[tuple[str, str, str]] = queue.SimpleQueue()
    for method, path, body in json.loads(file.read_text()):
        recorded.put((method, path, body))
    failed: list[int] = []
    threads = [threading.Thread(target=send_all, args=[port, recorded, failed]) for _ in range(parallel)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed or not recorded.empty():
        sys.exit(f"not all requests were answered as they should be: {failed[:3]}")
    print(time.perf_counter() - start)


def send_all(port: int, recorded: "queue.SimpleQueue[tuple[str, str, str]]", failed: list[int]) -> None:
    """Send until there is none left."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.suppress(queue.Empty):
        while True:
            method, path, body = recorded.get_nowait()
            connection.request(method, path, body.encode() or None, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                failed.append(answer.status)
    connection.close()


if __name__ == "__main__":
    main()
