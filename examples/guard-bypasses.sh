#!/usr/bin/env bash
# The ways around a guard that are known, each tried for real against a policy in force, with nft and with iptables.
# Prints for each whether it is closed, with what came of it, or open, with the line in which `sekisho guard verify`
# names it. The exit code is 1 if something is otherwise than docs/guard.md says, or open and not named, and 2 if that
# could not be tried.
# Run as root. It takes two minutes, needs no cloud, and changes nothing on this machine:
#   examples/guard-bypasses.sh
# shellcheck source-path=SCRIPTDIR source=guard-machine.sh
. "$(dirname "$0")/guard-machine.sh"

# What tries have in common. Whoever tries is somebody, whom the policy does not let through.
common='
import collections, ctypes, errno, os, pwd, shutil, socket, struct, subprocess, sys, time
V4, V6, MAPPED, LINK = "169.254.169.254", "fd00:ec2::254", "::ffff:169.254.169.254", "fe80::a9fe:a9fe%wan"
WORK, ENGINE, OVER, PYTHON = "/run/machine", sys.argv[1], sys.argv[2], "/usr/bin/python3"
TRUSTED, OTHER, GROUP = 1001, 1004, 3001
UDP, ICMP, ICMP_6, MPTCP = 17, 1, 58, 262
libc = ctypes.CDLL(None, use_errno=True)

def ask(at=V4, protocol=0):
  """it, if the service answered, or the error."""
  family = socket.AF_INET6 if ":" in at else socket.AF_INET
  kind = socket.SOCK_DGRAM if protocol in (UDP, ICMP, ICMP_6) else socket.SOCK_STREAM
  try:
    s = socket.socket(family, kind, protocol)
    s.settimeout(2); s.connect(socket.getaddrinfo(at, 80, family)[0][4])
  except OSError as e: return errno.errorcode.get(e.errno, "silence")
  return use(s, {ICMP: b"\x08", ICMP_6: b"\x80"}.get(protocol, b"G") + b"\0\0\0\0\0\0\1")

def use(s, words=b"GET"):
  try:
    s.settimeout(2); s.send(words)
    return "it" if s.recv(99) else "closed"
  except OSError as e: return errno.errorcode.get(e.errno, "silence")

def become(user):
  who = pwd.getpwnam(user)
  os.setgroups([]); os.setresgid(*[who.pw_gid] * 3); os.setresuid(*[who.pw_uid] * 3)

def by(user, work=ask):
  """What work comes to in a process of its own, of a user."""
  out, into = os.pipe()
  if os.fork() == 0:
    try:
      if user: become(user)
      os.write(into, str(work()).encode())
    except BaseException as e: os.write(into, repr(e).encode())
    os._exit(0)
  os.close(into); os.wait()
  text = os.read(out, 9999).decode(); os.close(out)
  return text

def run(words): return subprocess.run(words.split(), capture_output=True, text=True, check=True).stdout.strip()

def times(results):
  return ", ".join(f"{n:,} times {r}" if n > 1 else r for r, n in collections.Counter(results).items())

def mapped(*numbers):
  """What somebody gets as these numbers of a user namespace: 0 is himself, the others are those of /etc/subuid."""
  here, there = socket.socketpair()
  def work(number): os.setgroups([]); os.setresgid(*[number] * 3); os.setresuid(*[number] * 3); return ask()
  pid = os.fork()
  if pid == 0:
    become("somebody"); libc.unshare(0x10000000); there.send(b"?"); there.recv(1)
    there.send(times(by("", lambda: work(each)) for each in numbers).encode()); os._exit(0)
  here.recv(1)
  for which in "uid", "gid":  # as newuidmap does
    with open(f"/proc/{pid}/{which}_map", "w") as f: f.write(f"0 {OTHER} 1\n1 100000 65536\n")
  here.send(b"!"); text = here.recv(999).decode(); os.wait()
  return text

def tell(is_open, text):
  """Keeps what is open until verify has seen it."""
  print("open" if is_open else "closed", text, flush=True)
  for _ in range(1200):
    if not is_open or os.path.exists(OVER): os._exit(0)
    time.sleep(0.1)
'

# begin PYTHON: starts a try, of which finish tells.
begin() {
  exec {said}< <(exec /usr/bin/python3 -c "$common$1" "$engine" "$work/over.$engine.$turn" 2>&1 </dev/null)
  trying=$!
}

