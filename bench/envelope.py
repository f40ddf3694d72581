"""What scenario envelope is made of: inventory N | iptables N | serve ADDRESS | connect ADDRESS SECONDS | hold ADDRESS | changes API APIKEY-FILE N [tracked]"""
import http.client
import json
import socket
import ssl
import statistics
import struct
import sys
import time
import urllib.parse

GROUPS = 20
PORT = 1000


def address(n):
    return f"10.0.{(n + 9) // 256}.{(n + 9) % 256}"


def ports(group):
    """Nine of each group: one of them is what the guests talk on."""
    return [PORT, PORT + 1] + [2000 + 10 * group + n for n in range(7)]


def inventory(count):
    print("accounts:\n  - name: acme\n    vpcs:\n      - name: prod\n        region: us-south")
    print("        subnets: [{name: all, zone: us-south-1, ipv4_cidr_block: 10.0.0.0/16}]")
    print("        security_groups:")
    for group in range(min(GROUPS, count)):
        print(f"          - name: g{group}\n            rules:")
        for port in ports(group):
            print(f"              - {{direction: inbound, protocol: tcp, port_min: {port}, port_max: {port}, remote: 10.0.0.0/8}}")
        print("              - {direction: outbound, protocol: any}")
    print("    instances:")
    for n in range(1, count + 1):
        group = n % min(GROUPS, count)
        print(f"      - {{name: guest-{n}, vpc: prod, network_interfaces: [{{address: {address(n)}, security_groups: [g{group}]}}]}}")


def iptables(count):
    print("*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]")
    for n in range(1, count + 1):
        print(f":in{n} - [0:0]\n:out{n} - [0:0]")
    print("-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT")
    print("-A FORWARD -m conntrack --ctstate INVALID -j DROP")
    for n in range(1, count + 1):
        print(f"-A FORWARD -i tap{n} -j out{n}")
    for n in range(1, count + 1):
        print(f"-A FORWARD -o tap{n} -j in{n}")
    for n in range(1, count + 1):
        print(f"-A out{n} -s {address(n)}/32 -j RETURN\n-A out{n} -j DROP")
        for port in ports(n % min(GROUPS, count)):
            print(f"-A in{n} -p tcp -s 10.0.0.0/8 --dport {port} -j ACCEPT")
        print(f"-A in{n} -j DROP")
    print("COMMIT")


def serve(at):
    with socket.create_server((at, PORT), backlog=1024) as listener:
        while True:
            connection = listener.accept()[0]
            try:
                connection.recv(1)
            except ConnectionResetError:
                pass  # as it has to be
            connection.close()


def end(connection):
    """At once, and without a port that waits: looking for a free one would be most of what is measured."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def connect(to, seconds):
    """The median of connections, one after the other, in microseconds."""
    took = []
    over = time.monotonic() + seconds
    while time.monotonic() < over:
        began = time.perf_counter()
        connection = socket.create_connection((to, PORT), 5)
        took.append(time.perf_counter() - began)
        end(connection)
    print(statistics.median(took) * 1e6)


def hold(to):
    """A connection that goes on until this is ended."""
    with socket.create_connection((to, PORT), 5):
        while True:
            time.sleep(60)


class Api:
    def __init__(self, at, apikey):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        host, port = at.rsplit(":", 1)
        self.connection = http.client.HTTPSConnection(host, int(port), context=context)
        form = urllib.parse.urlencode({"grant_type": "urn:ibm:params:oauth:grant-type:apikey", "apikey": apikey})
        self.headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self.headers = {"Authorization": "Bearer " + self.ask("POST", "/identity/token", form)["access_token"]}

    def ask(self, method, path, body=None):
        if body is not None and not isinstance(body, str):
            body = json.dumps(body)
        kind = {"Content-Type": "application/merge-patch+json"} if method == "PATCH" else {}
        self.connection.request(method, path, body, {**self.headers, **kind})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {text.decode()}")
        return json.loads(text or "{}")


def changes(api, apikey, count, tracked=""):
    """A rule's port, each from the request until the kernel has it, which is when the answer comes; and its name,
    of which the kernel hears nothing. The first 20 of 60 are for the compiler. Where a connection is tracked, the
    kernel's table of them is walked."""
    vpc = "version=2026-06-23&generation=2"
    it = Api(api, open(apikey).read().strip())
    group = next(g for g in it.ask("GET", f"/v1/security_groups?{vpc}&limit=100")["security_groups"] if g["name"] == "g3")
    rule = next(r for r in group["rules"] if r.get("port_min", 0) >= 2000)
    path = f"/v1/security_groups/{group['id']}/rules/{rule['id']}?{vpc}"

    def patches(body):
        took = []
        for n in range(60):
            began = time.perf_counter()
            it.ask("PATCH", path, body(n))
            took.append((time.perf_counter() - began) * 1e3)
        return sorted(took[20:])

    took = patches(lambda n: {"port_min": 3000 + n, "port_max": 3000 + n})
    name = f"envelope.change-{tracked and tracked + '-'}{count}"
    print(f"figure {name}-p50-ms {statistics.median(took):.1f}")
    print(f"figure {name}-max-ms {took[-1]:.1f}")
    if tracked:
        return
    took = patches(lambda n: {"name": f"renamed-{n}"})
    print(f"figure envelope.rename-{count}-p50-ms {statistics.median(took):.1f}")


if __name__ == "__main__":
    what, *words = sys.argv[1:]
    {
        "inventory": lambda: inventory(int(words[0])),
        "iptables": lambda: iptables(int(words[0])),
        "serve": lambda: serve(words[0]),
        "connect": lambda: connect(words[0], float(words[1])),
        "hold": lambda: hold(words[0]),
        "changes": lambda: changes(words[0], words[1], int(words[2]), *words[3:]),
    }[what]()
