# A thousand real guests, TENANTS with GUESTS each at the same addresses, all asking for a token and their instance while
# instances are deleted and made, cables changed and addresses exchanged for CHURN_SECONDS. Every answer is compared with
# who asked.
. "$project/bench/lab.sh"

tenants "${TENANTS:-100}" "${GUESTS:-10}" >"$work/churn.yaml"
began=$SECONDS
begin_lab "$work/churn.yaml"
echo "$((${TENANTS:-100} * ${GUESTS:-10})) guests made and served within $((SECONDS - began)) s"
python3 -B "$project/bench/churn.py" "${CHURN_SECONDS:-120}" | tee "$work/churn"
keep_figures "$work/churn"
figure churn.resident-mib "$(awk '/^VmRSS/ {printf "%d", $2/1024}' "/proc/$(service)/status")" "resident memory of the service"
end_lab
