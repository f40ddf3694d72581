"""Kills each process of Sekisho again and again while guests ask: kill.py API KILLS [SECONDS]

API tells ours from other Sekishos on this machine. No process is killed for longer than so many SECONDS."""

import asyncio
import os
import re
import signal
import subprocess
import sys

import guests
from guests import now

SETTLING, PATIENCE = 4, 120  # seconds


def out(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


class Processes:
    """Ours, by the words that they were started with."""

    def __init__(self, api):
        self.words = f"up --api {api} "

    def all(self):
        return set(out("pgrep", "-f", "--", self.words).split())

    def service(self):
        return set(out("pgrep", "-f", "--", self.words + ".*--helper").split())

    def overseer(self):
        return set(out("pgrep", "-f", "--", "java .*" + self.words).split()) - self.service()

    def files(self):
        """How many each holds open, by what it is."""
        return {
            kind: [len(os.listdir(f"/proc/{pid}/fd")) for pid in pids]
            for kind, pids in (("overseer", self.overseer()), ("service", self.service()))
        }


def traces(processes):
    """What must be the same before and after."""
    prefix = os.environ["SEKISHO_PREFIX"]
    found = {"processes": len(processes.all()), "folder": sorted(os.listdir(f"/run/sekisho-{prefix}"))}
    found["namespaces"] = sorted(name for name in os.listdir("/run/netns") if name.startswith(prefix + "-"))
    for name in found["namespaces"]:
        if "-vpc-" in name:
            rules = re.sub(r"packets \d+ bytes \d+", "", out("ip", "netns", "exec", name, "nft", "list", "ruleset"))
            found[name, "rules"] = re.sub(r"set syns \{.*?\n\t}", "", rules, flags=re.S)
            found[name, "wires"] = out("ip", "-n", name, "-br", "addr") + out("ip", "-n", name, "route")
            found[name, "listening"] = len(out("ip", "netns", "exec", name, "ss", "-Hltn").splitlines())
            found[name, "open"] = len(out("ip", "netns", "exec", name, "ss", "-Htn").splitlines())
    return found


class Load:
    """Guests that ask, some on new connections and some on kept ones; and the operator who changes something."""

    def __init__(self):
        self.operator = guests.Operator()
        self.expected = {guests.guest_namespace(it): it["compute"] for it in self.operator.attachments()}
        self.answers, self.wrong, self.failures, self.last, self.hops = 0, 0, [], 0.0, 1
        self.kept = [self.start(name, 20 if i % 2 else 1) for i, name in enumerate(self.expected)]

    def start(self, namespace, rounds):
        def seen(asked, _token, document):
            self.answers += 1
            self.last = max(self.last, asked)
            self.wrong += document["name"] != self.expected[namespace]

        def failed(opened, why):
            self.failures.append((opened, now(), why))

        return asyncio.create_task(guests.live(namespace, rounds, 0.02, seen, failed))

    def stop(self):
        for task in self.kept:
            task.cancel()

    async def served_since(self, moment):
        """Waits for an answer to what was asked after this moment."""
        while self.last <= moment:
            await asyncio.sleep(0.002)
        return now()

    async def changed(self):
        """Waits until the operator can put a change into force, which takes both processes."""
        compute = next(iter(self.expected.values()))
        self.hops = 3 - self.hops
        body = {"metadata_service": {"response_hop_limit": self.hops}}
        while (await asyncio.to_thread(self.operator.ask, "PATCH", f"/instances/{compute}", body))[0] != 200:
            await asyncio.sleep(0.05)
        return now()


async def kill(which, load):
    """-> seconds until guests are served again, and until the operator can change something"""
    before = which()
    for pid in before:
        os.kill(int(pid), signal.SIGKILL)
    killed = now()
    served = asyncio.create_task(load.served_since(killed))
    while not which() - before:
        await asyncio.sleep(0.05)
    changed = await load.changed()
    return killed, await served - killed, changed - killed


def told(name, load, kills, before, after):
    ends = [killed for killed, _, _ in kills]
    lost = [why for opened, failed, why in load.failures if not any(opened - 0.05 < end < failed for end in ends)]
    cut = len(load.failures) - len(lost)
    served, changed = sorted(it[1] for it in kills), sorted(it[2] for it in kills)
    print(f"{name} killed {len(kills)} times under load: {load.answers} answers, {cut} connections cut by a kill")
    for why in sorted(set(map(repr, lost))):
        print(f"  failed on a connection that no kill cut: {why}")
    guests.figure(f"kill.{name}-failed", len(lost), f"{name}: requests failed on connections that no kill cut")
    guests.figure(f"kill.{name}-wrong", load.wrong, f"{name}: answers meant for somebody else")
    for what, times in (("served", served), ("changed", changed)):
        label = f"{name}: seconds until {'guests are served' if what == 'served' else 'a change is in force'} again"
        guests.figure(f"kill.{name}-{what}-median-s", f"{guests.percentile(times, 0.5):.2f}", f"{label}, median")
        guests.figure(f"kill.{name}-{what}-most-s", f"{times[-1]:.2f}", f"{label}, most")
    differing = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    for key in differing:
        print(f"  {key}: {before.get(key)} -> {after.get(key)}")
    guests.figure(f"kill.{name}-leaked", len(differing), f"{name}: kinds of things that are not as before")


async def main(api, count, most_seconds):
    processes = Processes(api)
    for name, which in (("service", processes.service), ("overseer", processes.overseer)):
        await asyncio.sleep(SETTLING)
        before, files, kills = traces(processes), processes.files(), []
        load = Load()
        await load.served_since(0)
        end = now() + most_seconds
        while len(kills) < count and now() < end:
            try:
                async with asyncio.timeout(PATIENCE):
                    kills.append(await kill(which, load))
            except TimeoutError:
                sys.exit(f"{name}: not back within {PATIENCE} s of kill {len(kills) + 1}")
            await asyncio.sleep(0.3)
        if load.hops == 2:
            await load.changed()
        load.stop()
        await asyncio.sleep(SETTLING)
        told(name, load, kills, before, traces(processes))
        print(f"open files before and after: {files} {processes.files()}")


asyncio.run(main(sys.argv[1], int(sys.argv[2]), float((sys.argv + ["inf"])[3])))
