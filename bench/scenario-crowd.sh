# A controller that has 100,000 instances in 200 accounts, 300,000 documents, without its database: CPU time of writes
# and reads, and the heap. INSTANCES, ACCOUNTS and CALLS change how many.

crowd=$work/crowd
mkdir -p "$crowd"
classpath=$project/target/classes:$project/target/lib/*
"$JAVA_HOME/bin/javac" -proc:none -d "$crowd" -cp "$classpath" "$project"/bench/crowd/*.java
"$JAVA_HOME/bin/java" -Xmx2g -XX:+UseSerialGC -cp "$crowd:$classpath" io.sekisho.web.Crowd \
  "${INSTANCES:-100000}" "${ACCOUNTS:-200}" "${CALLS:-1500}" | tee "$crowd/result"
median() { # what -> ms
  sed -n "s/^$1: median \([0-9.]*\) ms.*/\1/p" "$crowd/result"
}
figure crowd.switch-ms "$(median 'switch (own API)')" "median of a change of a switch among so many, ms of CPU"
figure crowd.create-ms "$(median create)" "the same of a new instance, ms"
figure crowd.list-ms "$(median 'list 50')" "the same of a page of 50 instances, ms"
figure crowd.heap-mb "$(sed -n 's/^heap after \([0-9]*\) MB/\1/p' "$crowd/result")" "heap with all of them, MB"
