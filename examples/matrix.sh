#!/bin/sh
# Who reaches whom in a running lab, on which TCP port: from real connections between its guests, beside what
# `sekisho explain packet` says of them. Prints both and every difference; the exit code is 1 if there is one, and 2
# if that could not be tried.
# Run as root, with jq; for example, while `sekisho up --lab examples/envelope.yaml` runs in another terminal:
#   examples/matrix.sh                         on ports 22, 80 and 5432, or those of PORTS="..."
#   examples/matrix.sh --flow web-1 db-1 5432 -- COMMAND...
#                                              talks over one connection while COMMAND changes something, and says
#                                              whether that went on; then the same as above
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
ports=${PORTS:-22 80 5432}
work=$(mktemp -d)
usage() { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
fail() { echo "matrix.sh: $*" >&2; exit 2; }
sekisho() { "$project/sekisho" "$@"; }

end() {
  for file in "$work"/pids/*; do
    [ ! -s "$file" ] || xargs -r kill <"$file" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap end EXIT
trap 'exit 2' INT TERM

# Answers each connection with a name, and then with whatever it is told, for ten minutes at the most.
listener='
  use IO::Socket::INET; use IO::Select;
  my ($name, @ports) = @ARGV; my $all = IO::Select->new; my %door;
  for (@ports) {
    my $s = IO::Socket::INET->new(Listen => 99, LocalPort => $_, ReuseAddr => 1) or print "port $_: $!\n" and exit 1;
    $all->add($s); $door{$s} = 1;
  }
  my $pid = fork // do { print "$!\n"; exit 1 }; if ($pid) { print "$pid\n"; exit }
  open STDOUT, ">/dev/null"; open STDERR, ">/dev/null"; open STDIN, "</dev/null"; alarm 600;
  while (my @ready = $all->can_read) { for my $s (@ready) {
    if ($door{$s}) { my $c = $s->accept or next; syswrite $c, "$name\n"; $all->add($c); next }
    my $n = sysread $s, my $said, 999; if ($n) { syswrite $s, $said } else { $all->remove($s); close $s }
  } }'

# Tries all of "name address port" at once, and says of each who answered, or nobody.
caller='
  use IO::Socket::INET; use IO::Select; use Time::HiRes "time"; $SIG{PIPE} = "IGNORE";
  my (%open, %heard); my $all = IO::Select->new;
  while (<STDIN>) {
    my ($to, $address, $port) = split; $heard{"$to $port"} = "nobody";
    my $s = IO::Socket::INET->new(PeerAddr => $address, PeerPort => $port, Blocking => 0) or next;
    $all->add($s); $open{$s} = "$to $port";
  }
  my $end = time + 2;
  while ($all->count && time < $end) { for my $s ($all->can_read($end - time)) {
    if (sysread $s, my $said, 99) { chomp $said; $heard{$open{$s}} = $said }
    $all->remove($s); close $s;
  } }
  print "$_ $heard{$_}\n" for sort keys %heard;'

# Says something every 20 ms over one connection, until it is told to end; and for how long there was an answer.
talker='
  use IO::Socket::INET; use IO::Select; use Time::HiRes "time"; $SIG{PIPE} = "IGNORE";
  my ($address, $port, $began, $changed) = @ARGV; my ($last, $sent) = (0, 0);
  my $s = IO::Socket::INET->new(PeerAddr => $address, PeerPort => $port, Timeout => 2);
  if (!$s) { print "There was no connection.\n"; exit }
  $s->blocking(0); my $all = IO::Select->new($s); open my $f, ">", $began; close $f;
  my $over = 0;
  while (!$over || time < $over) {
    syswrite $s, "." if time - $sent > 0.02 and $sent = time;
    if ($all->can_read(0.02)) { sysread($s, my $said, 999) or last; $last = time }
    $over = time + 2 if !$over && -e $changed;
    last unless -e $began;
  }
  my $silent = time - $last;
  if ($silent < 0.5) { print "The connection went on.\n" }
  else { printf "The connection was cut: its last answer came %d ms before the change had returned.\n", 1000 * ($over - 2 - $last) }'

guests() { jq -r '.[] | .account as $a | .name as $n | .interfaces[0] | "\($a)/\($n) \(.network_namespace) \(.addresses[0])"' "$work/lab"; }

# The account/name of what somebody calls a guest.
meant() {
  found=$(guests | awk -v which="$1" '{name = $1; sub(".*/", "", name)} which == $1 || which == name {print $1}')
  case $(echo "$found" | grep -c .) in
    0) fail "there is no guest $1: \`sekisho lab ls\` shows them all." ;;
    1) echo "$found" ;;
    *) fail "more than one guest is called $1: say $(echo $found | sed 's/ / or /g')." ;;
  esac
}

listen() {
  mkdir -p "$work/pids"
  guests | while read -r guest _; do
    sekisho lab exec "$guest" -- perl -e "$listener" "$guest" $ports </dev/null >"$work/said" ||
      fail "can't listen in $guest: $(cat "$work/said"). End what has the port, or give others with PORTS=\"...\"."
    mv "$work/said" "$work/pids/$(echo "$guest" | tr / .)"
  done
}

