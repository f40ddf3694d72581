package io.sekisho.app;

import static io.sekisho.app.LibvirtDomain.domain;
import static io.sekisho.app.LibvirtDomain.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.app.Hosts.Host;
import io.sekisho.app.Hosts.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The hooks of the package, called as each hypervisor calls them, with devices as it makes them,
/// and guests that ask. The hypervisors themselves are not run.
@Tag("root")
@ExtendWith(Root.class)
class HooksTest {
  private static final Path HOOKS = Path.of("package/hooks").toAbsolutePath();

  @TempDir private static Path folder;
  private static Hosts hosts;
  private static Host host;
  private static Host other;

  @BeforeAll
  static void start() throws Exception {
    hosts = new Hosts(folder);
    host = hosts.host("k", true);
    other = hosts.host("l", true);
    Hosts.ip("-n " + host.namespace() + " link add br0 type bridge");
    Hosts.ip("-n " + host.namespace() + " link set br0 up");
    Hosts.ip("-n " + host.namespace() + " addr add 10.0.0.1/24 dev br0");
  }

  @AfterAll
  static void stop() throws Exception {
    hosts.close();
  }

  @Test
  void libvirtStartsAndStopsAGuest() throws Exception {
    Visitor guest = hosts.visitor(host, 1, "vnet0");
    String domain = domain("vm-1", named("acme/web-1"), "ethernet", 1, "vnet0");
    libvirt(host, domain, "vm-1", "prepare", "begin", "-");
    libvirt(host, domain, "vm-1", "start", "begin", "-");
    assertThat(guest.name()).isEmpty();
    libvirt(host, domain, "vm-1", "started", "begin", "-");
    guest.isServed();
    // libvirt's daemon was started anew.
    libvirt(host, domain, "vm-1", "reconnect", "begin", "-");
    guest.isServed();
    libvirt(host, domain, "vm-1", "stopped", "end", "-");
    libvirt(host, domain, "vm-1", "release", "end", "shutdown");
    assertThat(guest.name()).isEmpty();
    assertThat(host.guests()).doesNotContain("web-1");
  }

  @Test
  void libvirtsDomainIsWhoItsMetadataSaysAndNobodyElse() throws Exception {
    Visitor guest = hosts.visitor(host, 2, "vnet1");
    // Nobody is a guest by the name of its domain, nor by what a description says.
    String free = "<description>as in\n&lt;sekisho:guest xmlns:sekisho='urn:sekisho'>acme/web-2<";
    for (String metadata : List.of("", free + "/description>")) {
      String domain = domain("web-2", metadata, "ethernet", 2, "vnet1");
      libvirt(host, domain, "web-2", "started", "begin", "-");
      assertThat(Host.devices(host.namespace())).contains("vnet1");
    }
    String first = named("acme/web-2") + "\n<x:more xmlns:x='urn:x'>\n" + named("acme/web-6");
    String domain = domain("vm-2", first + "\n</x:more>", "ethernet", 2, "vnet1");
    libvirt(host, domain, "vm-2", "started", "begin", "-");
    guest.isServed();
    libvirt(host, domain, "vm-2", "release", "end", "-");
    assertThat(host.guests()).doesNotContain("web-2", "web-6");
  }

  @Test
  void libvirtsStartAfterAMigrationThatCameToNothingIsAnOrdinaryOne() throws Exception {
    Visitor guest = hosts.visitor(host, 2, "vnet12");
    String domain = domain("vm-2", named("acme/web-2"), "ethernet", 2, "vnet12");
    libvirt(host, domain, "vm-2", "migrate", "begin", "-");
    Path moving = host.bin().resolve("sekisho-moving.vm-2");
    Files.setLastModifiedTime(moving, FileTime.from(Instant.now().minusSeconds(600)));
    libvirt(host, domain, "vm-2", "prepare", "begin", "-");
    libvirt(host, domain, "vm-2", "started", "begin", "-");
    // The hook has not left it to the guest's first packet.
    assertThat(Host.devices(host.namespace())).doesNotContain("vnet12");
    guest.isServed();
    libvirt(host, domain, "vm-2", "release", "end", "-");
  }

