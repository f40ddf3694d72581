package io.sekisho.crossing;

import io.sekisho.address.Ip;
import io.sekisho.control.Edition;
import io.sekisho.control.Initiator;
import io.sekisho.control.Item;
import io.sekisho.control.Kind;
import io.sekisho.estate.Permits;
import io.sekisho.estate.Refusal;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Code;
import io.sekisho.problem.Nearest;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Outcome.Granted;
import io.sekisho.problem.Outcome.Refused;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Snapshot.Owner;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds the ends that somebody names, as far as they may know of them.
final class Ends {
  private static final String INTERNET = "internet";
  private static final List<Kind> SERVERS = List.of(Kind.INSTANCE, Kind.BARE_METAL_SERVER);

  private final Edition now;
  private final Permits permits;
  private final Initiator by;
  private final Optional<AccountId> account;

  /// @param account in which names count; empty if in all
  Ends(Edition now, Permits permits, Initiator by, Optional<AccountId> account) {
    this.now = now;
    this.permits = permits;
    this.by = by;
    this.account = account;
  }

  /// @param field `from` or `to`
  /// @throws Refusal if there is no such end, or several, or it is not for the caller to see
  End find(String said, String field) {
    if (said.equals(INTERNET)) {
      return new End.Internet();
    }
    Optional<Ip> ip = address(said);
    if (ip.isPresent()) {
      return new End.Address(ip.get());
    }
    List<Compute> servers = servers(said, field);
    if (servers.size() > 1) {
      servers.forEach(this::seen);
      throw Refusal.invalid(
          field,
          "Several servers are called %s: give the id, %s."
              .formatted(
                  said, servers.stream().map(Compute::id).collect(Collectors.joining(" or "))));
    }
    return servers.isEmpty() ? byInterface(said, field) : only(seen(servers.getFirst()), field);
  }

  private static Optional<Ip> address(String said) {
    try {
      return Optional.of(Ip.parse(said));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private List<Compute> servers(String said, String field) {
    return SERVERS.stream()
        .flatMap(
            kind ->
                switch (now.find(kind, said, account)) {
                  case Granted<Item>(Item item) -> Stream.of((Compute) item.value());
                  case Refused<Item>(Problem why) when why.code() != Code.NOT_FOUND ->
                      throw new Refusal(why.field(field));
                  case Refused<Item> _ -> Stream.empty();
                })
        .toList();
  }

  private static End only(Subject subject, String field) {
    List<NetworkInterface> all = subject.compute().interfaces();
    if (all.size() == 1) {
      return new End.Inside(subject, all.getFirst(), Optional.empty());
    }
    throw Refusal.invalid(
        field,
        all.isEmpty()
            ? "%s has no interface.".formatted(subject.compute().name())
            : "%s has %d interfaces: name one by its id or address, %s."
                .formatted(subject.compute().name(), all.size(), told(all)));
  }

  private static String told(List<NetworkInterface> all) {
    return all.stream()
        .map(it -> "%s (%s, %s)".formatted(it.id(), it.name(), it.primaryIp().address()))
        .collect(Collectors.joining(" or "));
  }

  private End byInterface(String said, String field) {
    List<End.Inside> all = everyone().stream().flatMap(it -> interfaces(it, said)).toList();
    if (all.size() == 1) {
      seen(all.getFirst().subject().compute());
      return all.getFirst();
    }
    throw Refusal.invalid(
        field,
        all.isEmpty()
            ? "There is no instance, bare metal server or interface %s.%s Give a name, an id, an address or internet."
                .formatted(said, Nearest.question(said, names()))
            : "%d interfaces are called %s: give the id, or the server's name."
                .formatted(all.size(), said));
  }

  /// Those that the caller may read: of others not even the names are told.
  private List<Compute> everyone() {
    return SERVERS.stream()
        .flatMap(kind -> now.all(kind, account).stream())
        .map(it -> (Compute) it.value())
        .filter(it -> refusal(it).isEmpty())
        .toList();
  }

  private List<String> names() {
    return everyone().stream().map(Compute::name).toList();
  }

  private Stream<End.Inside> interfaces(Compute compute, String said) {
    return compute.interfaces().stream()
        .filter(
            it ->
                Stream.of(
                        it.id(),
                        it.name(),
                        it.virtualNetworkInterface().id(),
                        it.virtualNetworkInterface().name())
                    .anyMatch(said::equals))
        .flatMap(
            it ->
                now.snapshot().subject(compute.id()).stream()
                    .map(subject -> new End.Inside(subject, it, Optional.empty())));
  }

  /// Whose address it is in a VPC, if it is anybody's.
  Optional<End.Inside> at(String vpc, Ip ip) {
    Optional<Owner> owner = now.snapshot().owner(vpc, ip);
    owner.ifPresent(it -> seen(it.subject().compute()));
    return owner.map(it -> new End.Inside(it.subject(), it.nic(), Optional.of(ip)));
  }

  /// A server with its surroundings, if the caller may read it.
  private Subject seen(Compute compute) {
    refusal(compute)
        .ifPresent(
            problem -> {
              throw new Refusal(problem);
            });
    return now.snapshot().subject(compute.id()).orElseThrow();
  }

  private Optional<Problem> refusal(Compute compute) {
    String type = Kind.of(compute).singular().replace('_', '-');
    return permits.refusal(by, "is.%1$s.%1$s.read".formatted(type), Item.of(compute).attributes());
  }

  /// The account that a caller names or has; empty for all.
  static Outcome<Optional<AccountId>> account(Edition now, Optional<String> named, Initiator by) {
    return named
        .map(
            it -> now.find(Kind.ACCOUNT, it, by.account()).map(item -> Optional.of(item.account())))
        .orElseGet(() -> Outcome.of(by.account()));
  }
}
