# A fleet: NODES simulated nodes, each the product's own node but for its guests, with INSTANCES in ACCOUNTS placed on
# them by the operators' API, and CHANGES made there; three real nodes whose guests ask all the time. First one controller
# on SQLite, then two on one PostgreSQL of which one is killed. STORES says which. All of it shares this machine's cores.

# Ends what the scenario before may have left running, too.
fleet_pids=()
end_fleet() {
  local pid
  for pid in "${fleet_pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${fleet_pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  fleet_pids=()
}
postgres=
trap 'end_fleet; end_postgres; cleanup' EXIT

crowd=$work/crowd
mkdir -p "$crowd"
classpath=$project/target/classes:$project/target/lib/*
"$JAVA_HOME/bin/javac" -proc:none -d "$crowd" -cp "$classpath" "$project"/bench/crowd/*.java
fleet_java() { # heap class arguments…
  local heap=$1
  shift
  "$JAVA_HOME/bin/java" "-Xmx$heap" -Xss512k -XX:+UseCompactObjectHeaders --sun-misc-unsafe-memory-access=allow \
    --enable-native-access=ALL-UNNAMED -Djdk.httpclient.keepalive.timeout=30 -cp "$crowd:$classpath" "$@"
}

# A PostgreSQL server of our own, durable as it comes; PostgreSQL does not run as root.
begin_postgres() {
  local programs as=() port data
  programs=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
  data=$(mktemp -d)
  [ "$(id -u)" != 0 ] || { as=(setpriv --reuid 65534 --regid 65534 --clear-groups); chown 65534 "$data"; }
  port=$(free_port)
  (cd / && "${as[@]}" "$programs/initdb" -D "$data/data" -U sekisho --auth=trust --encoding=UTF8 --locale=C >/dev/null)
  (cd / && exec "${as[@]}" "$programs/postgres" -D "$data/data" -h 127.0.0.1 -p "$port" -c unix_socket_directories= \
    -c shared_buffers=256MB -c max_connections=60 -c log_min_messages=fatal) &
  postgres=$!
  postgres_data=$data
  until "$programs/psql" -h 127.0.0.1 -p "$port" -U sekisho postgres -c 'CREATE DATABASE fleet' >/dev/null 2>&1; do sleep 0.2; done
  database=postgresql://sekisho@127.0.0.1:$port/fleet
}
end_postgres() {
  [ -n "$postgres" ] || return 0
  kill -INT "$postgres" 2>/dev/null || true
  wait "$postgres" 2>/dev/null || true
  rm -rf "$postgres_data"
  postgres=
}

begin_controller() { # number
  local home=$fleet/controller-$1 port
  port=$(free_port)
  mkdir -p "$home"
  SEKISHO_HOME=$home SEKISHO_HEAP=${CONTROLLER_HEAP:-3g} SEKISHO_DATABASE=$database "$project/sekisho" controller --state "$home" \
    --api "127.0.0.1:$(free_port)" --nodes "127.0.0.1:$port" --key-file "$fleet/key" >"$home/log" 2>&1 &
  fleet_pids+=($!)
  controllers+=("https://127.0.0.1:$port" $!)
  until grep -qs Ctrl-C "$home/log"; do
    kill -0 "${fleet_pids[-1]}" 2>/dev/null || { cat "$home/log" >&2; exit 1; }
    sleep 0.1
  done
}

measure_fleet() { # name how-many-controllers
  local i began urls base ports
  fleet=$work/fleet-$1
  controllers=()
  mkdir -p "$fleet/controller-1"
  fleet_java 4g io.sekisho.control.CrowdState "$fleet/controller-1" "$fleet/key" "$database" "${INSTANCES:-100000}" "${ACCOUNTS:-200}" "$fleet/lines"
  for i in $(seq "$2"); do
    began=$(now)
    begin_controller "$i"
    figure "fleet.$1-start-$i-s" "$((($(now) - began) / 1000000000))" "start of a controller with the crowd, s"
  done
  export SEKISHO_HOME=$fleet/controller-1
  base=$(free_port 12)
  urls=$(printf '%s\n' "${controllers[@]}" | grep https | paste -sd,)
  for i in 1 2 3; do
    SEKISHO_JOIN_TOKEN=$("$project/sekisho" node token) "$project/sekisho" node --controller "$urls" --name "real-$i" --guests simulated \
      --loopback-port "$base" --state "$fleet/real-$i" --set requests-per-second=0 --set credentials-per-second=0 >"$fleet/real-$i.log" 2>&1 &
    fleet_pids+=($!)
  done
  began=$SECONDS
  until [ "$(grep -ls Ctrl-C "$fleet"/real-*.log | wc -l)" = 3 ]; do
    [ $((SECONDS - began)) -lt 180 ] || { cat "$fleet"/real-*.log >&2; exit 1; }
    sleep 0.2
  done
  awk '$1 == "asking" {print $3, "real-" NR % 3 + 1}' "$fleet/lines" | "$project/sekisho" node attach -f -
  ports=$(awk -v base="$base" '$1 == "asking" {print base + $4}' "$fleet/lines" | paste -sd,)
  shm=$(mktemp -d -p "$([ -d /dev/shm ] && echo /dev/shm || echo /tmp)")
  [ -z "${SIM_JFR:-}" ] || export JDK_JAVA_OPTIONS=$SIM_JFR
  fleet_java 8g io.sekisho.node.CrowdFleet "$1" "$SEKISHO_HOME" "$shm" "$fleet/lines" "${NODES:-1000}" "${CHANGES:-200}" "$ports" "${controllers[@]}" | tee "$fleet/result"
  awk '$1 == "figure" {print $2, $3}' "$fleet/result" >>"$work/figures"
  end_fleet
  rm -rf "$shm" "$fleet"
  unset SEKISHO_HOME
}

for store in ${STORES:-sqlite postgresql}; do
  case $store in
    sqlite) database= ; measure_fleet sqlite 1 ;;
    postgresql) begin_postgres; measure_fleet postgresql 2; end_postgres ;;
    *) echo "bench: STORES: sqlite postgresql" >&2; exit 2 ;;
  esac
done
