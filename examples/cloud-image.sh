#!/bin/sh
# A Debian with cloud-init, made here, boots in QEMU and finds its seed on the metadata address: no seed disk, no
# DHCP, no KVM needed. Run as root on Debian 12; it takes some ten minutes, most of them to make the image, which is
# kept in FOLDER for the next time. What the guest says at the end is shown.
#   examples/cloud-image.sh FOLDER           all on the kernel's command line
#   examples/cloud-image.sh FOLDER --smbios  the seed's address as SMBIOS serial number
set -eu
[ "$(id -u)" = 0 ] && [ $# -ge 1 ] || { sed -n '2,6s/^# //p' "$0" >&2; exit 2; }
project=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd)
how=${2:---kernel}
root=$folder/root image=$folder/disk.img work=$(mktemp -d)
chmod 711 "$work"
export SEKISHO_PREFIX=img$(($$ % 100000)) SEKISHO_HOME=$work/home
up='' qemu=''
say() { printf '%s  %s\n' "$(date +%T)" "$*"; }

end() {
  [ -z "$qemu" ] || kill "$qemu" 2>/dev/null || true
  if [ -n "$up" ]; then
    kill "$up" 2>/dev/null || true
    wait "$up" 2>/dev/null || true
    # What goes on enforcing after a stop is this run's alone.
    ip netns list | awk -v mine="$SEKISHO_PREFIX" 'index($1, mine) == 1 {print $1}' | xargs -r -n1 ip netns del
    rm -rf "/run/sekisho-$SEKISHO_PREFIX" "/run/sekisho-$SEKISHO_PREFIX.lock"
  fi
  rm -rf "$work"
}
trap end EXIT
trap 'exit 1' INT TERM

for tool in debootstrap:debootstrap qemu-system-x86_64:qemu-system-x86 mkfs.ext4:e2fsprogs ip:iproute2 nft:nftables jq:jq; do
  command -v "${tool%%:*}" >/dev/null || missing="${missing:-} ${tool##*:}"
done
[ -z "${missing:-}" ] || { say "apt-get install$missing"; apt-get install -y -qq --no-install-recommends $missing >/dev/null; }

if [ ! -e "$image" ]; then
  say "Making a Debian 12 with cloud-init and netplan"
  mirror=${MIRROR:-$(sed -n 's/^deb \(\[.*\] \)\?\(http[^ ]*\) .*/\2/p; s/^URIs: \([^ ]*\).*/\1/p' \
    /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1)}
  rm -rf "$root"
  debootstrap --variant=minbase \
    --include=systemd-sysv,udev,dbus,netplan.io,iproute2,linux-image-cloud-amd64,curl,jq,ca-certificates,python3-cffi-backend,sudo,openssh-server,locales,cloud-init \
    bookworm "$root" $mirror >"$folder/debootstrap.log" 2>&1 || { tail "$folder/debootstrap.log"; exit 1; }
  echo '/dev/vda / ext4 defaults 0 1' >"$root/etc/fstab"
  cp "$root"/boot/vmlinuz-* "$folder/vmlinuz"
  cp "$root"/boot/initrd.img-* "$folder/initrd"
  truncate -s 2G "$image.part"
  mkfs.ext4 -q -F -d "$root" "$image.part"
  mv "$image.part" "$image"
  rm -rf "$root"
fi

say "Starting Sekisho"
"$project/sekisho" up --api 127.0.0.1:0 >"$work/up.log" 2>&1 &
up=$!
until grep -q Ctrl-C "$work/up.log"; do
  kill -0 "$up" || { cat "$work/up.log"; exit 1; }
  sleep 1
