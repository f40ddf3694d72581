# What a guest notices of another guest that attacks: 10,000 connections half open (SYNs alone, and heads sent byte by
# byte) while requests, 20 at a time, and token mints are flooded. The default limits of each interface are in force. Real guests.
#
# Attacker, victim and service share this machine's cores, which on a real host the guests' own would not. So it is
# done twice: with the attacker's programs at the lowest priority, and with all at the same. A third time, as many
# programs at the same priority only burn time and send nothing: what the victim notices then is the scheduler's part.
. "$project/bench/lab.sh"
flood=(-t1 -c24)
mints=(-t1 -c8)
half_open=${HALF_OPEN:-10000}

attack() { # priority
  local run=(setsid sh -c "echo $1 >/proc/self/autogroup 2>/dev/null; exec nice -n $1 ip netns exec $attacker \"\$@\"" sh)
  "${run[@]}" wrk "${flood[@]}" -d1h -s "$work/flood.lua" -H "Authorization: Bearer $token" "http://169.254.169.254$path" >/dev/null &
  attackers=($!)
  "${run[@]}" wrk "${mints[@]}" -d1h -s "$work/put.lua" "http://169.254.169.254$mint" >/dev/null &
  attackers+=($!)
  sleep 1
  "${run[@]}" python3 -B "$project/bench/half-open.py" "$half_open" &
  attackers+=($!)
  sleep "${RAMP:-30}"
}

burn() {
  for _ in 1 2 3; do
    setsid sh -c 'echo 0 >/proc/self/autogroup 2>/dev/null; while :; do :; done' &
    attackers+=($!)
  done
}

peace() {
  kill "${attackers[@]}"
  wait "${attackers[@]}" 2>/dev/null || true
  attackers=()
  sleep 8
}

# As often as there are rounds: 200 documents a second on one connection, and a boot every 50 ms.
victim() { # phase
  for _ in $(seq "$rounds"); do
    python3 -B "$project/bench/boot.py" "$victim" "$seconds" >"$work/boot" &
    local boot=$!
    ip netns exec "$victim" wrk -t1 -c1 -d"${seconds}s" --latency -s "$work/pace.lua" "http://169.254.169.254$path" >"$work/wrk"
    wait $boot
    echo "$(victims_wrk) $(cat "$work/boot")" >>"$work/starve.$1"
  done
  awk -v phase="$1" '{a+=$1+$5; f+=$2+$6} END {printf "%-40s %d documents and boots, %d failed\n", phase, a, f}' "$work/starve.$1"
  printf '%-40s documents p50 %s p99 %s us, boots p50 %s p99 %s us (medians of %s)\n' "$1" \
    "$(column "$1" 3)" "$(column "$1" 4)" "$(column "$1" 7)" "$(column "$1" 8)" "$rounds"
}

victims_wrk() { # -> asked failed p50 p99, of the run before
  awk 'function us(t) { return t ~ /us$/ ? t+0 : t ~ /ms$/ ? t*1000 : t*1000000 }
       /requests in/ {n=$1} /Non-2xx/ {f+=$NF} /Socket errors/ {gsub(",", ""); f+=$4+$6+$8+$10}
       $1=="50%" {a=us($2)} $1=="99%" {b=us($2)} END {print n, f+0, a, b}' "$work/wrk"
}

column() { awk -v c="$2" '{print $c}' "$work/starve.$1" | median; }

held() {
  local vpc
  for vpc in $(ls /run/netns | grep "^$SEKISHO_PREFIX-vpc-"); do
    echo "held open in the service's kernel: $(ip netns exec "$vpc" ss -Hnt state syn-recv | wc -l) SYNs, $(ip netns exec "$vpc" ss -Hnt state established | wc -l) connections; $(ip netns exec "$vpc" nft list counter inet sekisho flooding | awk '/packets/ {print $2}') SYNs dropped as too many"
  done
}

against() { # phase
  awk -v a="$(column "$1" "$2")" -v b="$(column quiet "$2")" 'BEGIN {printf "%.2f", a / b}'
}

begin_lab "$project/bench/starve.yaml"
victim=$(guest_namespace victim)
attacker=$(guest_namespace attacker)
token_in() { ip netns exec "$1" curl -sf -X PUT "http://169.254.169.254$mint" -H 'Metadata-Flavor: ibm' -d '{"expires_in":3600}' | jq -r .access_token; }
token=$(token_in "$attacker")
printf 'wrk.method = "PUT"\nwrk.headers["Metadata-Flavor"] = "ibm"\n' >"$work/put.lua"
printf 'local many\nfunction request() many = many or wrk.format():rep(20); return many end\n' >"$work/flood.lua"
printf 'wrk.headers["Authorization"] = "Bearer %s"\nfunction delay() return 5 end\n' "$(token_in "$victim")" >"$work/pace.lua"
victim warming >/dev/null
victim quiet
for phase in yielding:19 equal:0; do
  attack "${phase#*:}"
  held
  victim "${phase%:*}"
  held
  peace
done
burn
victim burning
peace
victim after
for phase in yielding equal burning; do
  figure "starve.$phase-p99-ratio" "$(against $phase 4)" "attackers $phase: the victim's documents, p99 beside quiet"
  figure "starve.$phase-boot-p99-ratio" "$(against $phase 8)" "attackers $phase: the victim's boots, p99 beside quiet"
done
figure starve.failed "$(cat "$work"/starve.{quiet,yielding,equal,burning,after} | awk '{f+=$2+$6} END {print f}')" "requests of the victim that failed"
end_lab
