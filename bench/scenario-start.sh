# How long from nothing, and from a state that is there, to the first answer. Guests simulated.

began=$(now)
begin_sekisho "$work/first"
figure start.first-ms $((($(now) - began) / 1000000)) "start to first answer, state and keys made anew"
end_sekisho
for _ in $(seq "$rounds"); do
  began=$(now)
  begin_sekisho "$work/first"
  echo $((($(now) - began) / 1000000)) >>"$work/starts"
  end_sekisho
done
figure start.again-ms "$(median <"$work/starts")" "start to first answer on a state that is there, median of $rounds"