done
cat >"$work/fleet.yaml" <<'YAML'
accounts:
  - name: acme
    vpcs: [{name: prod, subnets: [{name: front, ipv4_cidr_block: 10.0.0.0/24, ipv6_cidr_block: "fd00:a::/64"}]}]
    keys:
      - name: ops
        public_key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKQbOZBOpMuxF26EkFpNlAIv6dVWbUp/WkxsHwKBOWzh ops
    instances:
      - name: web-1
        vpc: prod
        keys: [ops]
        metadata_service: {enabled: true}
        cloud_init:
          seed: true
          vendor_data: |
            #cloud-config
            locale: false
        user_data: |
          #cloud-config
          write_files: [{path: /etc/written, content: "by user data\n"}]
          runcmd:
            - |
              at=http://169.254.169.254 version='version=2025-08-26'
              token=$(curl -sS -X PUT "$at/identity/v1/token?$version" -H 'Metadata-Flavor: ibm' | jq -r .access_token)
              {
                echo "=== guest"
                echo "cloud-init: $(cloud-init --version 2>&1), kernel $(uname -r)"
                echo "hostname:   $(hostname)"
                echo "written:    $(cat /etc/written)"
                echo "keys:       $(cut -c-60 /home/debian/.ssh/authorized_keys)"
                ip -br address show dev eth0
                ip route
                ip -6 route | grep default
                echo "token:      $(printf %s "$token" | cut -c-20)…"
                echo "instance:   $(curl -sS "$at/metadata/v1/instance?$version" -H "Authorization: Bearer $token" | jq -c '{name, id, vpc: .vpc.name}')"
                echo "no secret:  $(curl -sS -o /dev/null -w '%{http_code}' "$at/seed/user-data")"
                grep -h datasource /run/cloud-init/status.json | head -n 1 | sed 's#/seed/[0-9a-f]*#/seed/…#'
                echo "=== end"
              } >/dev/ttyS0
          power_state: {mode: poweroff, timeout: 5}
YAML
"$project/sekisho" apply -f "$work/fleet.yaml"

"$project/sekisho" attachments -o json >"$work/attachments.json"
at() { jq -r --arg member "$1" 'if type == "array" then . else .attachments end | .[0][$member]' "$work/attachments.json"; }
namespace=$(at network_namespace) tap=$(at device) mac=$(at mac_address)
ip -n "$namespace" tuntap add dev "$tap" mode tap
ip -n "$namespace" link set "$tap" up

words="root=/dev/vda rw console=ttyS0 quiet net.ifnames=1"
seed=$("$project/sekisho" seed web-1)
kernel=$("$project/sekisho" seed web-1 --kernel)
if [ "$how" = --smbios ]; then
  set -- -smbios "type=1,serial=$seed"
  words="$words ${kernel#"$seed "}"
else
  set --
  words="$words $kernel"
fi
say "Booting (no KVM: a minute or two)"
began=$(date +%s)
ip netns exec "$namespace" qemu-system-x86_64 -accel tcg,thread=multi -cpu max -M q35 -m 1024 -smp 1 -display none \
  -serial "file:$work/serial.log" -no-reboot -kernel "$folder/vmlinuz" -initrd "$folder/initrd" -append "$words" "$@" \
  -drive "file=$image,format=raw,if=virtio,snapshot=on" \
  -netdev "tap,id=n0,ifname=$tap,script=no,downscript=no" -device "virtio-net-pci,netdev=n0,mac=$mac" \
  2>"$work/qemu.log" &
qemu=$!
until grep -q '^=== end' "$work/serial.log" 2>/dev/null; do
  if ! kill -0 "$qemu" 2>/dev/null || [ $(($(date +%s) - began)) -gt 600 ]; then
    tail -n 40 "$work/serial.log" "$work/qemu.log"
    say "It did not come to its end."
    exit 1
  fi
  sleep 1
done
say "Done after $(($(date +%s) - began)) s"
tr -d '\r' <"$work/serial.log" | sed -n '/^=== guest/,/^=== end/p'
say "What the service saw:"
sleep 1
jq -r 'select(.action != null) | "\(.method) \(.path) \(.status) \(.action)"' "$SEKISHO_HOME"/state/access.jsonl
