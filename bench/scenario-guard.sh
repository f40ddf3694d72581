# What a guard within a machine costs: to load it, with nothing else there and beside 10,000 rules of others, by the
# script alone and by `guard apply`; and what a connection of somebody who is let through pays, and one to elsewhere,
# beside a machine with no rules, one with the lines of IBM's page and one that does nothing but track connections. Each
# machine is a namespace of its own, and all of them take turns.
# FOREIGN changes how many rules of others there are.
[ "$(id -u)" = 0 ] || { echo "bench: guard needs root: its machines are network namespaces" >&2; exit 1; }
type iptables >/dev/null || apt-get install -y -qq --no-install-recommends iptables >/dev/null
guard=$project/bench/guard.py
service=169.254.169.254
elsewhere=10.77.0.1
user=64999
declare -A machines=()
servers=()
trap 'kill "${servers[@]}" "${machines[@]}" 2>/dev/null || true; cleanup' EXIT

# A machine and the service, which is all that is on the other end of its wire. It ends with this process.
begin_machine() { # name
  rm -f "$work/machine-$1"
  setpriv --pdeathsig KILL unshare --net --mount sh -ec '
    mount -t tmpfs -o mode=755 none /run
    mkdir /run/lock /run/bench
    ip netns add cloud
    ip link add wan type veth peer name lan netns cloud
    ip addr add 10.77.0.2/24 dev wan
    ip link set lo up
    ip link set wan up
    ip -n cloud addr add '$elsewhere'/24 dev lan
    ip -n cloud addr add '$service'/32 dev lan
    ip -n cloud link set lan up
    ip route add default via '$elsewhere'
    echo there >"$0"
    exec sleep 7200' "$work/machine-$1" &
  machines[$1]=$!
  until [ -s "$work/machine-$1" ]; do kill -0 "${machines[$1]}" && sleep 0.01; done
  printf 'guard: 1\nallow: {users: [%s]}\n' "$user" | within "$1" sh -c 'umask 022; cat >/run/bench/policy.yaml'
}

within() { # machine command…
  nsenter --target "${machines[$1]}" --net --mount -- "${@:2}"
}

begin_service() { # machine
  setpriv --pdeathsig KILL nsenter --target "${machines[$1]}" --net --mount -- \
    ip netns exec cloud python3 -B "$guard" serve &
  servers+=($!)
}

measure_loading() { # beside
  local engine
  begin_machine "$1"
  for engine in nft iptables; do
    within "$1" "$project/sekisho" guard plan -f /run/bench/policy.yaml --engine $engine --as script |
      within "$1" sh -c "cat >/run/bench/$engine.sh"
  done
  case $1 in
    nft) python3 -B "$guard" foreign nft "${FOREIGN:-10000}" | within nft nft -f - ;;
    iptables) python3 -B "$guard" foreign iptables "${FOREIGN:-10000}" | within iptables iptables-restore --noflush ;;
  esac
  for engine in nft iptables; do
    within "$1" python3 -B "$guard" apply "$project/sekisho" /run/bench $engine "$1" "$rounds" >"$work/loading"
    grep -v ^figure "$work/loading"
    awk '$1 == "figure" {print $2, $3}' "$work/loading" >>"$work/figures"
  done
  end_machines
}

end_machines() {
  kill "${servers[@]}" "${machines[@]}" 2>/dev/null || true
  wait "${servers[@]}" "${machines[@]}" 2>/dev/null || true
  machines=()
  servers=()
}

# Keeps how long a connection took and how long an answer, but for the first round.
connect() { # round machine address file file
  local there answer
  read -r there answer < <(within "$2" python3 -B "$guard" connect $user "$3" "$seconds")
  [ "$1" = warm ] || { echo "$there" >>"$work/$4-$2"; echo "$answer" >>"$work/$5-$2"; }
}

measure_connections() {
  local kind round tool address
  for kind in none nft iptables ibm tracked; do
    begin_machine $kind
    begin_service $kind
    case $kind in
      nft | iptables)
        within $kind "$project/sekisho" guard apply -f /run/bench/policy.yaml --engine $kind >/dev/null ;;
      ibm)
        for tool in iptables ip6tables; do
          [ $tool = iptables ] && address=$service || address=fd00:ec2::254
          within $kind $tool -A OUTPUT -d "$address" -m owner ! --uid-owner $user -j REJECT
        done ;;
      tracked) within $kind iptables -A OUTPUT -m conntrack --ctstate INVALID -j DROP ;;
    esac
  done
  sleep 1
  for round in warm $(seq "$rounds"); do
    for kind in none nft iptables ibm tracked; do
      connect "$round" $kind $service connect answer
      connect "$round" $kind $elsewhere elsewhere elsewhere-answer
    done
  done
  for kind in nft iptables ibm tracked; do
    ratio guard.$kind-connect-ratio "µs for a connection, $kind" "$work/connect-$kind" "$work/connect-none"
    ratio guard.$kind-answer-ratio "µs until an answer, $kind" "$work/answer-$kind" "$work/answer-none"
    ratio guard.$kind-elsewhere-ratio "µs for a connection to elsewhere, $kind" "$work/elsewhere-$kind" "$work/elsewhere-none"
  done
  end_machines
}

for beside in nothing nft iptables; do measure_loading $beside; done
measure_connections
