# What a hundred thousand documents of one account cost in SQLite and in PostgreSQL: pages of 100 in every order, single
# documents, writes; DOCUMENTS sets how many. The PostgreSQL server is one of its own, on this machine.
. "$project/bench/lab.sh"

(cd "$project" && mvn -B -ntp -q test-compile dependency:build-classpath -Dmdep.outputFile="$work/classpath") >&2
"$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m --enable-native-access=ALL-UNNAMED \
  -cp "$project/target/classes:$project/target/test-classes:$(cat "$work/classpath")" \
  io.sekisho.store.StoreBench "${DOCUMENTS:-100000}" | tee "$work/store"
keep_figures "$work/store"