# Each pair of guests of one VPC and each port, as "from to address port".
pairs() {
  guests | while read -r from vpc _; do
    guests | while read -r to other address; do
      [ "$vpc" = "$other" ] && [ "$from" != "$to" ] || continue
      for port in $ports; do echo "$from $to $address $port"; done
    done
  done
}

real() {
  guests | while read -r from _; do
    awk -v from="$from" '$1 == from {print $2, $3, $4}' "$work/pairs" >"$work/asked"
    sekisho lab exec "$from" -- perl -e "$caller" <"$work/asked" |
      awk -v from="$from" '{print from, $1, $2, ($3 == $1 ? "yes" : $3 == "nobody" ? "no" : $3)}'
  done | sort -k 1,2 -k 3n
}

# A connection needs what answers to come back.
explained() {
  xargs -P 2 -L 1 sh -c '
    answer=$("$0" explain packet --from "$1" --to "$2" --proto tcp --port "$4" -o json) || [ $? = 1 ] || exit 255
    echo "$1 $2 $4 $(echo "$answer" | jq -r "if .passes and ([.answer[].passes] | all) then \"yes\" else \"no\" end")"
  ' "$project/sekisho" <"$work/pairs" >"$work/unsorted" || fail "that could not be explained, see above."
  sort -k 1,2 -k 3n "$work/unsorted"
}

# Rows are those who ask, columns those who are asked, in each the ports on which it came about.
table() {
  awk -v guests="$(guests | awk '{print $1, $2}')" '
    {ports[$1, $2] = ports[$1, $2] ($4 == "no" ? "" : (ports[$1, $2] == "" ? "" : ",") $3 ($4 == "yes" ? "" : "=" $4))}
    END {
      n = split(guests, line, "\n"); wide = 0
      for (i = 1; i <= n; i++) {split(line[i], part, " "); name[i] = part[1]; vpc[i] = part[2]
        if (length(name[i]) > wide) wide = length(name[i])}
      wide += 2; printf "  %-" wide "s", "from \\ to"
      for (i = 1; i <= n; i++) printf "%-" wide "s", name[i]
      print ""
      for (i = 1; i <= n; i++) {printf "  %-" wide "s", name[i]
        for (k = 1; k <= n; k++) printf "%-" wide "s", i == k || vpc[i] != vpc[k] ? "" : ports[name[i], name[k]] == "" ? "-" : ports[name[i], name[k]]
        print ""}
    }' "$1" | sed 's/ *$//'
}

matrix() {
  pairs >"$work/pairs"
  real >"$work/real"
  explained >"$work/explained"
  echo "Who reaches whom, from real connections (empty where there is another VPC):"
  table "$work/real"
  echo "And as it is explained:"
  table "$work/explained"
  if diff "$work/real" "$work/explained" >"$work/diff"; then
    echo "Identical: $(wc -l <"$work/pairs") pairs and ports, of which $(grep -c ' yes$' "$work/real" || true) connect."
  else
    echo "They differ (< real, > explained):"
    cat "$work/diff"
    return 1
  fi
}

# $1 from, $2 to, $3 port; then the command that changes something.
flow() {
  from=$1 to=$2 port=$3
  shift 4
  address=$(guests | awk -v to="$to" '$1 == to {print $3}')
  echo "$from talks to $to on port $port, and meanwhile: $*"
  sekisho lab exec "$from" -- perl -e "$talker" "$address" "$port" "$work/began" "$work/changed" </dev/null >"$work/told" &
  talking=$!
  until [ -e "$work/began" ]; do
    kill -0 $talking 2>/dev/null || break
    sleep 0.1
  done
  "$@" || fail "$1 failed."
  touch "$work/changed"
  wait $talking || true
  cat "$work/told"
}

[ "$(id -u)" = 0 ] || usage
case ${1:-} in '' | --flow) ;; *) usage ;; esac
[ $# -eq 0 ] || { [ $# -ge 6 ] && [ "$5" = -- ]; } || usage
command -v jq >/dev/null || fail "jq is missing."
for port in $ports ${4:-}; do
  case $port in *[!0-9]* | 0* | ??????*) port=0 ;; esac
  [ "$port" -ge 1 ] && [ "$port" -le 65535 ] || fail "a port is a number from 1 to 65535: say so in PORTS and after --flow."
done
sekisho lab ls -o json >"$work/lab" || exit 2
[ -n "$(guests)" ] || fail "there are no guests: \`sekisho lab up\` makes them."
if [ $# -gt 0 ]; then
  from=$(meant "$2")
  to=$(meant "$3")
  port=$4
  shift 5
  case " $ports " in *" $port "*) ;; *) ports="$ports $port" ;; esac
  listen
  flow "$from" "$to" "$port" -- "$@"
else
  listen
fi
matrix
