package io.sekisho.network;

import io.sekisho.address.Ip;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Names;
import io.sekisho.estate.Placed;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Subnet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The addresses of one subnet: which are taken, and by what. Whoever needs one gets it here.
public final class Addresses {
  private static final String TYPE = "reserved-ip";
  private static final int MOST = 20_000;

  private final Holdings holdings;
  private final Subnet subnet;

  public Addresses(Holdings holdings, Subnet subnet) {
    this.holdings = holdings;
    this.subnet = subnet;
  }

  /// How a body says which address something is to have: a reserved IP that is there and bound to
  /// nothing, or else what one to be made is like.
  public record Wanted(
      Optional<String> id,
      Optional<String> href,
      Optional<String> address,
      Optional<Boolean> autoDelete,
      Optional<String> name) {
    /// Any that is free.
    public static final Wanted ANY =
        new Wanted(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /// Whether it names one that is there.
    public boolean isThere() {
      return id.isPresent() || href.isPresent();
    }
  }

  /// All that are reserved by users, bound or not.
  public List<Placed<ReservedIp>> reserved() {
    return holdings.everywhere(ReservedIp.class).stream()
        .filter(it -> it.value().subnet().equals(subnet.id()))
        .toList();
  }

  /// How many IPv4 addresses of a subnet are taken.
  public static int taken(Holdings holdings, Subnet subnet) {
    return (int) holdings.taken(subnet).stream().filter(it -> !it.v6()).distinct().count();
  }

  /// How many of a subnet's can be taken at all.
  public static long room(Subnet subnet) {
    Ip last = subnet.ipv4CidrBlock().last();
    return last.low() - Subnet.firstFree(subnet.ipv4CidrBlock()).low();
  }

  /// Its reserved IPs by name.
  Function<String, List<ReservedIp>> naming() {
    return holdings.naming(ReservedIp.class, it -> it.subnet().equals(subnet.id()));
  }

  /// An address that is nobody's.
  ///
  /// @param given as in the body; if it is not, the first that is free
  /// @param field the member of the body
  /// @throws Refusal 400 if it can't be, 409 if it is somebody's, or if none is free
  public Ip free(Optional<String> given, String field) {
    List<Ip> taken = holdings.taken(subnet);
    if (given.isEmpty()) {
      return first(taken);
    }
    Ip ip = parsed(given.get(), field);
    if (taken.contains(ip)) {
      throw Refusal.conflict("The address %s is taken: choose another.".formatted(ip));
    }
    return ip;
  }

  private Ip first(List<Ip> taken) {
    Ip ip = Subnet.firstFree(subnet.ipv4CidrBlock());
    for (Ip each : taken) {
      ip = each.equals(ip) ? ip.plus(1) : ip;
    }
    if (ip.compareTo(subnet.ipv4CidrBlock().last()) >= 0) {
      throw Refusal.conflict(
          "Subnet %s has no address left: release one first.".formatted(subnet.name()));
    }
    return ip;
  }

  private Ip parsed(String text, String field) {
    Ip ip = Blocks.ip(text, field);
    if (!subnet.ipv4CidrBlock().contains(ip)) {
      throw Refusal.invalid(
          field,
          "%s is not in subnet %s (%s).".formatted(ip, subnet.name(), subnet.ipv4CidrBlock()));
    }
    Optional<String> reserved = Subnet.reserved(subnet.ipv4CidrBlock(), ip);
    if (reserved.isPresent()) {
      throw Refusal.invalid(field, "%s can't be taken: %s.".formatted(ip, reserved.get()));
    }
    return ip;
  }

  /// The reserved IP for something that it goes to in this write: one that was there leaves its
  /// document, one that was not gets none. Whoever asks puts it in what it is bound to.
  ///
  /// @param scene the same as this one's holdings
  /// @param field the member of the body, such as `primary_ip`
  public ReservedIp bind(Scene scene, Wanted wanted, String field) {
    if (!wanted.isThere()) {
      return make(scene, wanted, true, field + ".address");
    }
    Which which = new Which(wanted.id(), Optional.empty(), wanted.href(), Optional.empty());
    String id = which.byId().orElseThrow();
    Placed<ReservedIp> found =
        holdings
            .found(ReservedIp.class, id)
            .filter(it -> it.value().subnet().equals(subnet.id()))
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        field,
                        "There is no reserved IP %s in subnet %s.".formatted(id, subnet.name())));
    if (found.target().isPresent()) {
      throw Refusal.conflict(
          "Reserved IP %s is bound to %s already: unbind it first, or choose another."
              .formatted(found.value().name(), found.target().get().name()));
    }
    scene.drop(found.value());
    return found.value();
  }

  /// A new reserved IP, which whoever asks puts down, or in what it is bound to.
  ///
  /// @param autoDelete unless the body says
  /// @param field the member of the body that says which address
  ReservedIp make(Scene scene, Wanted wanted, boolean autoDelete, String field) {
    scene.expectRoom(
        holdings.anywhere(ReservedIp.class).size(), MOST, "reserved IPs, bound or not");
    Ip address = free(wanted.address(), field);
    String name = Names.own(Names.unreserved(wanted.name()), naming(), "");
    return new ReservedIp(
        scene.zonal(TYPE, subnet.zone(), name, Optional.empty()),
        subnet.id(),
        address,
        wanted.autoDelete().orElse(autoDelete));
  }
}
