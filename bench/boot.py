"""Asks as a guest that boots does, again and again: a new connection, a token, the instance document.

boot.py NAMESPACE SECONDS -> asked, failed, p50 and p99 in microseconds"""

import asyncio
import sys

from guests import FAILURES, Connection, now, percentile

PAUSE = 0.05


async def boot(namespace):
    connection = await Connection.open(namespace)
    try:
        await connection.instance(await connection.token())
    finally:
        connection.close()


async def main(namespace, seconds):
    took, failed, end = [], 0, now() + seconds
    while now() < end:
        began = now()
        try:
            await boot(namespace)
            took.append(now() - began)
        except FAILURES as failure:
            print(f"boot: {failure!r}", file=sys.stderr)
            failed += 1
        await asyncio.sleep(PAUSE)
    print(len(took) + failed, failed, *(round(percentile(took, p) * 1e6) for p in (0.5, 0.99)))


asyncio.run(main(sys.argv[1], float(sys.argv[2])))