# finish ID PROMISED WHAT: PROMISED is closed, or open: and what is in the line of verify's that names it.
finish() {
  local verdict evidence
  read -r -t 120 verdict evidence <&"$said" || verdict=silent
  case $verdict in open | closed) ;; *) evidence="$verdict ${evidence-} $(timeout 1 cat <&"$said" || true)" ;; esac
  found "$1" "${2/PID/$trying}" "$3" "$verdict" "$evidence"
}

try() { begin "$4" && finish "$1" "$2" "$3"; }

# found ID PROMISED WHAT VERDICT EVIDENCE
found() {
  rows+=("$1" "$2" "$3" "$4" "$5")
  tried=$((tried + 1))
}

# Prints what was found, once verify has looked.
report() {
  local id promised what verdict evidence line
  while [ ${#rows[@]} -gt 0 ]; do
    id=${rows[0]} promised=${rows[1]} what=${rows[2]} verdict=${rows[3]} evidence=${rows[4]}
    rows=("${rows[@]:5}")
    printf '  %-5s%-8s%s\n' "$id" "$verdict" "$what"
    printf '               %s\n' "$evidence"
    [ "$verdict" = "${promised%%:*}" ] || wrong "promised is ${promised%%:*}"
    [ "$verdict" = open ] || continue
    if line=$(grep -m1 -- "${promised#*:}" "$work/verified"); then
      printf '               verify: %s\n' "$(gap "$line")"
    else
      wrong "verify does not name it"
    fi
  done
}

# A line of verify's with the name of what it belongs to.
gap() {
  awk -v line="$1" '/^  [a-z ]+: / {name = $0; sub(/:.*/, "", name)} $0 == line {print ($0 ~ /^    / ? name ": " : "") $0}' \
    "$work/verified" | sed 's/  */ /g; s/^ //'
}

wrong() {
  echo "               WRONG: $*"
  differences=$((differences + 1))
}

apply() {
  printf 'guard: 1\n%s\n' "$1" >"$work/policy.yaml"
  sekisho guard apply -f "$work/policy.yaml" --engine "$engine" "${@:2}" >"$work/said" 2>&1 || fail "apply: $(cat "$work/said")"
}

verify() {
  sekisho guard verify >"$work/verified" 2>&1 || { cat "$work/verified"; differences=$((differences + 1)); }
  report
  touch "$work/over.$engine.$turn"
  echo "  guard verify: $(tail -n 1 "$work/verified")"
}

tries_about_addresses() {
  try A07 closed 'another spelling of the address' '
spellings = """169.254.169.254 169.254.43518 169.16689662 2852039166 0xa9fea9fe 0xA9FEA9FE 025177524776
  0251.0376.0251.0376 0xa9.0xfe.0xa9.0xfe 0xa9.254.169.254 169.0xfe.0251.254 0251.0xfe.43518 0xa9.0xfea9fe
  0251.16689662 0x0a9.0x0fe.0x0a9.0x0fe 00251.00376.00251.00376 169.254.0xa9fe 169.254.0124776
  ::ffff:169.254.169.254 ::ffff:a9fe:a9fe ::FFFF:A9FE:A9FE 0:0:0:0:0:ffff:a9fe:a9fe
  0000:0000:0000:0000:0000:ffff:a9fe:a9fe 0:0:0:0:0:ffff:169.254.169.254""".split()
asked = [by(user, lambda: times(map(ask, spellings))) for user in ("somebody", "trustworthy-user")]
assert asked[1] == "24 times it", asked
tell("it" in asked[0], f"somebody {asked[0]}; trustworthy-user {asked[1]}")'

  try A08 closed 'IPv6, IPv4 in it, UDP, ICMP, MPTCP' '
ways = [(at, 0) for at in (V6, "fd00:0ec2:0::0254", MAPPED, LINK)]
ways += (V4, UDP), (V6, UDP), (MAPPED, UDP), (V4, ICMP), (V6, ICMP_6), (V4, MPTCP), (V6, MPTCP)
asked, trusted = [by(user, lambda: times(ask(*each) for each in ways)) for user in ("somebody", "trustworthy-user")]
tell("it" in asked, f"somebody {asked}; trustworthy-user {trusted}")'

  try A11 'open:process PID of somebody$' 'packets that are written past the rules' '
if len(sys.argv) == 3:
  os.execvp("setpriv", "setpriv --reuid 1004 --regid 1004 --clear-groups --inh-caps +net_raw --ambient-caps +net_raw"
    .split() + [*sys.orig_argv, "again"])
gateway = next(line.split()[3] for line in open("/proc/net/arp") if line.startswith("10.77.0.1 "))
s = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, 0x0008); s.bind(("wan", 0x0800)); s.settimeout(2)
words = [0x4500, 31, 0, 0, 0x4000 | UDP, 0, 0x0a4d, 2, 0xa9fe, 0xa9fe]
total = sum(words); words[5] = ~((total & 0xffff) + (total >> 16)) & 0xffff
packet = struct.pack("!10H", *words) + struct.pack("!4H", 4000, 80, 11, 0) + b"GET"
s.sendto(packet, ("wan", 0x0800, 0, 0, bytes.fromhex(gateway.replace(":", ""))))
try: heard = b"latest" in s.recv(99)
except OSError: heard = False
tell(heard, "somebody has CAP_NET_RAW: " + ("it" if heard else "silence"))'
}

tries_about_processes() {
  try A25 closed 'ten thousand connections of one user, then another one' '
import resource
most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]; resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
many = min(10000, most - 100)
os.setgroups([GROUP]); os.setegid(1002); os.seteuid(1002)
kept = [socket.create_connection((V4, 80)) for _ in range(many)]
os.seteuid(0); os.setegid(0)
tried = by("somebody", lambda: times(ask() for _ in range(many)))
served = by("trustworthy-user", lambda: times(ask() for _ in range(100)))
tell("it" in tried or served != "100 times it",
  f"member keeps {len(kept):,}; somebody {tried}; then trustworthy-user {served}")'

  try A29 closed 'the number of a process that was another one' '
def once(): return f"{os.getpid()} {ask()}"
for _ in range(50):
  first = by("trustworthy-user", once)
  with open("/proc/sys/kernel/ns_last_pid", "w") as f: f.write(str(int(first.split()[0]) - 1))
  then = by("somebody", once)
  if first.split()[0] == then.split()[0]: break
assert first.split()[0] == then.split()[0], "the number was not given again"
tell("it" in then, f"trustworthy-user as process {first}; somebody as process {then}")'

  try A29 closed 'a thousand processes that become one or the other, and exec after connect' '
asked = {user: [] for user in ("somebody", "trustworthy-user")}
for _ in range(500):
  for user in asked: asked[user].append(by(user))
def execs():
  s = socket.socket(); s.setblocking(False)
  s.connect_ex((V4, 80))
  fetch = "import socket; s = socket.socket(fileno=%d); s.settimeout(1); s.send(b\"GET\"); print(s.recv(9))" % s.fileno()
  done = subprocess.run([PYTHON, "-c", fetch], pass_fds=[s.fileno()], capture_output=True, text=True)
  return "it" if done.stdout else done.stderr.strip().split("\n")[-1].split(":")[0]
execed = by("somebody", lambda: times(execs() for _ in range(20)))
asked = {user: times(results) for user, results in asked.items()}
tell("it" in asked["somebody"] + execed or asked["trustworthy-user"] != "500 times it",
  "; ".join(f"{user} {results}" for user, results in asked.items()) + "; after exec " + execed)'

  try A29 'open:process PID of somebody, has a connection of trustworthy-user' 'a socket that was made before privileges were dropped' '
os.seteuid(TRUSTED); s = socket.create_connection((V4, 80)); os.seteuid(0)
become("somebody"); got = use(s)
tell(got == "it", f"what trustworthy-user made, used by somebody: {got}")'

  try A29 'open:process PID of somebody, has a connection of trustworthy-user' 'a socket that another process hands on (SCM_RIGHTS)' '
a, b = socket.socketpair()
if os.fork() == 0:
  become("trustworthy-user")
  s = socket.create_connection((V4, 80)); socket.send_fds(a, [b"x"], [s.fileno()]); os._exit(0)
become("somebody")
s = socket.socket(fileno=socket.recv_fds(b, 1, 1)[1][0]); got = use(s)
tell(got == "it", f"what trustworthy-user made, used by somebody: {got}")'

  try A30 closed 'an allowed program: its file, a copy, a link, and mounted over another path' '
shutil.copy(os.path.realpath(PYTHON), WORK + "/fetcher"); os.chown(WORK + "/fetcher", TRUSTED, TRUSTED)
os.chmod(WORK + "/fetcher", 0o755)
home = WORK + "/copies"
os.makedirs(home, exist_ok=True); os.chmod(home, 0o777)
fetch = f" {WORK}/client.py {V4}"
def tries():
  shutil.copy(WORK + "/fetcher", home + "/fetcher")
  if not os.path.exists(home + "/link"): os.symlink(WORK + "/fetcher", home + "/link")
  over = f"mount --bind {home}/fetcher {os.path.realpath(PYTHON)} && exec {PYTHON}{fetch}"
  mounted = subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", over], capture_output=True, text=True)
  return times([run(WORK + "/fetcher" + fetch), run(home + "/fetcher" + fetch), run(home + "/link" + fetch), mounted.stdout.strip()])
asked = by("somebody", tries)
tell("yes" in asked, f"somebody {asked}; trustworthy-user " + by("trustworthy-user", lambda: run(WORK + "/fetcher" + fetch)))'
}

