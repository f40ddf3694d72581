package io.sekisho.helper;

import io.sekisho.host.HostPlan;
import io.sekisho.host.Names;
import io.sekisho.host.Pool;
import io.sekisho.kernel.Commands;
import io.sekisho.kernel.HalfOpenWatch;
import io.sekisho.kernel.HostNetwork;
import io.sekisho.kernel.UnplugWatch;
import io.sekisho.linux.UnixSocket;
import io.sekisho.wire.Attachment;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The root side: looks after this host's kernel and does what the service asks for.
///
/// The service may enforce what it likes among its own guests; it can't touch anything else of the
/// host, whatever bytes it sends.
public final class Helper implements AutoCloseable {
  /// How long a service that starts may say nothing: it may have keys to make.
  private static final Duration STARTING = Duration.ofMinutes(5);

  /// How long one that runs may; it asks for a report twice a second.
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Happenings happenings = new Happenings();
  private final Readings readings = new Readings();
  private final Listeners listeners = new Listeners();
  private final HostNetwork network;
  private final HalfOpenWatch watch;
  private final UnplugWatch unplugs;
  private final Names names;
  private final Pool pool;
  private final Owner owner;

  /// What the service told last.
  private HostPlan plan = HostPlan.EMPTY;

  /// @param pool the public addresses that guests may have, whatever the service says
  public Helper(Names names, Commands commands, InstantSource clock, Pool pool, Owner owner) {
    this.names = names;
    this.pool = pool;
    this.owner = owner;
    this.network = new HostNetwork(names, commands, happenings, clock);
    this.watch = HalfOpenWatch.start(network, clock, happenings::write);
    this.unplugs = UnplugWatch.start(network, happenings::write);
    network.patrol();
  }

  /// What is not the kernel's, and done by whoever runs the helper. What it throws is told to the
  /// service.
  public interface Owner {
    /// @return whether the CLI knows this server now
    boolean introduce(String url, String ca, Optional<String> key);

    /// The service is up.
    ///
    /// @param ca its root's certificate, in PEM
    void ready(List<Attachment> attachments, String ca);
  }

  /// Serves one connection until it ends.
  ///
  /// @throws IOException if the other end speaks nonsense, or too slowly or not at all, which ends
  ///   the connection
  public void serve(UnixSocket service) throws IOException {
    try (service) {
      service.waitAtMost(STARTING);
      while (true) {
        Request request = Frames.read(service.receive(), Request.class);
        if (request instanceof Request.Report) {
          service.waitAtMost(SILENCE);
        }
        answer(request, service);
      }
    } catch (EOFException ended) {
      // It went away; it or another one will come.
    }
  }

  /// Removes every namespace of ours from this host.
  public void clean() {
    listeners.close();
    network.clean();
  }

  /// Enforcement in the kernel stays in place.
  @Override
  public void close() {
    watch.close();
    unplugs.close();
    network.close();
    listeners.close();
  }

  private void answer(Request request, UnixSocket service) throws IOException {
    OptionalInt descriptor = OptionalInt.empty();
    Reply reply = new Reply.Done();
    try {
      switch (request) {
        case Request.Listen(String namespace, var address, int port) ->
            descriptor = OptionalInt.of(listeners.at(own(namespace), address, port));
        case Request.Enforce(boolean anew, boolean more, var change) -> {
          plan = own(change.applied(anew ? HostPlan.EMPTY : plan));
          if (!more) {
            plan.expectBearable();
            network.enforce(pool.within(plan));
            listeners.forgetGone();
          }
        }
        case Request.Ready(var attachments, String ca) -> owner.ready(attachments, ca);
        case Request.Introduce(String url, String ca, var key) -> {
          if (!owner.introduce(url, ca, key)) {
            throw new IllegalStateException("the CLI knows another server");
          }
        }
        case Request.Report() -> reply = happenings.take(network::isPlugged);
        case Request.Count(boolean more) -> {
          if (!more) {
            readings.begin(network.counted());
          }
          reply = readings.next();
        }
      }
    } catch (RuntimeException e) {
      reply = new Reply.Failed(String.valueOf(e.getMessage()));
    }
    service.send(Frames.write(reply), descriptor);
  }

  private HostPlan own(HostPlan all) {
    all.vpcs().forEach(vpc -> own(vpc.namespace()));
    all.unplanned().keySet().forEach(this::own);
    return all;
  }

  /// A namespace that carries our prefix, or none.
  private String own(String namespace) {
    if (!names.owns(namespace)) {
      throw new IllegalArgumentException(namespace + " is not ours");
    }
    return namespace;
  }
}
