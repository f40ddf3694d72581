package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.linux.Conntrack;
import io.sekisho.linux.TrackedFlow;
import io.sekisho.linux.TrackedFlow.Detail;
import java.util.function.Predicate;

/// Cuts flows of one namespace that go on only because they began when they were allowed. Made by a
/// thread within the namespace, used by any.
final class FlowCutter implements AutoCloseable {
  private final Conntrack conntrack = Conntrack.ofThisNamespace();
  private final String namespace;
  private final Reporter reporter;

  /// @param namespace its name, for the operator
  FlowCutter(String namespace, Reporter reporter) {
    this.namespace = namespace;
    this.reporter = reporter;
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
  }
}