tries_about_forwarding() {
  try A32 closed 'a container behind a bridge, whoever it runs as there' '
libc.setns(os.open("/run/netns/container", os.O_RDONLY), 0)
asked = [by(user, lambda: times(map(ask, (V4, V6, MAPPED)))) for user in ("root", "trustworthy-user")]
tell("it" in str(asked), f"root {asked[0]}; trustworthy-user {asked[1]}; elsewhere " + ask("10.77.0.1"))'

  try A32 'open:process PID, has own (macvlan)' 'a container with an interface of its own on the network' '
libc.unshare(0x40000000)
run(f"nsenter --net=/run/netns/guest ip link add own link wan netns {os.getpid()} type macvlan mode bridge")
for words in "link set own up", "address add 10.77.0.9/24 dev own", "route add default via 10.77.0.1": run("ip " + words)
got = ask()
tell(got == "it", f"over macvlan: {got}")'

  try A32 'open:process [0-9]* of trustworthy-user, at 127.0.0.1:7777' 'a proxy on localhost that runs as an allowed user' '
door = socket.create_server(("127.0.0.1", 7777))
if os.fork() == 0:
  become("trustworthy-user"); libc.prctl(1, 9)  # ends with its parent
  while True: s = door.accept()[0]; s.recv(9); s.send(ask().encode())
door.close()
def over():
  s = socket.create_connection(("127.0.0.1", 7777)); s.send(b"GET")
  return s.recv(99).decode()
got = by("somebody", over)
tell(got == "it", f"somebody asks 127.0.0.1:7777, which asks as trustworthy-user: {got}")'
}