  @Test
  void libvirtsOtherDomainsAreLeftAlone() throws Exception {
    Hosts.ip("-n " + host.namespace() + " tuntap add vnet9 mode tap");
    for (String type : List.of("network", "ethernet")) {
      String domain = domain("foreign", "", type, 9, "vnet9");
      libvirt(host, domain, "foreign", "started", "begin", "-");
      libvirt(host, domain, "foreign", "release", "end", "-");
    }
    assertThat(Host.devices(host.namespace())).contains("vnet9");
  }

  @Test
  void whoNamesAnothersGuestDoesNotEndItWithItsOwnMachine() throws Exception {
    Visitor owned = hosts.visitor(host, 2, "vnet10");
    libvirt(
        host,
        domain("vm-2", named("acme/web-2"), "ethernet", 2, "vnet10"),
        "vm-2",
        "started",
        "begin",
        "-");
    Visitor stays = bridged(6, "tap110i0");
    Path pve = proxmox("qemu-server/110.conf", "sekisho=acme/web-6 bridged", 6);
    proxmox(host, pve, Map.of(), "110", "post-start");
    owned.isServed();
    stays.isServed();
    for (String victim : List.of("acme/web-2", "acme/web-6")) {
      String stranger = domain("vm-66", named(victim), "ethernet", 7, "vnet66");
      libvirt(host, stranger, "vm-66", "stopped", "end", "-");
      libvirt(host, stranger, "vm-66", "release", "end", "-");
      Path other = proxmox("qemu-server/166.conf", "sekisho=" + victim + " bridged", 7);
      proxmox(host, other, Map.of(), "166", "post-stop");
    }
    assertThat(owned.name()).isEqualTo("web-2");
    assertThat(stays.name()).isEqualTo("web-6");
    assertThat(host.guests()).contains("web-2", "web-6");
    proxmox(host, pve, Map.of(), "110", "post-stop");
    assertThat(stays.name()).isEmpty();
    host.sekisho("unplug", "acme/web-2").good();
    assertThat(host.guests()).doesNotContain("web-2", "web-6");
  }

  @Test
  void libvirtStartsNoGuestThatCannotBePluggedIn() throws Exception {
    Hosts.ip("-n " + host.namespace() + " tuntap add vnet8 mode tap");
    String domain = domain("vm-9", named("acme/nobody"), "ethernet", 8, "vnet8");
    Ran ran = host.hook(hook(host, "libvirt", "vm-9", "started", "begin", "-"), domain);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("acme/nobody");
    // But one that runs is not ended for it.
    assertThat(host.hook(hook(host, "libvirt", "vm-9", "reconnect", "begin", "-"), domain).code())
        .isZero();
  }

  @Test
  void libvirtMovesAGuest() throws Exception {
    Visitor source = hosts.visitor(host, 3, "vnet3");
    String there = domain("web-3", named("acme/web-3"), "ethernet", 3, "vnet3");
    libvirt(host, there, "web-3", "started", "begin", "-");
    Visitor target = hosts.visitor(other, 3, "vnet0");
    String here = domain("web-3", named("acme/web-3"), "ethernet", 3, "vnet0");
    // A filter: what it printed would be the domain.
    assertThat(libvirt(other, here, "web-3", "migrate", "begin", "-")).isEmpty();
    libvirt(other, here, "web-3", "prepare", "begin", "-");
    libvirt(other, here, "web-3", "start", "begin", "-");
    libvirt(other, here, "web-3", "started", "begin", "-");
    Thread.sleep(1_000);
    source.isServed();
    target.isServed();
    assertThat(source.name()).isEmpty();
    libvirt(host, there, "web-3", "stopped", "end", "-");
    libvirt(host, there, "web-3", "release", "end", "migrated");
    target.isServed();
    libvirt(other, here, "web-3", "release", "end", "-");
  }

  @Test
  void libvirtsGuestOnABridgeStaysThere() throws Exception {
    Visitor guest = bridged(4, "vnet4");
    String domain =
        domain(
            "vm-4",
            "<sekisho:guest xmlns:sekisho=\"urn:sekisho\" bridged=\"yes\">acme/web-4</sekisho:guest>",
            "bridge",
            4,
            "vnet4");
    libvirt(host, domain, "vm-4", "started", "begin", "-");
    guest.isServed();
    assertThat(Host.devices(host.namespace())).contains("vnet4");
    libvirt(host, domain, "vm-4", "release", "end", "-");
    assertThat(guest.name()).isEmpty();
    assertThat(host.guests()).doesNotContain("web-4");
  }

