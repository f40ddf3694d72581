package io.sekisho.catalog;

import io.sekisho.address.Ip;
import java.util.List;
import java.util.Optional;

/// A service outside of all VPCs that an endpoint gateway can lead to.
///
/// @param name of its own among them
/// @param crn of a cloud service, of which an empty segment stands for any; without it, it is one
///   of the infrastructure's, and found by its name
/// @param endpoints the domain names under which it is reached, some of which may begin with `*.`
/// @param addresses where it is
/// @param resourceEndpoint the domain name of one of its resources, in which `*` stands for the
///   resource's id; without it, its resources have none
public record Service(
    String name,
    Optional<String> crn,
    List<String> endpoints,
    List<Ip> addresses,
    Optional<String> resourceEndpoint) {
  /// Those that there are where nobody declares any: IBM's, which have no address here.
  static final List<Service> USUAL =
      List.of(
          usual("ibm-ntp-server", "time.adn.networklayer.com"),
          usual("ibm-dns-server", "rs1.adn.networklayer.com"));

  private static final int SEGMENTS = 10;
  private static final int NAME = 4;
  private static final String WILD = "*.";

  public Service {
    endpoints = List.copyOf(endpoints);
    addresses = List.copyOf(addresses);
  }

  private static Service usual(String name, String endpoint) {
    return new Service(name, Optional.empty(), List.of(endpoint), List.of(), Optional.empty());
  }

  /// Whether a text has the ten segments of a CRN, and a service among them.
  public static boolean isCrn(String text) {
    String[] part = text.split(":", SEGMENTS);
    return part.length == SEGMENTS && text.startsWith("crn:v1:") && !part[NAME].isEmpty();
  }

  /// Whether it is the cloud service of a CRN, or that one is an instance of it.
  public boolean answersTo(String said) {
    return crn.isPresent() && matches(crn.get().split(":", SEGMENTS), said.split(":", SEGMENTS));
  }

  private static boolean matches(String[] own, String[] said) {
    for (int i = 0; i < SEGMENTS; i++) {
      if (said.length != SEGMENTS || !(own[i].isEmpty() || own[i].equals(said[i]))) {
        return false;
      }
    }
    return true;
  }

  /// Whether the two have a domain name in common.
  public boolean overlaps(Service other) {
    return endpoints.stream()
        .anyMatch(mine -> other.endpoints.stream().anyMatch(theirs -> overlap(mine, theirs)));
  }

  private static boolean overlap(String one, String other) {
    return one.equals(other) || covers(one, other) || covers(other, one);
  }

  private static boolean covers(String wild, String name) {
    return wild.startsWith(WILD) && name.endsWith(wild.substring(1));
  }

  /// The domain name of one of its resources, if those have any.
  ///
  /// @param said the resource's CRN
  public Optional<String> endpointOf(String said) {
    String[] own = crn.orElse("").split(":", SEGMENTS);
    String[] part = said.split(":", SEGMENTS);
    return own.length == SEGMENTS && part.length == SEGMENTS && own[NAME].equals(part[NAME])
        ? resourceEndpoint.map(it -> it.replace("*", part[SEGMENTS - 1]))
        : Optional.empty();
  }
}
