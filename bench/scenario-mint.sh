# Tokens minted beside the signatures that openssl makes, and what memory is left behind by MINTS of them (a million
# unless set, which takes some ten minutes). Guests simulated.

begin_sekisho "$work/mint"
plain=http://127.0.0.1:$((base + 1))
for _ in $(seq "$rounds"); do
  put "$plain$mint" 16 "$seconds" >>"$work/minted"
  openssl speed -seconds "$seconds" -multi "$(nproc)" rsa2048 2>/dev/null | awk '/rsa 2048/ {print $(NF-1)}' >>"$work/openssl"
done
ratio mint.rate-ratio "tokens minted a second beside openssl speed rsa2048, $(nproc) cores" "$work/minted" "$work/openssl"
put_total "$plain$mint" 16 15 >/dev/null
before=$(resident)
total=0
until [ "$total" -ge "${MINTS:-1000000}" ]; do
  total=$((total + $(put_total "$plain$mint" 16 15)))
done
echo "resident memory before and after $total mints, warmed up: $before MiB -> $(resident) MiB"
figure mint.growth-mib $(($(resident) - before)) "growth of resident memory over $total mints"
end_sekisho