tries_about_numbers() {
  try A33 closed '40 combinations of real, effective, saved and file-system numbers and of further groups' '
import itertools
libc.prctl(28, 4, 0, 0, 0)  # keeps the right to choose
def once(uids, gids, further):
  os.setgroups(further); os.setresgid(*gids[:3]); libc.setfsgid(gids[3])
  os.setresuid(*uids[:3]); libc.setfsuid(uids[3])
  return ask()
alone = [OTHER] * 4
table = [(uids, alone, [], uids[3] == TRUSTED) for uids in itertools.product((OTHER, TRUSTED), repeat=4)]
table += [(alone, gids, [], gids[3] == GROUP) for gids in itertools.product((OTHER, GROUP), repeat=4)]
for uid, gid, further in itertools.product((OTHER, 1002), (OTHER, GROUP), ([], [GROUP])):
  table.append(([uid] * 4, [gid] * 4, further, gid == GROUP or (uid == 1002 if ENGINE == "nft" else bool(further))))
wrong = [row for row in table if (by("", lambda: once(*row[:3])) == "it") != row[3]]
tell(wrong, f"{len(table) - len(wrong)} of {len(table)} as docs/guard.md says {wrong or str()}")'

  try A33 closed 'a user namespace: root of it, the number of an allowed user in it, one of /etc/subuid' '
asked = mapped(0, TRUSTED, 1)
tell("it" in asked, asked)'

  try A33 "open:/usr/local/sbin/fetcher, as trustworthy-user" "a setuid program of an allowed user's" '
shutil.copy(os.path.realpath(PYTHON), file := "/usr/local/sbin/fetcher"); os.chown(file, TRUSTED, TRUSTED); os.chmod(file, 0o4755)
got = by("somebody", lambda: run(f"{file} {WORK}/client.py {V4}"))
tell(got == "yes", f"somebody starts it: {got}")'

  try A33 "open:/usr/local/sbin/group-fetcher, as group 3001" "a setgid program of an allowed group's" '
shutil.copy(os.path.realpath(PYTHON), file := "/usr/local/sbin/group-fetcher"); os.chown(file, 0, GROUP); os.chmod(file, 0o2755)
got = by("somebody", lambda: run(f"{file} {WORK}/client.py {V4}"))
tell(got == "yes", f"somebody starts it: {got}")'

  try - 'open:Whoever is root' 'root' '
got = by("trustworthy-user")
tell(got == "it", f"root becomes trustworthy-user: {got}")'
}

