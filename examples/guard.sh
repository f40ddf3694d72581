#!/usr/bin/env bash
# Who reaches the metadata service before there is a guard, with nft and with iptables: from real connections of real
# users, for IBM's two examples and its group, beside what docs/guard.md promises. Prints a table for each preset and
# every difference; the exit code is 1 if there is one, and 2 if that could not be tried.
# Run as root. It takes a minute, needs no cloud, and changes nothing on this machine:
#   examples/guard.sh                 all three presets
#   examples/guard.sh ibm-group       one of them
# shellcheck source-path=SCRIPTDIR source=guard-machine.sh
. "$(dirname "$0")/guard-machine.sh"

# Who reaches it before, with nft, with iptables; over IPv4 and IPv6 alike.
promised='
ibm-deny-user  | root                                               | yes yes yes
ibm-deny-user  | apache                                             | yes no  no
ibm-deny-user  | trustworthy-user                                   | yes yes yes
ibm-deny-user  | member                                             | yes yes yes
ibm-deny-user  | somebody                                           | yes yes yes
ibm-deny-user  | container                                          | yes no  no
ibm-allow-user | root                                               | yes no  no
ibm-allow-user | apache                                             | yes no  no
ibm-allow-user | trustworthy-user                                   | yes yes yes
ibm-allow-user | member                                             | yes no  no
ibm-allow-user | somebody                                           | yes no  no
ibm-allow-user | container                                          | yes no  no
ibm-group      | root                                               | yes no  no
ibm-group      | apache                                             | yes no  no
ibm-group      | trustworthy-user                                   | yes no  no
ibm-group      | member                                             | yes yes yes
ibm-group      | somebody                                           | yes no  no
ibm-group      | container                                          | yes no  no
ibm-group      | somebody, with the group as the first one          | yes yes yes
ibm-group      | later, no member yet                               | yes no  no
ibm-group      | later, made a member, still logged in              | yes no  no
ibm-group      | later, made a member, logged in anew               | yes no  yes
ibm-group      | the guard looked again: later, still logged in     | yes yes no
ibm-group      | the guard looked again: later, logged in anew      | yes yes yes
ibm-group      | later, no member any more, still logged in         | yes yes yes
ibm-group      | later, no member any more, logged in anew          | yes yes no
ibm-group      | the guard looked again: no member, still logged in | yes no  yes
ibm-group      | the guard looked again: no member, logged in anew  | yes no  no'

differences=0
declare -A seen

# note WHO ANSWERS: what came of asking over IPv4 and IPv6.
note() { seen[$preset,$1,$column]=$2; }

# reach COMMAND…: asks as whoever that command becomes.
reach() { "$@" /usr/bin/python3 "$work/client.py" 169.254.169.254 fd00:ec2::254; }

# A session: a shell that somebody logged in to once, and that keeps the groups of then.
log_in() {
  local is_in=no
  coproc SESSION { as "$1" sh; }
  session=$SESSION_PID
  echo echo in >&"${SESSION[1]}"
  read -r -t 20 is_in <&"${SESSION[0]}" || true
  [ "$is_in" = in ] || fail "$1 can't log in."
}
in_session() {
  local answer
  echo "/usr/bin/python3 $work/client.py 169.254.169.254 fd00:ec2::254" >&"${SESSION[1]}"
  read -r -t 20 answer <&"${SESSION[0]}" || fail "the session has ended."
  echo "$answer"
}
log_out() {
  echo exit >&"${SESSION[1]}"
  wait "$session"
}

members() {
  sed -i "s/^metadata:.*/metadata:x:3001:$1/" /etc/group
}

everybody() {
  local user
  for user in root apache trustworthy-user member somebody; do
    note "$user" "$(reach as $user)"
  done
  note container "$(reach in_container)"
}

