"""What scripts/cluster-bench and scripts/cluster-failures share: asking a cluster, and a way to it that can be listened to or cut."""

import http.client
import json
import socket
import threading


def ask(base, method, path, body=None, kind="application/json"):
    host, port = base.removeprefix("opensearch+http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=300)
    connection.request(method, "/" + path, body, {"Content-Type": kind} if body is not None else {})
    answer = connection.getresponse()
    return answer.status, answer.read()


def indices(base, name):
    found = json.loads(ask(base, "GET", f"_cat/indices/{name}-*?h=index&format=json")[1])
    return [one["index"] for one in found if isinstance(one, dict)]


def remove(base, name):
    found = indices(base, name)
    if found:
        ask(base, "DELETE", ",".join(found))


class Way:
    """Passes connections on to a cluster. `cut` ends all of them; while `closed`, none gets through. Keeps the bodies of bulk
    requests and the times that the engine says it took, if it is to listen."""

    def __init__(self, base, listens=False):
        host, port = base.removeprefix("opensearch+http://").split(":")
        self.target, self.listens, self.closed = (host, int(port)), listens, False
        self.bodies, self.took, self.open, self.lock = [], [], [], threading.Lock()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.base = f"opensearch+http://127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near, _ = self.server.accept()
            if self.closed:
                near.close()
                continue
            threading.Thread(target=self.serve, args=(near,), daemon=True).start()

    def cut(self):
        with self.lock:
            for one in self.open:
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
            self.open.clear()

    def serve(self, near):
        try:
            far = socket.create_connection(self.target)
            with self.lock:
                self.open += [near, far]
            reading, answering = near.makefile("rb"), far.makefile("rb")
            while True:
                head, body = message(reading)
                if head is None:
                    return
                if self.listens and b"_bulk" in head.split(b"\r\n")[0]:
                    self.bodies.append(body)
                far.sendall(head + body)
                head, answer = message(answering)
                if head is None:
                    return
                if self.listens and answer.startswith(b'{"took":'):
                    self.took.append(int(answer[8:].split(b",")[0]))
                near.sendall(head + answer)
        except OSError:
            pass
        finally:
            near.close()


def message(stream):
    """Head and body of one message of HTTP."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline()
        if not line:
            return None, b""
        head += line
    small = head.lower()
    if b"transfer-encoding: chunked" in small:
        body = b""
        while True:
            line = stream.readline()
            size = int(line.strip() or b"0", 16)
            chunk = stream.read(size + 2)
            body += line + chunk
            if size == 0:
                return head, body
    length = next((line for line in small.split(b"\r\n") if line.startswith(b"content-length:")), b"x:0")
    return head, stream.read(int(length.split(b":")[1]))