in_force() { sed -n 's/^policy=//p' /run/sekisho-guard/state; }

# A file that others may write, in each of three ways, is not put in force.
try_files_of_others() {
  local before said='' verdict=closed file=$work/theirs/policy.yaml each
  before=$(in_force)
  for each in 'chmod 666 policy.yaml' 'chown somebody policy.yaml' 'chmod 777 .'; do
    rm -rf "$work/theirs"
    mkdir "$work/theirs"
    printf 'guard: 1\ndeny: {}\n' >"$file"
    (cd "$work/theirs" && $each)
    ! sekisho guard apply -f "$file" --engine "$engine" >"$work/said" 2>&1 || verdict=open
    said+="$each: $(sed "s|$work/||; s/, .*//; q" "$work/said"); "
  done
  [ "$(in_force)" = "$before" ] || verdict=open
  found A34 closed "a policy's file that others may write" $verdict "${said%; }"
}

# An older policy: its undoing, its script as a unit starts it, and its script in somebody else's hands.
try_older() {
  local now verdict=closed code=0
  apply 'deny: {}' --confirm 4s
  sekisho guard confirm >"$work/said" 2>&1 || fail "confirm: $(cat "$work/said")"
  cp /run/sekisho-guard/guard.sh "$work/older.sh"
  chmod 755 "$work/older.sh"
  apply "$policy"
  now=$(in_force)
  sleep 5
  sh "$work/older.sh" ensure
  as somebody sh "$work/older.sh" load >"$work/said" 2>&1 || code=$?
  { [ "$(in_force)" = "$now" ] && sh /run/sekisho-guard/guard.sh check && [ $code != 0 ]; } || verdict=open
  found A35 closed 'an older policy' $verdict \
    "not undone by its own --confirm, nor by its script's ensure; somebody who loads it: $(head -n 1 "$work/said")"
}

round() {
  local ready=none
  engine=$1
  turn=1
  begin '
def work():
  pool = [socket.create_connection((at, 80)) for at in (V4, V6, MAPPED)]
  print("ready", flush=True)
  while not os.path.exists(WORK + "/applied"): time.sleep(0.1)
  return times(map(use, pool))
os.setgroups([]); os.setegid(TRUSTED); os.seteuid(TRUSTED)
kept = socket.create_connection((V4, 80)); os.seteuid(0); os.setegid(0)
asked = by("somebody", work)
tell("it" in asked, f"at the next use somebody {asked}; trustworthy-user {use(kept)}")'
  read -r -t 20 ready <&"$said" || true
  [ "$ready" = ready ] || fail "no connection: $ready"
  apply "$policy"
  touch "$work/applied"
  echo "With $engine, $policy:"
  finish A31 closed 'a connection from before the rules, kept in a pool'
  rm "$work/applied"
  tries_about_addresses
  tries_about_processes
  tries_about_forwarding
  tries_about_numbers
  try_files_of_others
  try_older
  verify

  turn=2
  apply 'deny: {users: [somebody]}'
  echo "With $engine, deny: {users: [somebody]}:"
  try A33 closed 'a user namespace: root of it, numbers of /etc/subuid' '
asked = mapped(0, 1, TRUSTED)
tell("it" in asked, asked)'
  verify
  sekisho guard remove >"$work/said" 2>&1 || fail "remove: $(cat "$work/said")"
}

policy='allow: {users: [trustworthy-user], groups: [metadata]}'
rows=()
differences=0
tried=0
round nft
echo
round iptables
cat <<'TEXT'

Not the guard's, which says who reaches a service and not what that answers:
  A26  a neighbour process that uses up the service's patience: rates are the service's to limit
  A27  TLS downgrade: what a client does when HTTPS fails; the guard judges HTTP and HTTPS alike
  A28  TLS versions and certificates: the service's
  A36  user data that every user reads: whom the guard lets through reads all; `guard audit` finds copies that are readable

TEXT
if [ $differences -gt 0 ]; then
  echo "$differences of $tried tries came out otherwise than docs/guard.md says, or are open and not named by verify."
  exit 1
fi
echo "All $tried tries came out as docs/guard.md says; verify names each that is open."
