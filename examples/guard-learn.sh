#!/usr/bin/env bash
# Learns on a machine where three services use the metadata service who is to reach it, and holds the machine to it:
# those three still work, a fourth is refused and named. The machine is made of network namespaces, with users of its
# own and a stand-in for the service. Prints what each step saw; the exit code is 1 if that is not as it should be, and
# 2 if it could not be tried.
# Run as root, with curl, perl and nft or iptables:
#   examples/guard-learn.sh
#   ENGINE=iptables examples/guard-learn.sh
set -euo pipefail
project=$(cd "$(dirname "$0")/.." && pwd)
engine=${ENGINE:-nft}
unit=guard-learn-agent.service
work=/run/guard-learn # on a file system that ends with it
log_all=/proc/sys/net/netfilter/nf_log_all_netns
usage() { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
fail() { echo "guard-learn.sh: $*" >&2; exit 2; }

# The machine's own are the unit's control group, where systemd would have made it, and whether the kernel logs what
# happens in namespaces: both are as before at the end. All else is in namespaces, and gone with their last process.
outside() {
  groups=/sys/fs/cgroup
  [ ! -e $groups/unified/cgroup.controllers ] || groups=$groups/unified
  [ -e $groups/cgroup.controllers ] || mount -t cgroup2 none $groups || fail "there are no control groups of version 2."
  export group=$groups/system.slice/$unit
  logged=$(cat $log_all) inner='' slice=''
  [ -d "${group%/*}" ] || slice=${group%/*}
  trap end EXIT
  trap 'exit 2' INT TERM HUP
  mkdir -p "$group"
  echo 1 >$log_all
  unshare --pid --fork --kill-child --mount-proc "$0" inside &
  inner=$!
  wait $inner
}

end() {
  if [ -n "$inner" ]; then
    kill -KILL "$inner" 2>/dev/null || true
    wait "$inner" 2>/dev/null || true
  fi
  echo "$logged" >$log_all
  rmdir "$group" ${slice:+"$slice"} || true
}

# Answers each connection with a name, at once or, where it is asked to wait for a change, after a second.
service='
  use IO::Socket::INET; $SIG{CHLD} = "IGNORE";
  my $all = IO::Socket::INET->new(Listen => 99, LocalPort => 80, ReuseAddr => 1) or die "port 80: $!\n";
  while (1) {
    my $one = $all->accept or next;
    if (fork) { close $one; next }
    my $asked = <$one> // exit; while (<$one> =~ /\S/) {}
    sleep 1 if $asked =~ /wait/;
    print $one "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nthe identity\n"; exit
  }'

# A machine with a container behind a bridge, and the service: not by `ip netns exec`, which hides control groups.
machine() {
  mount -t tmpfs -o mode=755 none /run
  mkdir /run/lock $work
  for name in guest cloud pod; do
    ip netns add $name
    ip -n $name link set lo up
  done
  ip -n guest link add wan type veth peer name lan netns cloud
  ip -n guest link add docker0 type bridge
  ip -n guest link add pod type veth peer name wan netns pod
  ip -n guest link set pod master docker0
  address guest wan 10.77.0.2/24
  address cloud lan 10.77.0.1/24
  address cloud lo 169.254.169.254/32
  address guest docker0 10.88.0.1/24
  address pod wan 10.88.0.2/24
  ip -n guest link set pod up
  ip -n guest route add default via 10.77.0.1
  ip -n cloud route add 10.88.0.0/24 via 10.77.0.2
  ip -n pod route add default via 10.88.0.1
  in_net guest sysctl -qw net.ipv4.ip_forward=1
  in_net cloud perl -e "$service" &
}

address() {
  ip -n "$1" addr add "$3" dev "$2"
  ip -n "$1" link set "$2" up
}

in_net() { nsenter --net=/run/netns/"$1" -- "${@:2}"; }

users() {
  cat >$work/passwd <<'USERS'
root:x:0:0:root:/root:/bin/sh
web:x:901:901::/:/bin/sh
intruder:x:902:902::/:/bin/sh
nobody:x:65534:65534::/:/bin/sh
USERS
  awk -F: '{print $1 ":x:" $4 ":"}' $work/passwd >$work/group
  mount --bind $work/passwd /etc/passwd
  mount --bind $work/group /etc/group
  [ ! -d /etc/sekisho ] || mount -t tmpfs none /etc/sekisho
}

sekisho() { in_net guest "$project/sekisho" "$@"; }

as() { in_net guest setpriv --reuid "$1" --regid "$1" --clear-groups "${@:2}"; }
as_unit() { in_net guest sh -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$group" "$@"; }
as_container() { in_net pod "$@"; }

# Who asks and how, as one line of what is seen.
ask() { # step label path command…
  local code=0
  "${@:4}" curl -s --max-time 3 "http://169.254.169.254/$3" >$work/answer || code=$?
  case $code in
    0) seen "$1" "$2" "gets $(cat $work/answer)" ;;
    7) seen "$1" "$2" "is refused" ;;
    *) seen "$1" "$2" "gets nothing (curl: $code)" ;;
  esac
  sleep 0.5
}
seen() { printf '  %-9s %-33s %s\n' "$@" | tee -a $work/seen; }

three() {
  ask "$1" "user web" latest as web
  ask "$1" "unit $unit" wait as_unit
  ask "$1" "container behind docker0" latest as_container
}

learn() {
  printf 'guard: 1\nmode: audit\nallow: {}\nlog: {per_minute: 1000}\n' >$work/audit.yaml
  sekisho guard apply -f $work/audit.yaml --engine "$engine"
  echo "+ sekisho guard learn --for 8s -o yaml > policy.yaml"
  sekisho guard learn --for 8s -o yaml >$work/policy.yaml 2>$work/said &
  local learning=$!
  until grep -q Watching $work/said; do
    kill -0 $learning 2>/dev/null || { cat $work/said >&2; exit 2; }
    sleep 0.1
  done
  sed 's/^/  /' $work/said
  three audit
  wait $learning || { cat $work/said >&2; exit 2; }
  sed '1d; s/^/  /' $work/said
  sed 's/^/  /' $work/policy.yaml
}

hold() {
  echo "+ sekisho guard apply -f policy.yaml"
  sekisho guard apply -f $work/policy.yaml --engine "$engine"
  three enforce
  ask enforce "user intruder" latest as intruder
  ask enforce "root, in no unit" latest in_net guest
}

# Who was refused: as counted, in the kernel's log, and by name.
named() {
  echo "+ sekisho guard status"
  sekisho guard status | sed 's/^/  /'
  echo "+ dmesg"
  dmesg | sed -n 's/.*\(sekisho-guard: refused .*\)/  \1/p' | grep ' UID=902 ' | tail -n 1 || true
  echo "+ sekisho guard learn"
  sekisho guard learn | tee $work/who | sed 's/^/  /'
  seen log "user intruder" "$(grep -q '^user intruder ' $work/who && echo is named || echo is not named)"
}

inside() {
  machine
  users
  learn
  hold
  named
  sed -n '/^allow:/,/^forwarded:/s/^/  policy    /p' $work/policy.yaml >>$work/seen
  diff - $work/seen >$work/diff <<EXPECTED || { echo "Not as it should be (< should be, > is):"; cat $work/diff; exit 1; }
$(printf '  %-9s %-33s %s\n' \
    audit "user web" "gets the identity" \
    audit "unit $unit" "gets the identity" \
    audit "container behind docker0" "gets the identity" \
    enforce "user web" "gets the identity" \
    enforce "unit $unit" "gets the identity" \
    enforce "container behind docker0" "gets the identity" \
    enforce "user intruder" "is refused" \
    enforce "root, in no unit" "is refused" \
    log "user intruder" "is named")
  policy    allow:
  policy      users: [web]
  policy      units: [$unit]
  policy    forwarded: {allow_from: [docker0]}
EXPECTED
  echo "As it should be: the three work, the fourth and whoever else is root are refused, and the fourth is named."
}

case ${1:-} in
  '')
    [ "$(id -u)" = 0 ] || usage
    for tool in curl perl unshare nsenter setpriv dmesg; do command -v $tool >/dev/null || fail "$tool is missing."; done
    [ -e $log_all ] || fail "the kernel can't log what is refused in a namespace: there is no $log_all."
    exec unshare --mount "$0" outside
    ;;
  outside | inside) "$1" ;;
  *) usage ;;
esac
