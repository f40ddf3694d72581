# Shared by ./sekisho and ./dev: finding a JDK, building. Sourced, not run.

need_java=25
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
home=$project/target
. "$project/bin/launch.sh"

# The feature version of the JDK in a folder, or 0: read from its release file, which costs no JVM start.
jdk_version() {
  local line
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || { echo 0; return; }
  line=$(grep -m1 '^JAVA_VERSION=' "$1/release") || { echo 0; return; }
  line=${line#*\"}
  line=${line%%[.\"+-]*}
  case $line in '' | *[!0-9]*) echo 0 ;; *) echo "$line" ;; esac
}

# Sets JAVA_HOME to a JDK that is new enough: JAVA_HOME itself, the one on PATH, then Debian's folder.
find_jdk() {
  local on_path candidate
  on_path=$(command -v javac 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for candidate in "${JAVA_HOME:-}" "${on_path:-}" /usr/lib/jvm/*; do
    [ -n "$candidate" ] && [ -d "$candidate" ] || continue
    if [ "$(jdk_version "$candidate")" -ge $need_java ]; then
      export JAVA_HOME=$candidate
      return
    fi
  done
  die "no JDK $need_java or newer found in JAVA_HOME, on PATH or in /usr/lib/jvm.
Install one (Eclipse Temurin, for example, has Debian packages named temurin-$need_java-jdk) or set JAVA_HOME."
}

# Installs Debian packages that are missing, where that is possible; says what to type where not.
need_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null ||
    die "these Debian packages are missing; as root: apt-get install ${missing[*]}"
  say "Installing ${missing[*]} …"
  local log
  log=$(mktemp)
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
    >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; die "apt-get failed, see above"; }
  rm -f "$log"
}

# Installs what guests with interfaces need; for those of the lab, also what the README types in them.
need_guest_tools() {
  starts_guests "$@" || return 0
  local missing=() tool tools=(ip:iproute2 nft:nftables)
  case " $* " in *' --lab'* | *' lab '*) tools+=(curl:curl jq:jq) ;; esac
  for tool in "${tools[@]}"; do
    command -v "${tool%%:*}" >/dev/null || missing+=("${tool##*:}")
  done
  [ ${#missing[@]} -eq 0 ] || need_packages "${missing[@]}"
}

is_built() {
  [ -f "$project/target/sekisho.jar" ] &&
    [ -z "$(find "$project/src/main" "$project/pom.xml" -newer "$project/target/sekisho.jar" -print -quit)" ]
}

# Whoever built the jar (the tests do, too), the cache has to be made after it; one try for each jar.
is_rehearsed() { [ "$project/target/rehearsal.log" -nt "$project/target/sekisho.jar" ]; }

# Whether the jar that is there will do, be it older than a source: for whatever is no start.
will_do() { [ -f "$project/target/sekisho.jar" ] && ! serves "$@"; }

# Builds the jar if a source is newer than it, with one progress line on a terminal.
build() {
  if is_built; then
    is_rehearsed || rehearse
    return
  fi
  command -v mvn >/dev/null || need_packages maven
  mkdir -p "$project/target"
  local log="$project/target/build.log" began=$SECONDS
  (cd "$project" && mvn -B -q package -DskipTests -Dmaven.test.skip=true) >"$log" 2>&1 &
  local maven=$!
  while kill -0 $maven 2>/dev/null; do
    if [ -t 2 ]; then
      printf '\rBuilding Sekisho (the first time takes a minute or two) … %d s ' $((SECONDS - began)) >&2
    elif [ $(((SECONDS - began) % 15)) -eq 0 ]; then
      say "Building Sekisho … $((SECONDS - began)) s"
    fi
    sleep 1
  done
  [ -t 2 ] && printf '\r\033[K' >&2
  wait $maven || { tail -n 40 "$log" >&2; die "the build failed; the whole log is in target/build.log"; }
  touch "$project/target/sekisho.jar"
  rehearse
}

# Makes the libraries fit for the JVM's cache, and the cache.
rehearse() {
  { "$JAVA_HOME/bin/java" -cp "$project/bin" "$project/bin/Repack.java" "$home/lib" "$home/native" && make_cache
  } >"$home/rehearsal.log" 2>&1 || rm -f "$home/sekisho.aot"
}
