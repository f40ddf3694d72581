# One decision of the evaluator in an account with 1,000 policies, by JMH, whose jars Maven fetches: the median of
# calls to it, and what the worst account costs, where no index helps.

jmh=$work/jmh
mvn -B -ntp -q -f "$project/bench/jmh/pom.xml" dependency:copy-dependencies -DoutputDirectory="$jmh/lib" 2>/dev/null
classpath=$project/target/classes:$project/target/lib/*:$jmh/lib/*
mkdir -p "$jmh/classes"
"$JAVA_HOME/bin/javac" -proc:full -d "$jmh/classes" -cp "$classpath" "$project/bench/jmh/AccessBenchmark.java"
"$JAVA_HOME/bin/java" -cp "$jmh/classes:$classpath" org.openjdk.jmh.Main -f 2 -wi 3 -w 2 -i 5 -r "$seconds" -foe true \
  -rf csv -rff "$jmh/result.csv" >"$jmh/log" 2>&1 || { tail -30 "$jmh/log" >&2; exit 1; }
# A percentile is a row of its own: "…AccessBenchmark.decide:p0.50","sample",1,2,SCORE,NaN,"ns/op",mixed
percentile() { # account percentile -> µs
  tr -d '\r' <"$jmh/result.csv" | awk -F, -v row="decide:p$2\"" -v account="$1" 'index($1, row) && $8 == account {printf "%.2f", $5 / 1000}'
}
for account in mixed crowd patterns; do
  echo "one decision with 1,000 policies, account $account: median $(percentile $account 0.50) µs, p99 $(percentile $account 0.99) µs"
done
figure access.median-us "$(percentile mixed 0.50)" "median of a decision with 1,000 policies, µs"
figure access.crowd-median-us "$(percentile crowd 0.50)" "the same, all of them about one identity, µs"
