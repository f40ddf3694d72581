# Real guests for scenarios: network namespaces, a prefix and a state of their own. Sourced by those that need it.

[ "$(id -u)" = 0 ] || { echo "bench: $scenario needs root: its guests are network namespaces" >&2; exit 1; }
export SEKISHO_PREFIX=bn$(($$ % 1000000))

# Starts Sekisho with the guests of this inventory and waits until all are there.
begin_lab() { # inventory [options of up]
  local file=$1 deadline=$((SECONDS + 600))
  shift
  export SEKISHO_HOME=$work/lab
  chmod 711 "$work"
  mkdir -p -m 711 "$SEKISHO_HOME"
  api=127.0.0.1:$(free_port)
  "$project/sekisho" up --api "$api" --lab "$file" "$@" >"$work/up.log" 2>&1 &
  sekisho=$!
  until grep -qs Ctrl-C "$work/up.log"; do alive; done
}

# Ends it, and sees that nothing is left.
end_lab() {
  end_sekisho
  rm -rf "$SEKISHO_HOME" "/run/sekisho-$SEKISHO_PREFIX.lock"
  figure "$scenario.left-behind" "$(traces | wc -l)" "namespaces, folders and processes left after the end"
}

# What carries our prefix on this machine.
traces() {
  find /run/netns /etc/netns /run/sekisho-lab "/run/sekisho-$SEKISHO_PREFIX" -maxdepth 1 -name "*$SEKISHO_PREFIX*" ! -name '*.lock' 2>/dev/null || true
  processes
}

# The launcher, the overseer and the service, by the words that they were started with.
processes() { pgrep -f -- "up --api $api " || true; }
service() { pgrep -f -- "up --api $api .*--helper" || true; }
overseer() { comm -23 <(pgrep -f -- "java .*up --api $api " | sort) <(service | sort); }

guest_namespace() { # guest
  "$project/sekisho" attachments -o json | jq -r --arg name "$1" --arg prefix "$SEKISHO_PREFIX" \
    '.[] | select(.compute == $name) | $prefix + "-guest-" + (.mark | tostring)'
}

# The figures that a program has told.
keep_figures() { awk '$1 == "figure" {print $2, $3}' "$1" >>"$work/figures"; }

# An inventory of so many tenants with so many guests each, all tenants at the same addresses.
tenants() { # tenants guests
  awk -v tenants="$1" -v guests="$2" 'BEGIN {
    print "accounts:"
    for (i = 1; i <= tenants; i++) {
      printf "  - name: tenant-%d\n    vpcs:\n      - name: prod\n", i
      print "        subnets: [{name: all, ipv4_cidr_block: 10.0.0.0/24}]\n    instances:"
      for (j = 1; j <= guests; j++)
        printf "      - {name: t%d-s%d, vpc: prod, metadata_service: {enabled: true}, network_interfaces: [{address: 10.0.0.%d}]}\n", i, j, 9 + j
    }
  }'
}
