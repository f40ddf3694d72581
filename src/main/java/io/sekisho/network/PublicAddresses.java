package io.sekisho.network;

import io.sekisho.address.Ip;
import io.sekisho.control.Turn;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Contents;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.FloatingIp;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.VirtualNetworkInterface;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Refuses every write that gives a server a public address that something else has, in whatever
/// account. The pool gives each away once; an inventory can name any.
public final class PublicAddresses implements Turn.Insistence {
  @Override
  public Optional<Problem> objection(Turn turn, Object value, Optional<Object> before) {
    if (!(value instanceof Compute compute)) {
      return Optional.empty();
    }
    List<Ip> all = of(compute).toList();
    Set<Ip> once = new HashSet<>();
    Optional<Ip> twice = all.stream().filter(ip -> !once.add(ip)).findFirst();
    before.ifPresent(was -> of(was).forEach(once::remove));
    return twice
        .or(() -> once.isEmpty() ? Optional.empty() : taken(turn, compute, once))
        .map(ip -> problem(compute, ip));
  }

  private static Optional<Ip> taken(Turn turn, Compute compute, Set<Ip> wanted) {
    Stream<Object> kept =
        wanted.stream()
            .flatMap(ip -> turn.edition().contents().having(ip).stream())
            .map(Contents::id)
            .filter(id -> !id.equals(compute.id()))
            .flatMap(id -> turn.value(id).stream());
    Stream<Object> made =
        turn.replacements().stream()
            .filter(it -> it instanceof Resource other && !other.id().equals(compute.id()));
    return Stream.concat(kept, made)
        .flatMap(PublicAddresses::of)
        .filter(wanted::contains)
        .findFirst();
  }

  private static Stream<Ip> of(Object holder) {
    return switch (holder) {
      case Compute it ->
          it.interfaces().stream()
              .map(NetworkInterface::virtualNetworkInterface)
              .flatMap(PublicAddresses::of);
      case VirtualNetworkInterface it -> it.floatingIps().stream().map(FloatingIp::address);
      case Resource it -> it.publicIps().stream();
      default -> Stream.empty();
    };
  }

  private static Problem problem(Compute compute, Ip ip) {
    return Problem.of(
        Code.CONFLICT,
        "%s can't have the public address %s: something else has it. Choose another."
            .formatted(compute.name(), ip));
  }
}
