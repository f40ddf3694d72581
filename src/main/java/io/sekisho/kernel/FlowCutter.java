package io.sekisho.kernel;

import static java.util.Map.Entry.comparingByValue;

import io.sekisho.address.Ip;
import io.sekisho.linux.Conntrack;
import io.sekisho.linux.TrackedFlow;
import io.sekisho.linux.TrackedFlow.Detail;
import io.sekisho.policy.Bindings;
import io.sekisho.policy.Concern;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.Judge;
import io.sekisho.policy.Packet.Content;
import io.sekisho.policy.Traffic;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// Cuts flows of one namespace that go on only because they began when they were allowed. Made by a
/// thread within the namespace, used by any.
final class FlowCutter implements AutoCloseable {
  private static final Path NUMBERS = Path.of("/proc/sys/net/netfilter");

  private final Conntrack conntrack = Conntrack.ofThisNamespace();
  // Open files stay those of the namespace in which they were opened.
  private final RandomAccessFile count = open("nf_conntrack_count");
  private final RandomAccessFile limit = open("nf_conntrack_max");
  private final String namespace;
  private final Reporter reporter;

  /// What flows were last looked at for; empty if that is not known.
  private Optional<Envelope> last = Optional.empty();

  /// Whose each address was then; or, before that, by what was found in the kernel.
  private Bindings bindings = Bindings.NONE;

  /// @param namespace its name, for the operator
  FlowCutter(String namespace, Reporter reporter) {
    this.namespace = namespace;
    this.reporter = reporter;
  }

  /// What was done last did not end, here or in an earlier process: all flows have to be asked
  /// about.
  ///
  /// @param found whose each address is by the rules that stand
  void forget(Bindings found) {
    last = Optional.empty();
    bindings = found;
  }

  /// One flow, as its first packet was.
  ///
  /// @param protocol its number in the IP header
  /// @param detail its ports, or what kind of ICMP it is
  record Flow(Ip source, Ip destination, int protocol, Detail detail) {
    private static Flow of(TrackedFlow flow) {
      return new Flow(
          Ip.of(flow.source()), Ip.of(flow.destination()), flow.protocol(), flow.detail());
    }

    private Content content() {
      return switch (detail) {
        case Detail.Ports(int from, int to) when hasPorts() -> new Content(protocol, from, to);
        case Detail.Icmp(int type, int code, int _) -> new Content(protocol, type, code);
        default -> Content.of(protocol);
      };
    }

    /// The kernel tracks those of more protocols than rules look at.
    private boolean hasPorts() {
      return protocol == Traffic.TCP || protocol == Traffic.UDP;
    }
  }

  /// The addresses that are to be another interface's than they were, or of which it is not known
  /// whose they were, while anything is tracked: none of the flows with them may go on, and none
  /// may begin before those are cut.
  Set<Ip> handedOver(Envelope now) {
    Bindings next = bindings(now);
    Set<Ip> handed = bindings.moved(next);
    if (last.isEmpty()) {
      handed.addAll(bindings.fresh(next));
    }
    return handed.isEmpty() || number(count) == 0 ? Set.of() : handed;
  }

  /// Cuts every flow with one of these ends.
  void cutAll(Set<Ip> ends) {
    cut(flow -> !ends.contains(flow.source) && !ends.contains(flow.destination));
  }

  /// Cuts every flow that this envelope would not let begin, or that had an interface at one end
  /// whose address is another's now. Those that no change since the last time can have forbidden
  /// are not asked about. To be called when its rules are in force.
  ///
  /// @param anyhow to ask about all: somebody else may have changed what was in force before
  void advance(boolean anyhow, Envelope now) {
    Bindings next = bindings(now);
    // Looking at them costs milliseconds, and the kernel's table is one for all namespaces.
    if (number(count) > 0) {
      Concern concern =
          anyhow ? Concern.ALL : last.map(it -> Concern.between(it, now)).orElse(Concern.ALL);
      if (!concern.none()) {
        cut(allowed(concern, next, Judge.of(now)));
      }
    }
    last = Optional.of(now);
    bindings = next;
  }

  private Bindings bindings(Envelope now) {
    boolean same =
        last.filter(it -> it.places().equals(now.places()))
            .filter(it -> it.segments().equals(now.segments()))
            .isPresent();
    return same ? bindings : Bindings.of(now);
  }

  private Predicate<Flow> allowed(Concern concern, Bindings next, Judge judge) {
    Set<Ip> moved = bindings.moved(next);
    Set<Ip> rerouted = bindings.rerouted(next);
    return flow ->
        !concern.touches(flow.source, flow.destination)
            || (!moved.contains(flow.source)
                && !moved.contains(flow.destination)
                && !rerouted.contains(flow.destination)
                && (!rerouted.contains(flow.source) || !judge.isOutside(flow.destination))
                && judge.allows(flow.source, flow.destination, flow.content()));
  }

  /// Makes room where nearly as much is tracked as can be, or else one guest could keep all others
  /// of its VPC from beginning anything: the interface that began most loses half of it. To be
  /// called twice a second: looking at two numbers costs microseconds.
  void relieve() {
    relieve(number(limit) / 8 * 7);
  }

  /// @param enough how many flows may be there
  void relieve(long enough) {
    if (number(count) <= enough) {
      return;
    }
    // What no interface's address began, counts as one's.
    ToIntFunction<Ip> owner = ip -> bindings.owners().getOrDefault(ip, 0);
    Map<Integer, Integer> begun = new HashMap<>(Map.of(0, 0));
    conntrack.each(flow -> begun.merge(owner.applyAsInt(Ip.of(flow.source())), 1, Integer::sum));
    Map.Entry<Integer, Integer> most = Collections.max(begun.entrySet(), comparingByValue());
    int[] left = {most.getValue() / 2};
    cut(flow -> owner.applyAsInt(flow.source) != most.getKey() || left[0]-- <= 0);
  }

  private static RandomAccessFile open(String name) {
    try {
      return new RandomAccessFile(NUMBERS.resolve(name).toFile(), "r");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(RandomAccessFile file) {
    try {
      file.seek(0);
      // At once: of such a file there is nothing more to read behind its first byte.
      byte[] digits = new byte[20];
      int length = Math.max(0, file.read(digits));
      return Long.parseLong(new String(digits, 0, length, StandardCharsets.US_ASCII).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Asks about every flow that there is, and cuts those that are not allowed any more: the next
  /// packet of one, whichever way, has to be allowed to begin a flow. The operator is told of it.
  /// To be called when the rules that forbid them are in force: one that began before is found.
  ///
  /// @return how many were cut; those that ended by themselves are not counted
  /// @throws RuntimeException if any of it fails: some may be cut then
  long cut(Predicate<Flow> allowed) {
    long[] cut = {0};
    try {
      conntrack.each(
          flow -> {
            if (!allowed.test(Flow.of(flow)) && conntrack.delete(flow)) {
              cut[0]++;
            }
          });
    } finally {
      if (cut[0] > 0) {
        reporter.cut(namespace, cut[0]);
      }
    }
    return cut[0];
  }

  @Override
  public void close() {
    conntrack.close();
    try {
      count.close();
      limit.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
