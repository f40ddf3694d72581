# What bench/run is made of. Sourced, not run.

work=$(mktemp -d)
sekisho=
nginx_pid=
cleanup() {
  [ -z "$sekisho" ] || kill "$sekisho" 2>/dev/null || true
  [ -z "$nginx_pid" ] || kill "$nginx_pid" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

now() { date +%s%N; }
# A free port where no client's end happens to be: the first of so many in a row, of one unless said.
free_port() {
  python3 -c '
import random, socket, sys
count = int(sys.argv[1])
while True:
    first = random.randrange(20000, 32000)
    try:
        for port in range(first, first + count): socket.socket().bind(("127.0.0.1", port))
        break
    except OSError: pass
print(first)' "${1:-1}"
}
median() { sort -n | awk '{v[NR]=$1} END {print (NR%2 ? v[(NR+1)/2] : (v[NR/2]+v[NR/2+1])/2)}'; }
# One line for people, one for `check`: the name begins with its scenario's.
figure() { # name value label
  printf '%-64s %9s\nfigure %s %s\n' "$3" "$2" "$1" "$2"
  echo "$1 $2" >>"$work/figures"
}

resident() { awk '/^VmRSS/ {printf "%d", $2/1024}' "/proc/$sekisho/status"; }

machine() {
  echo "machine: $(nproc) cores ($(awk -F': ' '/model name/ {print $2; exit}' /proc/cpuinfo)), $(awk '/MemTotal/ {printf "%d GiB", $2/1048576}' /proc/meminfo), kernel $(uname -r), load $(cut -d' ' -f1 /proc/loadavg); $(nginx -v 2>&1 | sed 's/.*: //'); $(openssl version | cut -d' ' -f1,2); $("$JAVA_HOME/bin/java" -version 2>&1 | sed -n 2p)"
}

# Starts Sekisho on this state, with this inventory if one is given, and waits for its first answer.
begin_sekisho() { # state [inventory]
  local api deadline=$((SECONDS + 120))
  api=$(free_port)
  base=$(free_port 5)
  export SEKISHO_HOME=$1
  : >"$work/up.log" # what an earlier one said must not be read as this one's
  "$project/sekisho" up --guests simulated --api "127.0.0.1:$api" --loopback-port "$base" \
    --set requests-per-second=0 --set credentials-per-second=0 --set log-lines-per-second=0 --set connections=1000 >"$work/up.log" 2>&1 &
  sekisho=$!
  if [ -n "${2:-}" ]; then
    until grep -qs Ctrl-C "$work/up.log"; do alive; done
    "$project/sekisho" delete instance demo-1 >/dev/null
    "$project/sekisho" apply -f "$2" >/dev/null
    base=$((base + 1))
  fi
  # A curl for every try would take from the start what is measured of it.
  until (: <"/dev/tcp/127.0.0.1/$((base + 1))") 2>/dev/null; do alive; done
  until curl -sf -o /dev/null -X PUT "http://127.0.0.1:$((base + 1))$mint" -H 'Metadata-Flavor: ibm' 2>/dev/null; do alive; done
}

alive() {
  kill -0 "$sekisho" 2>/dev/null || { cat "$work/up.log" >&2; exit 1; }
  [ $SECONDS -lt $deadline ] || { echo "no answer after two minutes" >&2; exit 1; }
  sleep 0.005
}

end_sekisho() {
  kill "$sekisho"
  wait "$sekisho" 2>/dev/null || true
  sekisho=
}

token_of() { # url [curl options]
  local url=$1
  shift
  curl -sf "$@" -X PUT "$url$mint" -H 'Metadata-Flavor: ibm' -d '{"expires_in":3600}' | jq -r .access_token
}

# nginx serving this text as a file, in the clear and under TLS with a P-256 certificate.
begin_nginx() {
  local plain_port tls_port
  plain_port=$(free_port)
  tls_port=$(free_port)
  nginx=http://127.0.0.1:$plain_port
  nginx_tls=https://127.0.0.1:$tls_port
  mkdir -p "$work/www" "$work/tmp"
  printf '%s' "$1" >"$work/www/instance"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -days 2 \
    -keyout "$work/nginx.key" -out "$work/nginx.pem" 2>/dev/null
  chmod -R a+rX "$work"
  cat >"$work/nginx.conf" <<CONF
worker_processes $(nproc); daemon off; pid $work/nginx.pid; error_log stderr crit;
events { worker_connections 4096; }
http {
  access_log $work/access.log combined buffer=64k;
  client_body_temp_path $work/tmp; proxy_temp_path $work/tmp; fastcgi_temp_path $work/tmp; uwsgi_temp_path $work/tmp; scgi_temp_path $work/tmp;
  default_type application/json; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=10;
  ssl_certificate $work/nginx.pem; ssl_certificate_key $work/nginx.key; ssl_session_cache shared:s:10m; ssl_protocols TLSv1.2 TLSv1.3;
  server { listen 127.0.0.1:$plain_port; listen 127.0.0.1:$tls_port ssl; root $work/www; }
}
CONF
  nginx -c "$work/nginx.conf" &
  nginx_pid=$!
  until curl -sf -o /dev/null "$nginx/instance"; do sleep 0.05; done
}

end_nginx() {
  kill "$nginx_pid"
  wait "$nginx_pid" 2>/dev/null || true
  nginx_pid=
}

load() { # url connections [wrk options] -> "requests/s p50us p99us"
  local url=$1 count=$2
  shift 2
  wrk -t"$((count < 2 ? 1 : 2))" -c"$count" -d"${seconds}s" --latency -H "Authorization: Bearer $token" "$@" "$url" >"$work/wrk"
  if grep -q 'Non-2xx' "$work/wrk"; then
    cat "$work/wrk" >&2
    exit 1
  fi
  awk 'function us(t) { return t ~ /us$/ ? t+0 : t ~ /ms$/ ? t*1000 : t*1000000 }
       /^Requests\/sec/ {r=$2} $1=="50%" {a=us($2)} $1=="99%" {b=us($2)} END {print r, a, b}' "$work/wrk"
}

compare() { # name label ours theirs connections [wrk options]
  local figure=serving.$1 label=$2 ours=$3 theirs=$4 count=$5 name=$work/$1
  shift 5
  load "$ours" "$count" "$@" >/dev/null
  load "$theirs" "$count" "$@" >/dev/null
  for _ in $(seq "$rounds"); do
    load "$ours" "$count" "$@" >>"$name.ours"
    load "$theirs" "$count" "$@" >>"$name.theirs"
  done
  side "$label: Sekisho, token checked" "$name.ours"
  side "$label: nginx, a file" "$name.theirs"
  ratio "$figure-ratio" "$label" "$name.ours" "$name.theirs"
  awk '{print $3}' "$name.ours" >"$name.p99.ours"
  awk '{print $3}' "$name.theirs" >"$name.p99.theirs"
  ratio "$figure-p99-ratio" "$label, p99" "$name.p99.ours" "$name.p99.theirs"
}

side() { # label file
  printf '%-56s %9.0f /s  p50 %6.0f us  p99 %7.0f us\n' "$1" \
    "$(awk '{print $1}' "$2" | median)" "$(awk '{print $2}' "$2" | median)" "$(awk '{print $3}' "$2" | median)"
}

ratio() { # figure label ours theirs: of the rounds' own ratios
  paste "$3" "$4" | awk -v columns="$(awk '{print NF; exit}' "$3")" '{print $1 / $(columns + 1)}' >"$work/ratios"
  figure "$1" "$(median <"$work/ratios" | awk '{printf "%.2f", $1}')" "$2: ratio ($(sort -n "$work/ratios" | head -1) to $(sort -n "$work/ratios" | tail -1); $(awk '{print $1}' "$3" | median) beside $(awk '{print $1}' "$4" | median))"
}

handshakes() { # name label -new|-reuse
  local name=$work/handshakes$3
  for _ in $(seq "$rounds"); do
    shakes "${secure#https://}" "$3" >>"$name.ours"
    shakes "${nginx_tls#https://}" "$3" >>"$name.theirs"
  done
  ratio "serving.handshakes-$1-ratio" "$2, one client, a second" "$name.ours" "$name.theirs"
}

shakes() { # host:port -new|-reuse -> handshakes a second
  openssl s_time -connect "$1" "$2" -time "$seconds" 2>/dev/null |
    awk '/connections in .*real seconds/ {n=$1; s=$4} END {print n / s}'
}

# Mints for so many seconds over so many connections.
put() { minting "$@" | awk '/^Requests\/sec/ {print $2}'; }
put_total() { minting "$@" | awk '/requests in/ {print $1}'; }
minting() { # url connections seconds
  printf 'wrk.method = "PUT"\nwrk.headers["Metadata-Flavor"] = "ibm"\n' >"$work/put.lua"
  wrk -t2 -c"$2" -d"${3}s" -s "$work/put.lua" "$1" >"$work/wrk"
  ! grep 'Non-2xx' "$work/wrk" >&2 || exit 1
  cat "$work/wrk"
}

# An inventory of so many instances, one of which is served.
inventory() {
  awk -v count="$1" 'BEGIN {
    print "accounts:\n  - name: many\n    vpcs:\n      - name: prod\n        region: us-south\n        subnets:"
    print "          - {name: all, zone: us-south-1, ipv4_cidr_block: 10.0.0.0/16}\n    instances:"
    for (i = 1; i <= count; i++)
      printf "      - {name: server-%d, vpc: prod, metadata_service: {enabled: %s}}\n", i, i == 1 ? "true" : "false"
  }'
}

# Compares the figures of these scenarios with what is promised: `name <= bound`, `>=` or `=`, in backquotes, above the
# page's table of goals that are not met.
check() { # page scenario…
  local page=$1 kept=yes name comparison bound value
  shift
  while read -r name comparison bound; do
    case " $* " in *" ${name%%.*} "*) ;; *) continue ;; esac
    value=$(awk -v name="$name" '$1 == name {value = $2} END {print value}' "$work/figures")
    if [[ ! $value =~ ^-?[0-9.]+$ ]]; then
      echo "NOT KEPT: $name $comparison $bound was not measured"
      kept=
    elif awk "BEGIN {exit !($value ${comparison/#=/==} $bound)}"; then
      echo "kept: $name $comparison $bound, measured $value"
    else
      echo "NOT KEPT: $name $comparison $bound, measured $value"
      kept=
    fi
  done < <(sed '/^## Goals/,$d' "$page" | grep -oE '`[a-z]+\.[a-z0-9-]+ [<>]?= [0-9.]+`' | tr -d '`')
  [ -n "$kept" ]
}