# The user who comes later, and goes again. First the guard looks as its timer does, and then as `watch` does.
later() {
  local early="later, made a member" looked="the guard looked again: later" gone="later, no member any more"
  note "somebody, with the group as the first one" "$(reach setpriv --reuid somebody --regid metadata --clear-groups)"
  log_in later
  note "later, no member yet" "$(in_session)"
  members member,later
  note "$early, still logged in" "$(in_session)"
  note "$early, logged in anew" "$(reach as later)"
  [ "$column" = before ] || sh /run/sekisho-guard/guard.sh ensure
  note "$looked, still logged in" "$(in_session)"
  note "$looked, logged in anew" "$(reach as later)"
  log_out
  log_in later
  members member
  note "$gone, still logged in" "$(in_session)"
  note "$gone, logged in anew" "$(reach as later)"
  watched
  note "the guard looked again: no member, still logged in" "$(in_session)"
  note "the guard looked again: no member, logged in anew" "$(reach as later)"
  log_out
}

# Lets `watch` find what has changed; with iptables, members stand in no rule, and there is nothing to tell.
watched() {
  local watch
  [ "$column" != before ] || return 0
  "$project/sekisho" guard watch >"$work/watch" 2>&1 &
  watch=$!
  until_said ' watching ' "$work/watch"
  if [ "$column" = nft ]; then until_said ' names_changed \| put_back ' "$work/watch"; else sleep 3; fi
  kill -TERM "$watch"
  wait "$watch" || differs "watch" "ended with $?"
}

differs() {
  echo "DIFFERS: $1: $2"
  differences=$((differences + 1))
}

# Fills a column of a preset's table.
course() {
  column=$1
  accounts
  if [ "$column" != before ]; then
    sekisho guard apply --preset "$preset" --engine "$column" >"$work/said" 2>&1 ||
      fail "apply: $(cat "$work/said")"
  fi
  everybody
  [ "$preset" != ibm-group ] || later
  [ "$column" = before ] || prove_and_remove
}

prove_and_remove() {
  local answers all='^( *yes)+ *$'
  if sekisho guard verify >"$work/verified" 2>&1; then
    verified[$column]="$(tail -n 1 "$work/verified")"
  else
    differs "guard verify, $preset, $column" "it ended with $?:"
    cat "$work/verified"
    verified[$column]="see above"
  fi
  sekisho guard remove >"$work/said" 2>&1 || fail "remove: $(cat "$work/said")"
  answers="$(reach as root) $(reach as apache) $(reach as somebody) $(reach in_container)"
  [[ $answers =~ $all ]] || differs "after remove, $preset, $column" "$answers"
  ! { nft list ruleset && iptables-save && ip6tables-save; } 2>&1 | grep -i sekisho ||
    differs "after remove, $preset, $column" "there are rules still, see above"
}

# Prints a preset's table. What is not as it was promised has a mark, and is counted.
table() {
  local who wants want cell line i
  printf '\n%s: sekisho guard apply --preset %s\n' "$preset" "$preset"
  printf '  %-52s%-14s%-14s%s\n' '' before nft iptables
  printf '  %-52s%-14s%-14s%s\n' who 'IPv4   IPv6' 'IPv4   IPv6' 'IPv4   IPv6'
  while read -r who && read -r -a wants; do
    line=$(printf '  %-52s' "$who")
    for i in 0 1 2; do
      want=${wants[$i]}
      for cell in ${seen[$preset,$who,${columns[$i]}]:-untried untried}; do
        tried=$((tried + 1))
        [ "$cell" = "$want" ] || { cell="$cell!" differences=$((differences + 1)); }
        line+=$(printf '%-7s' "$cell")
      done
    done
    echo "${line%"${line##*[! ]}"}"
  done < <(awk -F ' *[|] *' -v preset="$preset" '$1 == preset {print $2; print $3}' <<<"$promised")
  printf '  guard verify, %s\n' "nft: ${verified[nft]}" "iptables: ${verified[iptables]}"
}

[ $# -gt 0 ] || set -- ibm-deny-user ibm-allow-user ibm-group
columns=(before nft iptables)
tried=0
declare -A verified
echo "Who reaches the metadata service: yes, or no for a connection that is refused at once. With ! what was not promised."
for preset; do
  grep -q "^$preset " <<<"$promised" || fail "there is no preset $preset here."
  for column in "${columns[@]}"; do course "$column"; done
  table
done
echo
if [ $differences -gt 0 ]; then
  echo "They differ: $differences of what docs/guard.md promises are not so."
  exit 1
fi
echo "Identical: $tried connections came out as docs/guard.md promises."
