# A machine in a cloud for examples/guard.sh and examples/guard-bypasses.sh to guard: users and groups, a container
# behind a bridge, and something that answers where clouds have their metadata service. Sourced, not run.
#
# The script that sources it begins anew with mounts, processes and a network of its own. Nobody else sees those, and
# the kernel takes them away once the script has ended, however it ended.
# shellcheck shell=bash
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=/run/machine
name=${0##*/}

fail() { echo "$name: $*" >&2; exit 2; }
sekisho() { "$project/sekisho" "$@"; }

# Begins this script again inside, and ends with what that came to.
enter() {
  local tool inside code=0
  [ "$(id -u)" = 0 ] || fail "run it as root."
  for tool in ip nft iptables ip6tables setpriv unshare /usr/bin/python3; do
    command -v "$tool" >/dev/null || fail "$tool is missing."
  done
  sekisho --version >/dev/null || exit 2
  MACHINE=inside setpriv --pdeathsig KILL \
    unshare --mount --net --pid --fork --kill-child --mount-proc "$0" "$@" &
  inside=$!
  # shellcheck disable=SC2064
  trap "kill -KILL $inside; exit 2" INT TERM HUP
  wait "$inside" || code=$?
  exit "$code"
}

# Accounts, as they are at first.
accounts() {
  cat >/etc/passwd <<'TEXT'
root:x:0:0::/:/bin/sh
apache:x:48:48::/:/bin/sh
nobody:x:65534:65534::/:/bin/sh
trustworthy-user:x:1001:1001::/:/bin/sh
member:x:1002:1002::/:/bin/sh
later:x:1003:1003::/:/bin/sh
somebody:x:1004:1004::/:/bin/sh
TEXT
  cat >/etc/group <<'TEXT'
root:x:0:
apache:x:48:
nogroup:x:65534:
trustworthy-user:x:1001:
member:x:1002:
later:x:1003:
somebody:x:1004:
metadata:x:3001:member
TEXT
}

# A copy of /etc to be changed, and nothing of what runs on this machine.
own_files() {
  mount -t tmpfs -o mode=755 machine /run
  mount -t tmpfs -o mode=755 machine /usr/local/sbin
  mkdir "$work"
  cp -a /etc "$work"
  mount --bind "$work/etc" /etc
  rm -rf /etc/sekisho
  accounts
  echo somebody:100000:65536 | tee /etc/subuid >/etc/subgid
  printf '%s\n' 'passwd: files' 'group: files' >/etc/nsswitch.conf
}

# addresses NAMESPACE DEVICE ADDRESS…
addresses() {
  local namespace=$1 device=$2 address
  ip -n "$namespace" link set "$device" up
  for address in "${@:3}"; do
    case $address in
      *:*) ip -n "$namespace" address add "$address" dev "$device" nodad ;;
      *) ip -n "$namespace" address add "$address" dev "$device" ;;
    esac
  done
}

networks() {
  mkdir -p /run/netns
  touch /run/netns/guest
  mount --bind /proc/self/ns/net /run/netns/guest
  ip netns add cloud
  ip netns add container
  ip link add wan type veth peer name lan netns cloud
  ip link add docker0 address 02:42:0a:58:00:01 type bridge
  ip link add pod master docker0 up type veth peer name wan netns container
  addresses guest lo
  addresses guest wan 10.77.0.2/24 fd77::2/64 fe80::2/64
  addresses guest docker0 10.88.0.1/24 fd88::1/64
  addresses container wan 10.88.0.2/24 fd88::2/64
  addresses cloud lan 10.77.0.1/24 fd77::1/64 fe80::a9fe:a9fe/64
  addresses cloud lo 169.254.169.254/32 100.100.100.200/32 169.254.0.23/32 169.254.42.42/32 \
    fd00:ec2::254/128 fd20:ce::254/128 fd00:c1::a9fe:a9fe/128 fd00:a9fe:a9fe::1/128 fd00:42::42/128
  gateways guest 10.77.0.1 fd77::1
  gateways container 10.88.0.1 fd88::1
  gateways cloud 10.77.0.2 fd77::2
  sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 'net.ipv4.ping_group_range=0 2147483647'
}

gateways() { ip -n "$1" route add default via "$2"; ip -n "$1" route add default via "$3"; }

# Answers whatever is said over TCP and UDP, on port 80, with what a service would begin with.
service='
import resource, selectors, socket
most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
all = selectors.DefaultSelector()
tcp = socket.create_server(("::", 80), family=socket.AF_INET6, dualstack_ipv6=True, backlog=4096)
all.register(tcp, selectors.EVENT_READ, "door")
for at in "169.254.169.254", "fd00:ec2::254":
  udp = socket.socket(socket.AF_INET6 if ":" in at else socket.AF_INET, socket.SOCK_DGRAM)
  udp.bind((at, 80)); all.register(udp, selectors.EVENT_READ, "udp")
print("up", flush=True)
while True:
  for key, _ in all.select():
    s = key.fileobj
    try:
      if key.data == "door": all.register(s.accept()[0], selectors.EVENT_READ, "talk"); continue
      said, whence = s.recvfrom(99)
      if key.data == "udp": s.sendto(b"latest", whence); continue
      if said: s.send(b"latest"); continue
    except OSError: pass
    if key.data == "talk": all.unregister(s); s.close()
'

# Says of each address that is named: yes if the service answered, no if the connection was refused, or the error.
client='
import errno, socket, sys
for at in sys.argv[1:]:
  try:
    with socket.create_connection((at, 80), 3) as s:
      s.send(b"GET"); print("yes" if s.recv(9) == b"latest" else "empty", end=" ")
  except ConnectionRefusedError: print("no", end=" ")
  except OSError as e: print(errno.errorcode.get(e.errno, "silence"), end=" ")
print(flush=True)'

in_container() { nsenter --net=/run/netns/container "$@"; }

# as USER COMMAND…: logged in anew, with the groups that the user has now.
as() { setpriv --reuid "$1" --regid "$(id -g "$1")" --init-groups "${@:2}"; }

machine() {
  set -eu
  umask 022
  export PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
  cd /
  trap 'exit 2' INT TERM
  own_files
  networks
  printf '%s' "$client" >"$work/client.py"
  nsenter --net=/run/netns/cloud /usr/bin/python3 -c "$service" >"$work/up" 2>"$work/trouble" &
  until_said up "$work/up"
}

# until_said WORDS FILE: waits for a line to come, ten seconds at the most.
until_said() {
  for _ in {1..100}; do
    ! grep -q "$1" "$2" 2>/dev/null || return 0
    sleep 0.1
  done
  fail "there was no \"$1\" in ten seconds: $(cat "$2" "$work/trouble")"
}

[ "${MACHINE:-}" = inside ] || enter "$@"
machine
