package io.sekisho.computeapi;

import io.sekisho.vpcapi.Named;
import java.util.Optional;

/// An interface of a server, as the server's document names it.
///
/// @param virtualNetworkInterface absent in IBM's older form
record NicReference(
    String href,
    String id,
    String name,
    Address primaryIp,
    String resourceType,
    Named subnet,
    Optional<Named> virtualNetworkInterface) {

  /// A reserved IP.
  record Address(String address, String href, String id, String name, String resourceType) {}
}
