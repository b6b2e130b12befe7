"""A loopback endpoint that answers what a test wants."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Endpoint:
    """What the endpoint answers, and what it was asked."""

    def __init__(self):
        self.answer: object = {"tasks": []}
        self.raw: bytes | None = None
        self.status = 200
        self.wait = 0.0
        self.drip = 0.0
        self.location = ""
        self.asked: list[dict] = []
        self.headers: list[dict] = []
        self.url = ""

    def body(self) -> bytes:
        if self.raw is not None:
            return self.raw
        content = self.answer if isinstance(self.answer, str) else json.dumps(self.answer)
        return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


@contextmanager
def endpoint():
    told = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            told.asked.append({"path": self.path, **json.loads(self.rfile.read(length))})
            told.headers.append(dict(self.headers))
            time.sleep(told.wait)
            body = told.body()
            try:
                self.send_response(told.status)
                if told.location:
                    self.send_header("Location", told.location)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                for begin in range(0, len(body), 64 if told.drip else len(body) or 1):
                    self.wfile.write(body[begin : begin + (64 if told.drip else len(body))])
                    self.wfile.flush()
                    time.sleep(told.drip)
            except OSError:
                return

        def log_message(self, *_words):
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
