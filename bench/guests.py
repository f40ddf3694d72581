"""Guests as network namespaces, asked for from one process: how scenarios in Python ask Sekisho."""

import asyncio
import contextlib
import ctypes
import http.client
import json
import os
import resource
import socket
import ssl
import time

ADDRESS = ("169.254.169.254", 80)
TOKEN = "/identity/v1/token?version=2025-08-26"
INSTANCE = "/metadata/v1/instance?version=2025-08-26"
PATIENCE = 30  # seconds for one request
NEWNET = 0x40000000

_libc = ctypes.CDLL(None, use_errno=True)
_home = os.open("/proc/self/ns/net", os.O_RDONLY)
_most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (_most, _most))


@contextlib.contextmanager
def inside(namespace):
    """What is done here by this thread is done in that network namespace."""
    there = os.open(f"/run/netns/{namespace}", os.O_RDONLY)
    try:
        _enter(there)
        yield
    finally:
        _enter(_home)
        os.close(there)


def _enter(namespace):
    if _libc.setns(namespace, NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


class Refused(Exception):
    """An answer that is not 200."""

    def __init__(self, status):
        super().__init__(f"status {status}")
        self.status = status


class Connection:
    """A connection to the service from a guest. Failures are OSError, EOFError, TimeoutError or Refused."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def open(cls, namespace):
        with inside(namespace):
            sock = socket.socket()
        sock.setblocking(False)
        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.get_running_loop().sock_connect(sock, ADDRESS)
                return cls(*await asyncio.open_connection(sock=sock))
        except BaseException:
            sock.close()
            raise

    async def token(self):
        return json.loads(await self._ask("PUT", TOKEN, "Metadata-Flavor: ibm"))["access_token"]

    async def instance(self, token):
        return json.loads(await self._ask("GET", INSTANCE, f"Authorization: Bearer {token}"))

    async def _ask(self, method, path, header):
        self.writer.write(f"{method} {path} HTTP/1.1\r\nHost: 169.254.169.254\r\n{header}\r\n\r\n".encode())
        async with asyncio.timeout(PATIENCE):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = head.split("content-length: ")[1].split("\r\n")[0]
            body = await self.reader.readexactly(int(length))
        status = int(head.split()[1])
        if status != 200:
            raise Refused(status)
        return body

    def close(self):
        self.writer.transport.abort()


FAILURES = (OSError, EOFError, TimeoutError, Refused)


async def live(namespace, rounds, pause, seen, failed):
    """Asks for a token and the instance, so often on one connection, again and again. Tells `seen(asked, token,
    document)`, or `failed(opened, why)` and when the connection was begun that it failed on."""
    while True:
        opened, connection = now(), None
        try:
            connection = await Connection.open(namespace)
            for _ in range(rounds):
                token = await connection.token()
                asked = now()
                seen(asked, token, await connection.instance(token))
                await asyncio.sleep(pause)
        except FAILURES as why:
            failed(opened, why)
            await asyncio.sleep(pause)
        finally:
            if connection:
                connection.close()


class Operator:
    """The operator's API, of the Sekisho that SEKISHO_HOME knows. Its connection is kept; made anew after a failure."""

    def __init__(self):
        home = os.environ["SEKISHO_HOME"]
        with open(f"{home}/client.json", encoding="utf-8") as file:
            context = json.load(file)
        self.host, self.key = context["url"].removeprefix("https://"), context["key"]
        self.trust = ssl.create_default_context(cafile=f"{home}/state/ca.pem")
        self.connection = None

    def ask(self, method, path, body=None, kind="application/json"):
        """-> status and document; status 0 if there is no answer."""
        self.connection = self.connection or http.client.HTTPSConnection(self.host, context=self.trust, timeout=60)
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": kind}
        try:
            self.connection.request(method, f"/sekisho/v1{path}", json.dumps(body) if body else None, headers)
            answer = self.connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            return 0, None

    def attachments(self):
        return self.ask("GET", "/attachments")[1]["attachments"]


def guest_namespace(attachment):
    return f"{os.environ['SEKISHO_PREFIX']}-guest-{attachment['mark']}"


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else float("nan")


def figure(name, value, label):
    """As in lib.sh; the second line is what `check` reads."""
    print(f"{label:<64} {value:>9}\nfigure {name} {value}", flush=True)


now = time.monotonic
