show() {
  sed -f /dev/fd/3 <<'RULES' 3<<EDITS
@RULES@RULES
$edits
EDITS
}

load() {
  {
    cat "$run/wanted.new"
    useless
  } | numerically nft -f -
}

# Counters of those who are not named any more. To list counters alone, nft reads everybody's rules.
useless() {
  nft list table inet sekisho_guard 2>/dev/null |
    awk '$1 == "counter" && $3 == "{" { print $2 }' |
    while read -r name; do
      grep -qxF "  counter $name {" "$run/wanted.new" ||
        echo "delete counter inet sekisho_guard $name"
    done
}

all_listed() { :; }

other_engine_gone() { remove_chains; }

listing() { nft -n -s list table inet sekisho_guard 2>/dev/null; }

