# SPDX-License-Identifier: MIT OR Apache-2.0
"""A registry on the loopback device, whose answers are functions of the test's."""
import http.server
import socket
import struct
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self):
        registry = self.server.registry
        with registry.lock:
            registry.requests.append((self.path, dict((k.lower(), v) for k, v in self.headers.items())))
            answers = registry.answers.get(self.path)
            answer = answers.pop(0) if answers and len(answers) > 1 else answers[0] if answers else status(404)
        try:
            answer(self)
        except OSError:
            self.close_connection = True

    do_POST = do_CONNECT = do_GET

    def log_message(self, *_):
        pass

    def reply(self, code, body=b"", **headers):
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def ok(body, **headers):
    return lambda h: h.reply(200, body, **headers)


def status(code, **headers):
    return lambda h: h.reply(code, b"the server's own words", **headers)


def redirect(to):
    return lambda h: h.reply(302, Location=to)


def conditional(body, etag):
    def answer(h):
        if h.headers.get("If-None-Match") == etag:
            h.reply(304)
        else:
            h.reply(200, body, ETag=etag)

    return answer


def reset(body):
    """Half of it, then a reset of the connection."""

    def answer(h):
        h.reply(200, body[: len(body) // 2], Content_Length=str(len(body)))
        h.wfile.flush()
        h.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        h.connection.close()
        h.close_connection = True

    return answer


def cut_off(body):
    """Half of it, then the end."""

    def answer(h):
        h.reply(200, body[: len(body) // 2], Content_Length=str(len(body)))
        h.close_connection = True

    return answer


def in_parts(body, etag='"one"', part=None):
    """A third of it at a time, then the end; what is asked for by Range follows. `part` answers that."""

    def answer(h):
        begin = 0
        if "Range" in h.headers and h.headers.get("If-Range") == etag:
            begin = int(h.headers["Range"].removeprefix("bytes=").removesuffix("-"))
            if part:
                return part(h, begin)
        piece = body[begin:begin + len(body) // 3 + 1]
        more = {"Content_Range": f"bytes {begin}-{len(body) - 1}/{len(body)}"} if begin else {}
        h.reply(206 if begin else 200, piece, Content_Length=str(len(body) - begin), ETag=etag, **more)
        h.close_connection = True

    return answer


def cut_head(h):
    """A status and a header, then the end."""
    h.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5")
    h.close_connection = True


def hang_up(h):
    h.close_connection = True


def stall(h):
    """Says nothing until the client gives up."""
    h.connection.settimeout(20)
    try:
        h.connection.recv(1)
    except OSError:
        pass
    h.close_connection = True


def trickle(h):
    h.send_response(200)
    h.send_header("Content-Length", "1000000")
    h.end_headers()
    for _ in range(100):
        h.wfile.write(b"x")
        h.wfile.flush()
        time.sleep(0.2)


def endless(h):
    """A body that never ends, in chunks without a line end."""
    h.send_response(200)
    h.send_header("Transfer-Encoding", "chunked")
    h.end_headers()
    piece = b"x" * (1 << 20)
    while True:
        h.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))


def trailed(body):
    """In one chunk, with a field after it."""

    def answer(h):
        h.send_response(200)
        h.send_header("Transfer-Encoding", "chunked")
        h.send_header("Trailer", "Expires")
        h.end_headers()
        h.wfile.write(b"%x\r\n%s\r\n0\r\nExpires: 0\r\n\r\n" % (len(body), body))

    return answer


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *_):
        pass


class Registry:
    """`answers` maps a path to the answers given in turn; the last one stays."""

    def __init__(self):
        self.lock = threading.Lock()
        self.clear()
        self.http = Server(("127.0.0.1", 0), Handler)
        self.http.registry = self
        self.root = "http://127.0.0.1:%d/" % self.http.server_port
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()

    def clear(self):
        with self.lock:
            self.answers, self.requests = {}, []

    def on(self, path, *answers):
        self.answers[path] = list(answers)

    def asked(self, part=""):
        return [path for path, _ in self.requests if part in path]

    def close(self):
        self.http.shutdown()
        self.http.server_close()
