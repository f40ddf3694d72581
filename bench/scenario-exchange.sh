# API keys exchanged for access tokens, over HTTPS and 16 connections: the whole path, from the key's look-up to the
# signature and the record in the audit trail, which is durable before the answer. Beside the signatures that openssl
# makes. And the token shown, which is looked up with every request.

begin_sekisho "$work/exchange"
context=$SEKISHO_HOME/client.json
url=$(jq -r .url "$context")
key=$(jq -r .key "$context")
ask() { curl -skf "$url$1" -H "Authorization: Bearer $key" -H 'Content-Type: application/json' "${@:2}"; }
account=$(ask /sekisho/v1/accounts | jq -r '.accounts[0].id')
service=$(ask /v1/serviceids -d "{\"name\":\"bench\",\"account_id\":\"$account\"}" | jq -r .iam_id)
secret=$(ask /v1/apikeys -d "{\"name\":\"bench\",\"iam_id\":\"$service\",\"account_id\":\"$account\"}" | jq -r .apikey)
form="grant_type=urn:ibm:params:oauth:grant-type:apikey&apikey=$secret"
cat >"$work/exchange.lua" <<LUA
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.body = "$form"
LUA
token=
load "$url/identity/token" 16 -s "$work/exchange.lua" >/dev/null
for _ in $(seq "$rounds"); do
  load "$url/identity/token" 16 -s "$work/exchange.lua" >>"$work/exchanged"
  openssl speed -seconds "$seconds" -multi "$(nproc)" rsa2048 2>/dev/null | awk '/rsa 2048/ {print $(NF-1)}' >>"$work/signed"
done
side "API key for a token, HTTPS, 16 connections" "$work/exchanged"
ratio exchange.rate-ratio "exchanges a second beside openssl speed rsa2048, $(nproc) cores" "$work/exchanged" "$work/signed"
figure exchange.p99-ms "$(awk '{print $3}' "$work/exchanged" | median | awk '{printf "%.1f", $1 / 1000}')" "exchange: p99 in ms"
end_sekisho
