# kill -9 of the service and of the overseer, KILLS times each (100 unless set; none after KILL_SECONDS), while ten real
# guests in two VPCs ask. How many requests fail, how long until guests are served again and until an operator's change is in force,
# and whether rules, wires, sockets, namespaces, files and processes are afterwards as they were.
. "$project/bench/lab.sh"

tenants 2 5 >"$work/kill.yaml"
begin_lab "$work/kill.yaml"
python3 -B "$project/bench/kill.py" "$api" "${KILLS:-100}" "${KILL_SECONDS:-inf}" | tee "$work/kill"
keep_figures "$work/kill"
end_lab
