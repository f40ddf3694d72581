# What a stock image does when it boots: Debian's cloud-init, in a copy of this machine's files that
# nobody else sees and that is gone when this ends. Called in namespaces of its own.
# $1: a folder with the packages cloud-init, ifupdown and net-tools; $2: the kernel's command line
set -eu
unset container
mount -t tmpfs box /mnt
mkdir /mnt/upper /mnt/work /mnt/root
mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work /mnt/root
cd /mnt/root
for package in cloud-init ifupdown net-tools; do
  dpkg --fsys-tarfile "$1"/${package}_*.deb | tar -x --keep-directory-symlink
done
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t tmpfs run run
mount --rbind /dev dev
echo "BOOT_IMAGE=/vmlinuz root=/dev/vda1 $2" >/mnt/cmdline
mount --bind /mnt/cmdline proc/cmdline
# In a container cloud-init would not look at the kernel's command line.
printf '#!/bin/sh\necho none\nexit 1\n' >usr/bin/systemd-detect-virt
chmod +x usr/bin/systemd-detect-virt
rm -rf var/lib/cloud etc/hostname etc/netplan etc/systemd/network root/.ssh
mkdir -p etc/network/interfaces.d run/network
echo 'source /etc/network/interfaces.d/*' >etc/network/interfaces
# As a machine that was just switched on.
hostname localhost
ip addr flush dev eth0
ip route flush dev eth0
ip link set eth0 down

chroot . sh -c '
  /usr/lib/cloud-init/ds-identify --force
  cloud-init init --local
  ifup -a
  cloud-init init
  cloud-init modules --mode config
  cloud-init modules --mode final
' >/mnt/log 2>&1 || { cat /mnt/log; exit 1; }

chroot . sh -c '
  echo "== datasource"; cat /run/cloud-init/cloud.cfg
  echo "== status"; cloud-init status --long
  echo "== hostname"; hostname
  echo "== keys"; cat /home/debian/.ssh/authorized_keys
  echo "== addresses"; ip -o addr show dev eth0
  echo "== routes"; ip route; ip -6 route
  echo "== interfaces"; cat /etc/network/interfaces.d/*
  echo "== written"; cat /etc/written
  echo "== vendor"; cat /etc/vendor
  echo "== token"; cat /root/token
  echo; echo "== instance"; cat /root/instance
  echo; echo "== end"
'
