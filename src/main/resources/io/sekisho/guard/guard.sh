#!/bin/sh
# Holds who on this machine reaches the metadata service. Made by `sekisho guard`; nothing of
# it is needed here.
#
#   load     puts the rules in place of earlier ones; without a word, too
#   ensure   the same, if the rules, or who is who, are not what they were at loading; if another
#            one of these was loaded since the machine started, it is that one that looks
#   again    the same, whether anything differs or not: for units that start
#   print    shows what would be loaded
#   check    exits with 0 if what was loaded is there, 1 if nothing is, 4 if something else is
#   remove   takes the rules away
#
# Exits with 3 if somebody who is named is not there now: the rules say nothing about them.
set -u
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
# Where bash keeps long texts meanwhile: others can fill /tmp.
TMPDIR=/run
export PATH LC_ALL TMPDIR
umask 077
run='@RUN@'
engine=@ENGINE@
policy=@POLICY@
chains='@CHAINS@'
way=@WAY@
# What is known of names, where a machine keeps what it begins with.
case $0 in */etc/sekisho/guard/guard.sh) kept=${0%/*}/known ;; *) kept=/etc/sekisho/guard/known ;; esac
missing=0
# What is noted of a name service that did not answer; where nothing is loaded, nothing is.
slow=/dev/null/slow
cgroups=/sys/fs/cgroup
mount=
[ -e $cgroups/cgroup.controllers ] || { cgroups=$cgroups/unified; mount=unified/; }

exec 8>/dev/null

say() { printf '%s\n' "sekisho-guard: $*" >&2; }

# ask DATABASE [KEY]: the name service, for a while; once it did not answer in time, files alone, or
# nothing would be loaded before systemd's time for it is over. What it leaves running has no part
# in locks.
ask() {
  if [ ! -e "$slow.$#" ]; then
    timeout 25 getent "$@" 8>&- 9>&-
    [ $? = 124 ] || return 0
    true 2>/dev/null >"$slow.$#"
  fi
  [ $# != 1 ] || echo # What came of a listing may end within a line.
  timeout 25 getent -s files "$@" 8>&- 9>&-
  return 1
}

# ask_all DATABASE: the same for many keys, which are read, each with a zero after it.
ask_all() {
  only=
  [ ! -e "$slow.2" ] || only=-sfiles
  xargs -0 timeout 25 getent ${only:+$only} "$1" 8>&- 9>&-
}

# lines TEXT: as it is. `echo` would take what users wrote about themselves for escapes.
lines() { printf '%s\n' "$1"; }

# put BLANK VALUE: fills a blank, or strikes the lines that have it.
put() {
  if [ -n "$2" ]; then
    value=$(printf '%s\n' "$2" | sed 's/[\\&|]/\\&/g')
    edits="$edits
s|%$1%|$value|g"
  else
    edits="$edits
/%$1%/d"
  fi
}

# put_each BLANK LINES: repeats the lines that have a blank, once for each value.
put_each() {
  edits="$edits
/%$1%/{
h"
  for value in $2; do
    edits="$edits
s|%$1%|$value|p
g"
  done
  edits="$edits
d
}"
}

lacks() {
  say "there is no $1 here now: no rule says anything about it"
  missing=1
}

# entry DATABASE NAME: what the name service says of somebody. If it says nothing, and being named
# means being refused, what it said when rules were loaded last: it may be away for a while.
entry() {
  case $2 in -*) return ;; esac # An option of `getent` would list anybody.
  line=$(ask "$1" "$2")
  if [ -z "$line" ] && [ $way = deny ]; then
    line=$(cat "$run/known" "$kept" 2>/dev/null | key="$1:$2:" awk '
      BEGIN { key = ENVIRON["key"] }
      index($0, key) == 1 && !found { print substr($0, length(key) + 1); found = 1 }')
    [ -z "$line" ] || say "the name service does not find $2 in $1 now: what it said before still holds"
  fi
  [ -n "$line" ] || return 0
  lines "$1:$2:$line" >&8
  lines "$line"
}

user() {
  found=$(entry passwd "$2" | cut -d: -f1,3)
  id=$2
  case $id in *[!0-9]*) id=${found#*:} ;; esac
  [ -n "$id" ] || lacks "user $2"
  put "u$1" "$id"
  subordinates "$1" "$id:${found%%:*}"
}

group() {
  found=$(entry group "$2")
  id=$2
  case $id in *[!0-9]*) id=$(lines "$found" | cut -d: -f3) ;; esac
  [ -n "$id" ] || lacks "group $2"
  found=$(members "$id" "$found")
  put "g$1" "$id"
  put "m$1" "$(lines "$found" | cut -d: -f1 | sort -nu | joined)"
  subordinates "$1" "$found"
}

# members GID ENTRY: number and name of those who have the group.
members() {
  [ -n "$1" ] || return 0
  names=$(lines "$2" | cut -d: -f4 | tr , '\n' | grep .)
  # What was cut off has fewer fields, and may have half a number.
  listed=$({ printf '%s\n' "$names" '' && everybody; } |
    awk -F: -v gid="$1" 'NF == 1 { is[$1] } NF > 6 && ($1 in is || $4 == gid)')
  lines "$listed" | awk -F: 'NF > 1 { print "passwd:" $1 ":" $0 }' >&8
  {
    lines "$listed"
    # A directory need not list everybody whom it knows.
    printf '%s\n' "$listed" "$names" | awk -F: 'NF > 1 { is[$1] } NF == 1 && !($1 in is)' |
      while IFS= read -r name; do entry passwd "$name"; done
  } | awk -F: -v OFS=: 'NF > 1 { print $3, $1 }'
}

# everybody: whom the name service lists; if that does not come to an end, whom it listed before, too.
everybody() {
  ask passwd || [ $way = allow ] ||
    sed -n 's/^passwd:[^:]*://p' "$run/known" "$kept" 2>/dev/null
}

# numerically TOOL: runs it where nobody has a name. It looks each number up as one, first, and a
# directory may call somebody 0.
numerically() {
  unshare -m true 2>/dev/null || { "$@"; return; }
  printf '%s: files\n' passwd group >"$run/names"
  # shellcheck disable=SC2016 # The shell within is to fill these in.
  unshare -m sh -c '
    for each in passwd group; do mount --bind /dev/null /etc/$each; done
    [ ! -e /etc/nsswitch.conf ] || mount --bind "$1" /etc/nsswitch.conf
    [ ! -d /run/nscd ] || mount -t tmpfs none /run/nscd
    shift
    exec "$@"' sh "$run/names" "$@"
}

joined() { paste -sd, - | sed 's/,/, /g'; }

# given: what /etc/subuid gives out, after who its owners are: they can be other names of somebody.
# Of no matter where nobody is refused for being named.
given() {
  echo ::: # That it was looked at.
  { [ $way = allow ] || [ ! -r /etc/subuid ]; } && return
  owners=$(awk -F: 'NF == 3 && $1 !~ /^-|^[0-9]*$/ { print $1 }' /etc/subuid | sort -u)
  [ -z "$owners" ] || lines "$owners" | tr '\n' '\0' | ask_all passwd
  cat /etc/subuid
}

# subordinates NUMBER LINES: whose number and name these are can be any of these numbers in a
# user namespace.
subordinates() {
  [ -n "$given" ] || given=$(given)
  ranges=$(
    { lines "$2" | tr : '\n' && lines "$given"; } |
      awk -F: -v most=4294967294 '
        NF < 3 { is[$1] }
        NF > 6 && $3 in is { is[$1] }
        NF == 3 && $1 in is && $2 ~ /^[0-9]+$/ && $3 ~ /^[1-9][0-9]*$/ && $2 <= most {
          last = $2 + $3 - 1
          printf "%.0f %.0f\n", $2, (last < most ? last : most)
        }
      ' | sort -n | awk '
        NR > 1 && $1 <= last + 1 { if ($2 > last) last = $2; next }
        NR > 1 { printf "%.0f-%.0f\n", first, last }
        { first = $1; last = $2 }
        END { if (NR) printf "%.0f-%.0f\n", first, last }'
  )
  put "s$1" "$([ -z "$ranges" ] || lines "$ranges" | joined)"
  put_each "r$1" "$ranges"
}

unit() {
  path=
  if command -v systemctl >/dev/null; then
    path=$(systemctl show --property=ControlGroup --value "$2" 2>/dev/null 8>&- 9>&-)
  fi
  case $2 in *.slice) usual=$2 ;; *) usual=system.slice/$2 ;; esac
  at "$1" "unit $2" "${path:-$usual}"
}

cgroup() { at "$1" "control group $2" "$2"; }

# at NUMBER WHAT PATH: a control group, which rules know by what it is now, not by its name.
at() {
  path=${3#/}
  if [ -n "$path" ] && [ -d "$cgroups/$path" ]; then
    level=$(printf '%s\n' "$path" | awk -F/ '{ print NF }')
    put "c$1" "level $level \"$mount$path\""
    put "p$1" "$path"
    marks="$marks $path $(stat -c %i "$cgroups/$path")"
  else
    lacks "$2"
    put "c$1" ''
    put "p$1" ''
  fi
}

who() {
  edits=
  marks=
  given=
@WHO@}

@TOOLS@# jumps TOOL: the lines that delete what leads to our chains. Others' chains are not asked for.
jumps() {
  for chain in OUTPUT FORWARD INPUT; do
    "$1" -w 10 -S $chain | sed -n "s/^-A \($chain\) -j \(SEKISHO-GUARD[A-Z-]*\)\$/-D \1 -j \2/p"
  done
}

remove_chains() {
  for tool in iptables ip6tables iptables-nft ip6tables-nft iptables-legacy ip6tables-legacy; do
    command -v "$tool" >/dev/null || continue
    names=/proc/net/ip_tables_names
    case $tool in ip6*) names=/proc/net/ip6_tables_names ;; esac
    # Asking the older kind would load it.
    case $("$tool" --version) in
      *nf_tables*) ;;
      *) grep -qx filter $names 2>/dev/null || continue ;;
    esac
    "$tool" -w 10 -S SEKISHO-GUARD >/dev/null 2>&1 || continue
    {
      echo '*filter'
      for chain in $chains; do echo ":$chain - [0:0]"; done
      jumps "$tool"
      for chain in $chains; do echo "-X $chain"; done
      echo COMMIT
    } | "$tool-restore" -w 10 --noflush || return 1
  done
}

remove_table() {
  command -v nft >/dev/null || return 0
  ! nft list table inet sekisho_guard >/dev/null 2>&1 || nft delete table inet sekisho_guard
}

in_force() {
  [ -s "$run/listing" ] && [ "$(listing)" = "$(cat "$run/listing")" ]
}

# Exits with 0 if what was loaded is there, 1 if nothing is, 4 if something else is.
check() {
  ! in_force || exit 0
  [ -z "$(listing)" ] || exit 4
  exit 1
}

enter() {
  [ "$(id -u)" = 0 ] || { say 'this needs root'; exit 1; }
  mkdir -p "$run" && chmod 0700 "$run" || exit 1
  exec 9>"$run/lock"
  ! command -v flock >/dev/null || flock -w 30 9 || {
    say 'another one of these is at work, and did not end within 30 s'
    exit 1
  }
  exec 8>"$run/known.new"
  slow=$run/slow
  rm -f "$slow".*
}

# After a restart, the name service may be away, too.
keep_known() {
  grep -qx "policy=$policy" "${kept%/*}/guard.sh" 2>/dev/null || return 0
  { cp "$run/known" "$kept.new" && mv "$kept.new" "$kept"; } || say "$kept can't be written"
}

# A control group that was made again has the same name, and is another one.
wanted() {
  show
  lines "# for:$marks"
}

placed() { wanted >"$run/wanted.new" && load; }

put_in_place() {
  # A control group that was found may be gone when it is named: then all is asked once more.
  if ! placed && ! { who; placed; }; then
    say 'the rules could not be loaded; what was in force before still is'
    exit 1
  fi
  listing >"$run/listing"
  mv "$run/wanted.new" "$run/wanted"
  mv "$run/known.new" "$run/known"
  keep_known
  if ! cp "$0" "$run/guard.sh.new" || ! mv "$run/guard.sh.new" "$run/guard.sh"; then
    say 'the rules are loaded, but this script could not be kept'
    exit 1
  fi
  {
    echo "engine=$engine"
    echo "policy=$policy"
    echo "loaded=$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  } >"$run/state.new"
  mv "$run/state.new" "$run/state"
  [ -s "$run/listing" ] && all_listed && other_engine_gone && return
  rm -f "$run/listing"
  say 'the rules are loaded, but what the kernel lists is not what they say'
  exit 1
}

# What was loaded last is in force, even if it is not what a machine begins with.
leave_to_latest() {
  [ ! -e "$run/guard.sh" ] || [ "$0" = "$run/guard.sh" ] || cmp -s "$0" "$run/guard.sh" || exec sh "$run/guard.sh" "$1"
}

# While this one waited for its turn, another may have been loaded, or all taken away.
leave_to_newer() {
  [ -e "$0" ] || exit 0
  leave_to_latest "$1"
  [ "$0" = "$run/guard.sh" ] || return 0
  { grep -qx "policy=$policy" "$run/state" && grep -qx "engine=$engine" "$run/state"; } ||
    exec sh "$0" "$1"
}

# It is kept as it is, to be run again: nothing else that has its name must be.
case "${1:-load} $0" in
  print\ * | *\ */*) ;;
  *.sh) exec sh "./$0" "$@" ;;
  *)
    say 'save this as a file and run that: sh ./guard.sh load'
    exit 2
    ;;
esac
case ${1:-load} in
  again | ensure) leave_to_latest "$1" ;;
esac
case ${1:-load} in
  load)
    enter
    who
    put_in_place
    ;;
  again)
    enter
    leave_to_newer "$1"
    who
    put_in_place
    ;;
  ensure)
    enter
    leave_to_newer "$1"
    who
    if ! in_force || [ "$(wanted)" != "$(cat "$run/wanted")" ]; then put_in_place; fi
    ;;
  print)
    who
    show
    ;;
  check) check ;;
  remove)
    enter
    if ! remove_table || ! remove_chains; then
      say 'the rules could not be removed'
      exit 1
    fi
    rm -f "$run/wanted" "$run/listing" "$run/known" "$run/known.new" "$run/state" "$run/guard.sh" "$run/names"
    exit 0
    ;;
  *)
    say "there is no $1: load, ensure, again, print, check, remove"
    exit 2
    ;;
esac
[ ! -e "$slow.2" ] || say 'the name service did not answer in time: its files alone were asked then'
[ ! -e "$slow.1" ] || {
  say 'the name service did not list everybody in time: some members of groups may be missing'
  missing=1
}
[ $missing = 0 ] || exit 3
