# The instance document, token checked, beside nginx serving the same bytes from a file. On loopback, with guests
# simulated, so that both sides have the same path.

begin_sekisho "$work/serving" "$project/bench/guests.yaml"
plain=http://127.0.0.1:$((base + 1))
secure=https://127.0.0.1:$((base + 2))
token=$(token_of "$plain")
begin_nginx "$(curl -sf "$plain$path" -H "Authorization: Bearer $token")"
echo "body: $(wc -c <"$work/www/instance") bytes; both write an access log"
compare kept "keep-alive, $connections connections" "$plain$path" "$nginx/instance" "$connections"
compare quiet "one quiet connection" "$plain$path" "$nginx/instance" 1
compare new "a new connection each" "$plain$path" "$nginx/instance" 8 -H 'Connection: close'
token=$(token_of "$secure" -k)
compare tls "TLS, keep-alive, $connections connections" "$secure$path" "$nginx_tls/instance" "$connections"
handshakes full "TLS handshakes, full" -new
handshakes resumed "TLS handshakes, resumed" -reuse
figure serving.resident-mib "$(resident)" "resident memory after the load"
end_nginx
end_sekisho
