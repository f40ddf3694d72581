# Resident memory with many instances, one of which is served. Guests simulated.

for count in 1000 10000; do
  inventory "$count" >"$work/$count.yaml"
  begin_sekisho "$work/many-$count" "$work/$count.yaml"
  figure "memory.with-$count-mib" "$(resident)" "resident memory with $count instances"
  end_sekisho
done
