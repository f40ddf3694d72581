package io.sekisho.lab;

import io.sekisho.kernel.Commands;
import io.sekisho.wire.Attachment;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Stands for the node: the namespaces of VPCs, with a thread that configures taps as they come.
final class HostHalf implements AutoCloseable {
  private final Commands commands = new Commands();
  private final Set<String> namespaces = new TreeSet<>();
  private final List<Process> beacons = new ArrayList<>();
  private final Thread patrol = new Thread(this::patrol, "host half");
  private volatile List<Attachment> ports;
  private volatile boolean closed;

  HostHalf(List<Attachment> ports) {
    this.ports = ports;
    ports.forEach(port -> namespaces.add(port.networkNamespace()));
    for (String name : namespaces) {
      commands.run("sh", "-c", "ip netns del " + name + " 2>/dev/null; ip netns add " + name);
      StringBuilder lines =
          new StringBuilder("link set lo up\naddr add 169.254.169.254/32 dev lo\n");
      lines.append("addr add fd00:ec2::254/128 dev lo\n");
      Set<String> gateways = new HashSet<>();
      ports.stream()
          .filter(port -> port.networkNamespace().equals(name))
          .forEach(port -> gateways.add(port.gateway()));
      gateways.forEach(it -> lines.append("addr add ").append(it).append("/32 dev lo\n"));
      commands.feed(lines.toString(), "ip", "-n", name, "-batch", "-");
    }
    patrol.setDaemon(true);
    patrol.start();
  }

  /// Starts a process in a VPC's namespace that answers on 80 and 443 with a word and the caller's
  /// address.
  void beacon(String namespace, String word, Path keys) throws IOException {
    ProcessBuilder builder = Java.builder(Beacon.class, word, keys.toString());
    builder.command().addAll(0, List.of("ip", "netns", "exec", namespace));
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    beacons.add(process);
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    if (!"ready".equals(out.readLine())) {
      throw new IllegalStateException("the beacon did not start");
    }
  }

  /// Every answer of the service in this namespace leaves with this TTL.
  void hopLimit(String namespace, int ttl) {
    commands.feed(
        """
        table inet t
        delete table inet t
        table inet t {
          chain leaving {
            type filter hook postrouting priority mangle
            ip saddr 169.254.169.254 ip ttl set %1$d
            ip6 saddr fd00:ec2::254 ip6 hoplimit set %1$d
          }
        }
        """
            .formatted(ttl),
        "ip",
        "netns",
        "exec",
        namespace,
        "nft",
        "-f",
        "-");
  }

  /// From now on taps get what these say, in the same VPCs.
  void apply(List<Attachment> ports) {
    this.ports = ports;
  }

  Set<String> devices(String namespace) {
    Set<String> devices = new TreeSet<>();
    commands
        .run("ip", "-n", namespace, "-br", "link")
        .lines()
        .forEach(line -> devices.add(line.replaceFirst("[@ ].*", "")));
    return devices;
  }

  private void patrol() {
    Set<String> done = new HashSet<>();
    while (!closed) {
      for (Attachment port : ports) {
        try {
          configure(port, done);
        } catch (Commands.Failed unpluggedMeanwhile) {
          done.clear();
        }
      }
      Host.pause(Duration.ofMillis(30));
    }
  }

  /// A tap that was taken away and made anew between two rounds has another index.
  private void configure(Attachment port, Set<String> done) {
    Optional<String> there =
        commands
            .run("ip", "-n", port.networkNamespace(), "-o", "link")
            .lines()
            .map(line -> line.replaceFirst("^(\\d+: [^@:]+).*", "$1"))
            .filter(line -> line.endsWith(": " + port.device()))
            .findFirst();
    if (there.isPresent() && done.add(port.networkNamespace() + " " + there.get())) {
      StringBuilder lines = new StringBuilder();
      lines.append("link set dev %s address fe:00:00:00:00:01 up\n".formatted(port.device()));
      for (String ip : port.addresses()) {
        lines.append("route replace %s dev %s\n".formatted(ip, port.device()));
      }
      lines.append("addr replace fe80::1/64 dev %s nodad\n".formatted(port.device()));
      commands.feed(lines.toString(), "ip", "-n", port.networkNamespace(), "-batch", "-");
    }
  }

  @Override
  public void close() {
    closed = true;
    while (patrol.isAlive()) {
      Host.pause(Duration.ofMillis(10));
    }
    beacons.forEach(Process::destroy);
    beacons.forEach(beacon -> beacon.onExit().join());
    namespaces.forEach(name -> commands.run("ip", "netns", "del", name));
  }
}