  @Test
  void proxmoxStartsAndStopsAMachine() throws Exception {
    Visitor guest = bridged(5, "tap105i0");
    Path pve = proxmox("qemu-server/105.conf", "sekisho=acme/web-5", 5);
    proxmox(host, pve, Map.of(), "105", "pre-start");
    assertThat(guest.name()).isEmpty();
    proxmox(host, pve, Map.of(), "105", "post-start");
    guest.isServed();
    assertThat(Host.devices(host.namespace())).doesNotContain("tap105i0");
    proxmox(host, pve, Map.of(), "105", "pre-stop");
    proxmox(host, pve, Map.of(), "105", "post-stop");
    assertThat(host.guests()).doesNotContain("web-5");
  }

  @Test
  void proxmoxHasContainersAndBridgesToo() throws Exception {
    Visitor guest = bridged(6, "veth106i0");
    Path pve = proxmox("lxc/106.conf", "sekisho=acme/web-6 bridged", 6);
    proxmox(host, pve, Map.of(), "106", "post-start");
    guest.isServed();
    assertThat(Host.devices(host.namespace())).contains("veth106i0");
    proxmox(host, pve, Map.of(), "106", "post-stop");
    assertThat(guest.name()).isEmpty();
  }

  @Test
  void proxmoxMovesAMachineAndLeavesOthersAlone() throws Exception {
    Visitor source = bridged(7, "tap107i0");
    Path here = proxmox("qemu-server/107.conf", "sekisho=acme/web-7", 7);
    proxmox(host, here, Map.of(), "107", "post-start");
    Visitor target = hosts.visitor(other, 7, "tap107i0");
    Path there = proxmox("nodes/first/qemu-server/107.conf", "sekisho=acme/web-7", 7);
    proxmox(other, there, Map.of("PVE_MIGRATED_FROM", "first"), "107", "post-start");
    Thread.sleep(1_000);
    source.isServed();
    target.isServed();
    assertThat(source.name()).isEmpty();
    other.sekisho("unplug", "web-7").good();
    Path foreign = proxmox("qemu-server/108.conf", "a database", 8);
    proxmox(host, foreign, Map.of(), "108", "post-start");
    proxmox(host, foreign, Map.of(), "108", "post-stop");
    assertThat(host.guests()).doesNotContain("web-8");
  }

