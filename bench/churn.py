"""Changes who has which address while all guests ask, and compares every answer with who asked: churn.py SECONDS

A slot is a network namespace with an interface. Its instance is deleted and another one made with the same address;
or its cable is taken out and another one put in; or two slots exchange their addresses. What the slot's programs hold
through all this, connections and tokens, they go on using, as if one tenant had kept them for the next."""

import asyncio
import base64
import json
import random
import subprocess
import sys

import guests
from guests import now

guests.PATIENCE = 20
PAUSE = 2.0  # seconds between the questions of one guest
ROUNDS = 20  # questions on one connection
BATCH = 5  # slots changed in one way before the next


def run(lines):
    subprocess.run(["sh", "-ec", "\n".join(lines)], check=True)


class Slot:
    def __init__(self, attachment):
        self.account = attachment["account"]
        self.guest = guests.guest_namespace(attachment)
        self.vpc = attachment["network_namespace"]
        self.tap, self.mac = attachment["device"], attachment["mac_address"]
        self.address, self.gateway = attachment["addresses"][0], attachment["gateway"]
        self.name = attachment["compute"]
        self.tenures = [[self.name, 0.0, float("inf")]]  # an instance, made when, deleted when
        self.token, self.changing, self.wired = None, False, 0.0

    @property
    def instance(self):
        return self.tenures[-1][0]

    def declared(self):
        return {
            "name": self.instance,
            "metadata_service": {"enabled": True},
            "network_interfaces": [{"address": self.address}],
        }

    def readdress(self):
        return [f"ip -n {self.guest} {line}" for line in (
            "link set dev eth0 addrgenmode none up",
            "addr flush dev eth0",
            f"addr add {self.address}/24 dev eth0",
            f"route replace default via {self.gateway} dev eth0 onlink",
        )]

    def rename(self, attachment):
        old, self.tap, self.mac = self.tap, attachment["device"], attachment["mac_address"]
        return [
            f"ip -n {self.vpc} link set dev {old} down name {self.tap}",
            f"ip -n {self.guest} link set dev eth0 address {self.mac}",
        ]

    def recable(self):
        return [
            f"ip -n {self.vpc} link del {self.tap}",
            f"ip link add name eth0 address {self.mac} group 7 netns {self.guest} type veth"
            f" peer name {self.tap} netns {self.vpc}",
        ] + self.readdress()


