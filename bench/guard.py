"""What scenario guard is made of: foreign nft|iptables COUNT | apply SEKISHO FOLDER ENGINE BESIDE ROUNDS | serve | connect USER ADDRESS SECONDS"""
import os
import resource
import socket
import statistics
import subprocess
import sys
import time

PORT = 80


def foreign(engine, count):
    """Rules of somebody else's, each about another address and port."""
    addresses = [(f"10.{n // 65536}.{n // 256 % 256}.{n % 256}", 1000 + n % 50000) for n in range(count)]
    if engine == "nft":
        print("table inet foreign {\n  chain input {\n    type filter hook input priority 0;")
        for address, port in addresses:
            print(f"    ip saddr {address} tcp dport {port} drop")
        print("  }\n}")
    else:
        print("*filter\n:FOREIGN - [0:0]\n-A INPUT -j FOREIGN")
        for address, port in addresses:
            print(f"-A FOREIGN -s {address} -p tcp -m tcp --dport {port} -j DROP")
        print("COMMIT")


def took(*command):
    """How many ms a command took, on the wall and of the processor."""
    def used():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime
    before, began = used(), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stdout.decode()}")
    return 1000 * (time.perf_counter() - began), 1000 * (used() - before)


def apply(sekisho, folder, engine, beside, rounds):
    script = ("sh", f"{folder}/{engine}.sh")
    whole = (sekisho, "guard", "apply", "-f", f"{folder}/policy.yaml", "--engine", engine)
    ways = {"script": script + ("load",), "whole": whole}
    times = {}
    for _ in range(rounds):
        for way, command in ways.items():
            took(*script, "remove")
            for turn in ("first", "again"):
                times.setdefault((way, turn), []).append(took(*command))
    for (way, turn), each in times.items():
        name = f"guard.{engine}-{way}-{turn}-beside-{beside}-ms"
        wall, processor = (statistics.median(column) for column in zip(*each))
        said = "the script" if way == "script" else "`guard apply`"
        label = f"ms for {said}, {engine}, {turn}, beside {beside}"
        print(f"{label:64} {wall:9.0f}   ({min(each)[0]:.0f} to {max(each)[0]:.0f}; {processor:.0f} of the processor)")
        print(f"figure {name} {wall:.0f}")
        print(f"figure {name.replace('-ms', '-processor-ms')} {processor:.0f}")


def serve():
    with socket.create_server(("", PORT), backlog=1024) as listener:
        while True:
            one, _ = listener.accept()
            with one:
                one.sendall(one.recv(999))


def connect(user, address, seconds):
    """The median of µs until a connection is there, and until an answer is."""
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    until_there, until_answer = [], []
    end = time.perf_counter() + seconds
    while (began := time.perf_counter_ns()) < end * 1e9:
        with socket.socket() as one:
            one.connect((address, PORT))
            there = time.perf_counter_ns()
            one.sendall(b"GET / HTTP/1.1\r\n\r\n")
            one.recv(999)
            until_answer.append(time.perf_counter_ns() - began)
            until_there.append(there - began)
    print(statistics.median(until_there) / 1000, statistics.median(until_answer) / 1000)


match sys.argv[1:]:
    case ["foreign", engine, count]:
        foreign(engine, int(count))
    case ["apply", sekisho, folder, engine, beside, rounds]:
        apply(sekisho, folder, engine, beside, int(rounds))
    case ["serve"]:
        serve()
    case ["connect", user, address, seconds]:
        connect(int(user), address, float(seconds))
    case _:
        sys.exit(__doc__)
