tools() {
  echo iptables
  [ ! -e /proc/net/if_inet6 ] || echo ip6tables
}

show() {
  for tool in $(tools); do
    echo "# for $tool-restore --noflush"
    show_"$tool"
  done
}

show_iptables() {
  sed -f /dev/fd/3 <<'RULES' 3<<EDITS
@RULES@RULES
$edits
EDITS
}

show_ip6tables() {
  sed -f /dev/fd/3 <<'RULES' 3<<EDITS
@RULES6@RULES
$edits
EDITS
}

load() {
  for tool in $(tools); do
    {
      show_"$tool" | sed '/^# jumps$/,$d'
      jumps "$tool"
      show_"$tool" | sed '1,/^# jumps$/d'
    } | numerically "$tool-restore" -w 10 --noflush || return 1
  done
}

# Somebody may have taken rules away between loading and listing them.
all_listed() { [ "$(ours <"$run/listing")" = "$(ours <"$run/wanted")" ]; }

ours() { grep -c '^-[AI] .*SEKISHO-GUARD'; }

other_engine_gone() { remove_table; }

# Our chains, and what stands first where they begin.
listing() {
  for tool in $(tools); do
    "$tool" -w 10 -S SEKISHO-GUARD >/dev/null 2>&1 || continue
    for chain in OUTPUT FORWARD INPUT; do "$tool" -w 10 -S $chain | sed -n 2p; done
    for chain in $chains; do "$tool" -w 10 -S "$chain"; done
  done
}

