package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.linux.Conntrack;
import io.sekisho.linux.NetworkNamespace;
import io.sekisho.linux.RawSocket;
import io.sekisho.nftables.GuestPorts.Port;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The guests' ends of taps, in a namespace whose kernel says nothing by itself: whatever is sent
/// there is the test's, and nothing that arrives is answered.
final class Wires implements AutoCloseable {
  private static final int QUIET_MILLIS = 15;

  private final Map<Integer, RawSocket> ends = new TreeMap<>();
  private final Map<Integer, Set<Integer>> arrivals = new HashMap<>();

  /// @param sides whose taps are planned and not there yet
  Wires(Lab lab, List<Side> sides) {
    Guest silent = new Guest(Lab.NAMES.guest(0), lab.commands);
    lab.commands.run("ip", "netns", "add", silent.name());
    silent.run("sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv4.ip_forward=0");
    List<String> lines = new ArrayList<>();
    for (Side side : sides) {
      for (Port port : side.ports().ports()) {
        lines.add(
            "link add g%d index %d type veth peer name %s netns %s"
                .formatted(port.mark(), index(port), port.device(), Lab.namespace(side.vpc())));
        lines.add("link set g%d up".formatted(port.mark()));
      }
    }
    silent.ip(lines.toArray(String[]::new));
    NetworkNamespace there = Lab.there(silent.name());
    for (Side side : sides) {
      for (Port port : side.ports().ports()) {
        lab.network.attach(Lab.namespace(side.vpc()), port.device());
        ends.put(port.mark(), there.inside(() -> RawSocket.at(index(port))));
      }
    }
    // A pair passes nothing until the kernel has noticed its carrier.
    assertThat(
            Lab.within(
                5_000,
                () -> !silent.run("ip", "link", "show", "type", "veth").contains("state DOWN")))
        .isTrue();
    for (Side side : sides) {
      String taps = "ip -n %s link show type veth".formatted(Lab.namespace(side.vpc()));
      assertThat(Lab.within(5_000, () -> !lab.commands.run(taps.split(" ")).contains("state DOWN")))
          .isTrue();
    }
  }

  private static int index(Port port) {
    return 100 + port.mark();
  }

  /// Makes the kernel forget which connections there are between the interfaces of a VPC.
  static void forget(int vpc) {
    Lab.there(Lab.namespace(vpc))
        .inside(
            () -> {
              try (Conntrack tracked = Conntrack.ofThisNamespace()) {
                tracked.each(tracked::delete);
              }
              return vpc;
            });
  }

  void send(Shot shot) throws IOException {
    for (byte[] frame : shot.frames()) {
      ends.get(shot.packet().sender().orElseThrow()).send(frame);
    }
  }

  /// Listens until these have arrived and nothing more does.
  void listen(Map<Integer, Set<Integer>> expected, int mostMillis) throws IOException {
    long end = System.nanoTime() + mostMillis * 1_000_000L;
    while (hear(QUIET_MILLIS) > 0 || !has(expected)) {
      if (System.nanoTime() > end) {
        return;
      }
    }
  }

  /// The marks of the interfaces at which a packet has arrived.
  Set<Integer> arrivals(int number) {
    return arrivals.getOrDefault(number, Set.of());
  }

  private boolean has(Map<Integer, Set<Integer>> expected) {
    return expected.entrySet().stream()
        .allMatch(it -> arrivals(it.getKey()).containsAll(it.getValue()));
  }

  /// How many frames have been there, after waiting for a first one.
  int hear(int millis) throws IOException {
    RawSocket.await(ends.values(), millis);
    int heard = 0;
    for (var end : ends.entrySet()) {
      Optional<byte[]> frame = end.getValue().heard();
      for (; frame.isPresent(); frame = end.getValue().heard(), heard++) {
        Shot.number(frame.get())
            .ifPresent(it -> arrivals.computeIfAbsent(it, _ -> new TreeSet<>()).add(end.getKey()));
      }
    }
    return heard;
  }

  @Override
  public void close() throws IOException {
    for (RawSocket end : ends.values()) {
      end.close();
    }
  }
}