class Churn:
    def __init__(self):
        self.operator = guests.Operator()
        self.slots = [Slot(it) for it in self.operator.attachments()]
        self.counts = dict.fromkeys(("answers", "wrong", "stale", "stale-token", "failed", "in-transition"), 0)
        self.changes = dict.fromkeys(("recreated", "recabled", "exchanged"), 0)
        self.back, self.oddities = [], []

    async def guest(self, slot):
        await asyncio.sleep(random.random() * PAUSE * 2)
        await guests.live(slot.guest, ROUNDS, PAUSE, lambda *it: self.seen(slot, *it), lambda *it: self.failed(slot, *it))

    def seen(self, slot, asked, token, document):
        self.counts["answers"] += 1
        kind = self.verdict(slot, asked, document["name"])
        if kind is None and document["id"] != claimed(token):
            kind = "stale-token"
        if kind:
            self.counts[kind] += 1
            self.oddities.append(f"{kind}: {slot.guest} of {slot.instance} is told of {document['name']}")
        slot.token = token
        if slot.changing and slot.wired and asked > slot.wired:
            slot.changing = False
            self.back.append(now() - slot.wired)

    @staticmethod
    def verdict(slot, asked, name):
        tenures = [it for it in slot.tenures if it[0] == name]
        if not tenures:
            return "wrong"
        _, since, until = tenures[0]
        return None if since <= now() and asked <= until else "stale"

    def failed(self, slot, _opened, why):
        self.counts["in-transition" if slot.changing else "failed"] += 1
        if not slot.changing:
            self.oddities.append(f"failed: {slot.guest} of {slot.instance}: {why!r}")

    async def ask(self, *words):
        status, document = await asyncio.to_thread(self.operator.ask, *words)
        if status != 200:
            raise SystemExit(f"{words}: {status} {document}")
        return document

    async def apply(self, slots):
        accounts = {}
        for slot in slots:
            account = {"name": slot.account, "vpcs": [{"name": "prod"}], "instances": []}
            accounts.setdefault(slot.account, account)["instances"].append(slot.declared())
        await self.ask("PUT", "/inventory", {"accounts": list(accounts.values())})

    def begin(self, slots):
        for slot in slots:
            slot.changing, slot.wired = True, 0.0

    async def wire(self, slots, lines):
        await asyncio.to_thread(run, lines)
        for slot in slots:
            slot.wired = now()

    async def recreate(self, slots):
        self.begin(slots)
        before = [slot.token for slot in slots]
        for slot in slots:
            await self.ask("DELETE", f"/instances/{slot.account}%2F{slot.instance}")
            slot.tenures[-1][2] = now()
        await asyncio.sleep(random.random())  # nobody has the address, and the guest goes on asking
        for slot in slots:
            slot.tenures.append([f"{slot.name}-{len(slot.tenures)}", now(), float("inf")])
        await self.apply(slots)
        found = {(it["account"], it["compute"]): it for it in (await self.ask("GET", "/attachments"))["attachments"]}
        await self.wire(slots, [line for slot in slots for line in slot.rename(found[slot.account, slot.instance])])
        await asyncio.gather(*(self.inherit(slot, token) for slot, token in zip(slots, before) if token))
        self.changes["recreated"] += len(slots)

    async def inherit(self, slot, token):
        """The new instance tries the token of the one whose address it has."""
        try:
            connection = await guests.Connection.open(slot.guest)
            try:
                await connection.instance(token)
                self.counts["stale-token"] += 1
            finally:
                connection.close()
        except guests.Refused as refused:
            if refused.status != 401:
                self.oddities.append(f"an inherited token: {refused}")
        except guests.FAILURES:
            self.counts["in-transition"] += 1

    async def recable(self, slots):
        self.begin(slots)
        await self.wire(slots, [line for slot in slots for line in slot.recable()])
        self.changes["recabled"] += len(slots)

    async def exchange(self, slots):
        pairs = []
        for slot in slots:
            taken = {it for pair in pairs for it in pair}
            free = [it for it in self.steady() if it.vpc == slot.vpc and it is not slot and it not in taken]
            if free and slot not in taken:
                pairs.append((slot, random.choice(free)))
        both = [slot for pair in pairs for slot in pair]
        self.begin(both)
        for one, other in pairs:
            one.address, other.address = other.address, one.address
        await self.apply(both)
        await self.wire(both, [line for slot in both for line in slot.readdress()])
        self.changes["exchanged"] += len(both)

    def steady(self):
        return [slot for slot in self.slots if not slot.changing]

    async def run(self, seconds):
        tasks = [asyncio.create_task(self.guest(slot)) for slot in self.slots]
        await asyncio.sleep(PAUSE * 5)
        end = now() + seconds
        while now() < end:
            for change in (self.recreate, self.recable, self.exchange):
                steady = self.steady()
                await change(random.sample(steady, min(BATCH, len(steady))))
                for task in tasks:
                    if task.done():
                        task.result()
        for _ in range(60):
            if any(slot.changing for slot in self.slots):
                await asyncio.sleep(1)
        for task in tasks:
            task.cancel()

    def tell(self):
        print(f"{len(self.slots)} guests in {len({it.vpc for it in self.slots})} VPCs; changed: {self.changes}")
        print(f"{self.counts['in-transition']} requests failed in guests that were just being changed")
        print("\n".join(self.oddities[:20]))
        lost = sum(slot.changing for slot in self.slots)
        for name, label in (
            ("answers", "answers compared with who asked"),
            ("wrong", "told of an instance that never was there"),
            ("stale", "told of one whose deletion had been acknowledged"),
            ("stale-token", "a token of one instance taken from another"),
            ("failed", "requests failed in guests that nothing was changed of"),
        ):
            guests.figure(f"churn.{name}", self.counts[name], label)
        guests.figure("churn.changes", sum(self.changes.values()), "changes under way")
        guests.figure("churn.lost", lost, "guests not served again within a minute after a change")
        for share, word in ((0.5, "median"), (0.99, "p99")):
            seconds = f"{guests.percentile(self.back, share):.2f}"
            guests.figure(f"churn.back-{word}-s", seconds, f"seconds from plugged in to served, {word}")


def claimed(token):
    """The instance that an identity token is for."""
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["iaas"]["instanceID"]


churn = Churn()
asyncio.run(churn.run(float(sys.argv[1])))
churn.tell()