  @Test
  void incusIsFollowed() throws Exception {
    Visitor early = hosts.visitor(other, 1, "vethearly");
    Visitor late = hosts.visitor(other, 2, "vethlate");
    Path events = incus();
    Process follower =
        other
            .there(HOOKS.resolve("incus").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("incus.out").toFile())
            .start();
    try {
      // It ran before anybody followed.
      early.isServed();
      assertThat(late.name()).isEmpty();
      happen(events, "instance-started", "late");
      happen(events, "instance-started", "foreign");
      late.isServed();
      happen(events, "instance-shutdown", "late");
      StandIn.eventually(() -> assertThat(late.name()).isEmpty());
      early.isServed();
      StandIn.eventually(() -> assertThat(other.guests()).doesNotContain("web-2"));
    } finally {
      follower.descendants().forEach(ProcessHandle::destroy);
      follower.destroy();
      assertThat(follower.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    other.sekisho("unplug", "web-1").good();
  }

  @Test
  void firecrackerIsToldItsTapAndRunsBesideIt() throws Exception {
    Ran told = host.hook(hook(host, "firecracker", "acme/web-8"), "");
    String namespace = host.vpcs().getFirst();
    assertThat(told.err()).contains("The namespace is " + namespace + ".");
    assertThat(told.out())
        .matches(
            "\\{\"network-interfaces\":\\[\\{\"iface_id\":\"eth0\",\"guest_mac\":\"%s\",\"host_dev_name\":\"tap\\d+\"}]}\n"
                .formatted(Hosts.mac(8)));
    Ran ran = host.hook(hook(host, "firecracker", "acme/web-8", "ip", "-br", "link"), "");
    assertThat(ran.code()).as(ran.toString()).isZero();
    assertThat(ran.out()).contains(told.out().replaceAll("(?s).*\"(tap\\d+)\".*", "$1"));
    // It has ended.
    assertThat(host.guests()).doesNotContain("web-8");
    assertThat(host.hook(hook(host, "firecracker", "acme/web-8", "false"), "").code()).isEqualTo(1);
  }

  @Test
  void hooksAreSoundShell() throws Exception {
    for (String name : List.of("libvirt", "proxmox", "incus", "firecracker")) {
      assertThat(Ran.here("dash", "-n", HOOKS.resolve(name).toString()).good()).isEmpty();
      assertThat(Files.isExecutable(HOOKS.resolve(name))).isTrue();
    }
  }

  /// A guest whose device is a port of the host's bridge.
  private static Visitor bridged(int number, String device) {
    Visitor guest = hosts.visitor(host, number, device);
    Hosts.ip("-n " + host.namespace() + " link set " + device + " master br0 up");
    return guest;
  }

  private static ProcessBuilder hook(Host where, String name, String... words) {
    List<String> command = new ArrayList<>(List.of(HOOKS.resolve(name).toString()));
    command.addAll(List.of(words));
    return where.there(command.toArray(String[]::new));
  }

  /// @return what it printed
  private static String libvirt(Host where, String domain, String... words) throws IOException {
    Ran ran = where.hook(hook(where, "libvirt", words), domain);
    assertThat(ran.code()).as(ran.toString()).isZero();
    return ran.out();
  }

  /// A folder with the settings of one machine, as `/etc/pve` has them.
  private static Path proxmox(String file, String notes, int number) throws IOException {
    Path pve = Files.createTempDirectory(folder, "pve");
    Path settings = pve.resolve(file);
    Files.createDirectories(settings.getParent());
    String net =
        file.startsWith("lxc")
            ? "name=eth0,bridge=vmbr0,hwaddr=%s,ip=dhcp,type=veth".formatted(Hosts.mac(number))
            : "virtio=%s,bridge=vmbr0,firewall=1".formatted(Hosts.mac(number));
    Files.writeString(
        settings,
        """
        #Made by hand.
        #%s
        cores: 2
        hookscript: local:snippets/sekisho
        memory: 2048
        name: machine
        net0: %s

        [before]
        #sekisho=acme/nobody
        net0: virtio=02:00:00:00:00:99,bridge=vmbr0
        """
            .formatted(notes, net));
    return pve;
  }

  private static void proxmox(Host where, Path pve, Map<String, String> variables, String... words)
      throws IOException {
    ProcessBuilder builder = hook(where, "proxmox", words);
    builder.environment().put("PVE", pve.toString());
    builder.environment().putAll(variables);
    Ran ran = where.hook(builder, "");
    assertThat(ran.code()).as(ran.toString()).isZero();
  }

  /// An `incus` that says of three instances what Incus does, and follows a file of events.
  ///
  /// @return that file
  private static Path incus() throws IOException {
    Path events = Files.createFile(folder.resolve("events"));
    Path file =
        Files.writeString(
            other.bin().resolve("incus"),
            """
            #!/bin/sh
            instance() {
              printf 'architecture: x86_64\\nconfig:\\n  image.os: Debian\\n%%s  volatile.eth0.host_name: %%s\\n' "$1" "$2"
              printf '  volatile.last_state.power: RUNNING\\ndevices:\\n  eth0:\\n    hwaddr: %%s\\n    nictype: p2p\\n    type: nic\\n' "$3"
              printf '  root:\\n    path: /\\n    pool: default\\n    type: disk\\nephemeral: false\\n'
            }
            case "$*" in
              "config show --expanded --project default early") instance "  user.sekisho: acme/web-1
            " vethearly %1$s ;;
              "config show --expanded --project tenants late") instance "  user.sekisho: acme/web-2
            " vethlate %2$s ;;
              "config show --expanded --project tenants foreign") instance "" vethforeign 00:16:3e:00:00:01 ;;
              "list --all-projects --format csv --columns en status=running") echo default,early ;;
              "monitor --all-projects --type lifecycle --format json") exec tail -n +1 -f %3$s ;;
              *) echo "incus: $*" >&2; exit 1 ;;
            esac
            """
                .formatted(Hosts.mac(1), Hosts.mac(2), events));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return events;
  }

  private static void happen(Path events, String action, String instance) throws IOException {
    Files.writeString(
        events,
        """
        {"type":"lifecycle","timestamp":"2026-11-26T12:00:00Z","metadata":{"action":"%s","source":"/1.0/instances/%s?project=tenants","requestor":{"username":"root","protocol":"unix","address":"@"},"name":"%s","project":"tenants"},"location":"none","project":"tenants"}
        """
            .formatted(action, instance, instance),
        java.nio.file.StandardOpenOption.APPEND);
  }
}
