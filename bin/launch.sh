# How Sekisho is started, from a source tree or where it is installed. Sourced, not run: whoever does
# sets home to the folder of sekisho.jar, lib and native, and JAVA_HOME.

say() { printf '%s\n' "$*" >&2; }
die() { say "sekisho: $*"; exit 1; }

# Whether these words start what runs until it is stopped.
serves() {
  case " $* " in
    *' -h '* | *' --help '*) return 1 ;;
    ' up '* | ' controller '* | ' node --'*) return 0 ;;
    *) return 1 ;;
  esac
}

# Whether these words start guests with interfaces of their own: as root, unless they are to be simulated.
starts_guests() {
  [ "$(id -u)" = 0 ] || return 1
  case " $* " in
    *' -h '* | *' --help '* | *' --guests simulated '* | *' --guests=simulated '*) return 1 ;;
    ' up '* | ' node --'* | ' lab up '*) return 0 ;;
    *) return 1 ;;
  esac
}

# Runs a command until it ends, and again if it was killed: guests are served meanwhile by a process of its own.
keep_running() {
  local child code
  while true; do
    "$@" &
    child=$!
    # shellcheck disable=SC2064
    trap "kill -TERM $child 2>/dev/null || true" TERM INT HUP
    # A signal to this shell ends the wait, not the child.
    while true; do
      code=0
      wait "$child" || code=$?
      kill -0 "$child" 2>/dev/null || break
    done
    [ "$code" = 137 ] || exit "$code"
    say "The root process was killed; starting it again."
  done
}

# The flags of every run: a cache made under others would not be used. Without the one on reflection the JVM
# would write a class for each constructor that is called by it, at every start.
jvm_options=(-XX:+UseCompactObjectHeaders --sun-misc-unsafe-memory-access=allow
  -Dio.netty.leakDetection.level=disabled
  -Djdk.reflect.useNativeAccessorOnly=true
  -Djava.library.path="$home/native" -Dorg.sqlite.lib.path="$home/native")

# Lives once so that later starts are quick. Without the cache everything works the same, only slower.
# With no path for classes Java would look for them, and run some, in the folder where root happens to be.
make_cache() {
  rm -f "$home/sekisho.aot"
  "$JAVA_HOME/bin/java" "${jvm_options[@]}" -XX:+UseSerialGC -XX:AOTCacheOutput="$home/sekisho.aot" -Xlog:disable -jar "$home/sekisho.jar" rehearse
}

# Runs Sekisho with these words.
launch() {
  local options cached=() service tool run collector
  options=("${jvm_options[@]}" -Xss512k -Xlog:disable -Xlog:all=error:stderr)
  if [ -f "$home/sekisho.aot" ] && [ "$home/sekisho.aot" -nt "$home/sekisho.jar" ]; then
    cached=(-XX:AOTCache="$home/sekisho.aot")
  fi
  # The service: one JVM, small. A serial collector and a bounded heap are enough for ten thousand guests. A controller
  # with gigabytes for a hundred thousand would stand still for seconds under it.
  # What runs once is not compiled: a start is over before that pays. Memory that an inventory needed while it was
  # applied is given back.
  collector=(-XX:+UseSerialGC -Xms16m -Xmn8m -XX:MinHeapFreeRatio=15 -XX:MaxHeapFreeRatio=25 -XX:-ShrinkHeapInSteps)
  case " $* ${SEKISHO_HEAP:-}" in ' controller '*[0-9][gG]) collector=(-XX:+UseG1GC) ;; esac
  # SEKISHO_JAVA_OPTIONS comes last, so that it wins.
  export MALLOC_ARENA_MAX=2
  # shellcheck disable=SC2206
  service=("${options[@]}" "${cached[@]}" "${collector[@]}" -XX:CompileThresholdScaling=8 -Xmx"${SEKISHO_HEAP:-128m}"
    -XX:TrimNativeHeapInterval=5000 -XX:MaxDirectMemorySize=96m ${SEKISHO_JAVA_OPTIONS:-})
  tool=("${options[@]}" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=8)
  run=("$JAVA_HOME/bin/java")

  if ! serves "$@"; then
    exec "${run[@]}" "${cached[@]}" "${tool[@]}" -Xmx256m -jar "$home/sekisho.jar" "$@"
  elif ! starts_guests "$@"; then
    exec "${run[@]}" "${service[@]}" -jar "$home/sekisho.jar" "$@"
  fi
  # With guests of its own the service runs without privileges, and a small process as root does what needs them.
  # That one loads few classes: the cache would cost it 30 MiB, for it is resident as a whole. Every change waits for it,
  # so its code is compiled early, and it has room for a change without collecting: 10 MiB for a third of the time.
  tool+=(-XX:CompileThresholdScaling=1 -Xms12m -Xmn6m -Xmx64m -XX:TrimNativeHeapInterval=5000 -Dservice.jvm.options="$(printf '%s\n' "${service[@]}")")
  keep_running "${run[@]}" "${tool[@]}" -jar "$home/sekisho.jar" "$@"
}
