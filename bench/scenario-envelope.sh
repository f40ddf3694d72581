# What filters between guests: 10 and 1,000 interfaces of one VPC in groups of ten rules each. What a change of one rule
# costs from the request until it is in force, and what packets pay, beside one iptables chain for each guest that says
# the same, in one run. Two of the guests are there and talk; the others have their rules.
. "$project/bench/lab.sh"
type iperf3 >/dev/null || apt-get install -y -qq --no-install-recommends iperf3 >/dev/null

# Two guests of a router, which is Sekisho's namespace or the peer's.
join() { # router tap guest address
  ip netns add "$3"
  ip link add eth0 netns "$3" type veth peer name "$2" netns "$1"
  ip -n "$3" link set lo up
  [ -z "${5:-}" ] || ip -n "$3" link set eth0 address "$5"
  ip -n "$3" link set eth0 up
  ip -n "$3" addr add "$4/32" dev eth0
  ip -n "$3" route add 10.0.0.1 dev eth0
  ip -n "$3" route add default via 10.0.0.1
}

# Sekisho with so many interfaces, each in one of twenty groups; the first two are plugged in.
begin_envelope() { # interfaces
  python3 -B "$project/bench/envelope.py" inventory "$1" >"$work/envelope.yaml"
  export SEKISHO_HOME=$work/lab
  chmod 711 "$work"
  mkdir -p -m 711 "$SEKISHO_HOME"
  local deadline=$((SECONDS + 300)) began
  api=127.0.0.1:$(free_port)
  "$project/sekisho" up --api "$api" >"$work/up.log" 2>&1 &
  sekisho=$!
  until grep -qs Ctrl-C "$work/up.log"; do alive; done
  began=$(now)
  "$project/sekisho" apply -f "$work/envelope.yaml" >/dev/null
  figure "envelope.first-apply-$1" $((($(now) - began) / 1000000)) "ms until the inventory of $1 interfaces is in force, with the CLI"
  "$project/sekisho" attachments -o json >"$work/attachments.json"
  local n router tap mac address
  for n in 1 2; do
    read -r router tap mac address < <(jq -r --arg name "guest-$n" \
      '.[] | select(.compute == $name) | "\(.network_namespace) \(.device) \(.mac_address) \(.addresses[0])"' "$work/attachments.json")
    join "$router" "$tap" "$SEKISHO_PREFIX-guest-$((9000 + n))" "$address" "$mac"
  done
  until ip -n "$router" -6 addr show dev "$tap" 2>/dev/null | grep -q fe80::1; do alive; done
}

# The same by iptables: what belongs to a connection first, then a chain for each guest and direction.
begin_iptables() { # interfaces
  peer=$SEKISHO_PREFIX-peer
  ip netns add "$peer"
  ip -n "$peer" link set lo up
  ip -n "$peer" addr add 10.0.0.1/32 dev lo
  ip netns exec "$peer" sysctl -qw net.ipv4.ip_forward=1
  local n
  for n in 1 2; do
    join "$peer" "tap$n" "$SEKISHO_PREFIX-peer-$n" "10.0.0.$((9 + n))"
    ip -n "$peer" link set "tap$n" up
    ip -n "$peer" route add "10.0.0.$((9 + n))" dev "tap$n"
  done
  python3 -B "$project/bench/envelope.py" iptables "$1" | ip netns exec "$peer" iptables-restore
}

measure_envelope() { # who interfaces client server address
  ip netns exec "$4" python3 -B "$project/bench/envelope.py" serve "$5" &
  server=$!
  ip netns exec "$4" iperf3 -s -B "$5" -p 1001 >/dev/null 2>&1 &
  local iperf=$!
  sleep 1
  local connect rate round
  for round in $(seq "$rounds"); do
    ip netns exec "$3" python3 -B "$project/bench/envelope.py" connect "$5" "$seconds" >>"$work/connect-$1-$2"
    ip netns exec "$3" iperf3 -c "$5" -p 1001 -t "$seconds" -J | jq '.end.sum_received.bits_per_second / 1e9' >>"$work/rate-$1-$2"
  done
  kill "$server" "$iperf" 2>/dev/null || true
  wait "$server" "$iperf" 2>/dev/null || true
  connect=$(median <"$work/connect-$1-$2")
  rate=$(median <"$work/rate-$1-$2")
  figure "envelope.$1-connect-$2-us" "$(printf %.1f "$connect")" "µs for a connection through $2 interfaces, $1 (median of $rounds rounds' medians)"
  figure "envelope.$1-rate-$2" "$(printf %.2f "$rate")" "Gbit/s through $2 interfaces, $1"
}

leave() { for name in "$@"; do ip netns del "$name" 2>/dev/null || true; done; }

for interfaces in 10 1000; do
  begin_envelope "$interfaces"
  "$project/sekisho" create service-id bench --account acme >/dev/null
  "$project/sekisho" create policy --service-id bench --role Administrator --service is --account acme >/dev/null
  "$project/sekisho" create api-key bench --service-id bench --account acme -o json | jq -r .apikey >"$work/apikey"
  python3 -B "$project/bench/envelope.py" changes "$api" "$work/apikey" "$interfaces" | tee "$work/changes-$interfaces"
  ip netns exec "$SEKISHO_PREFIX-guest-9002" python3 -B "$project/bench/envelope.py" serve 10.0.0.11 &
  server=$!
  sleep 1
  ip netns exec "$SEKISHO_PREFIX-guest-9001" python3 -B "$project/bench/envelope.py" hold 10.0.0.11 &
  holder=$!
  sleep 1
  python3 -B "$project/bench/envelope.py" changes "$api" "$work/apikey" "$interfaces" tracked | tee -a "$work/changes-$interfaces"
  kill "$holder" "$server"
  wait "$holder" "$server" 2>/dev/null || true
  keep_figures "$work/changes-$interfaces"
  measure_envelope sekisho "$interfaces" "$SEKISHO_PREFIX-guest-9001" "$SEKISHO_PREFIX-guest-9002" 10.0.0.11
  end_sekisho
  leave "$SEKISHO_PREFIX-guest-9001" "$SEKISHO_PREFIX-guest-9002" "$SEKISHO_PREFIX-vpc-1"
  rm -rf "$SEKISHO_HOME" "/run/sekisho-$SEKISHO_PREFIX.lock"
  begin_iptables "$interfaces"
  measure_envelope iptables "$interfaces" "$SEKISHO_PREFIX-peer-1" "$SEKISHO_PREFIX-peer-2" 10.0.0.11
  leave "$SEKISHO_PREFIX-peer-1" "$SEKISHO_PREFIX-peer-2" "$peer"
done
