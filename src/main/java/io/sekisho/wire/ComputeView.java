package io.sekisho.wire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An instance or bare metal server as shown. Its user data, password and licences are the guest's
/// alone and never shown here.
///
/// @param served whether a guest gets answers now: the account's switch and its own
/// @param tokenGeneration how often its tokens were revoked
/// @param defaultTrustedProfile name of the profile
public record ComputeView(
    String id,
    String crn,
    String name,
    String account,
    String vpc,
    String zone,
    String profile,
    String status,
    MetadataService metadataService,
    boolean served,
    long tokenGeneration,
    List<String> keys,
    Optional<String> defaultTrustedProfile,
    Optional<String> placementGroup,
    List<Interface> networkInterfaces,
    Instant createdAt)
    implements View {
  public ComputeView {
    keys = List.copyOf(keys);
    networkInterfaces = List.copyOf(networkInterfaces);
  }

  /// Its switches.
  public record MetadataService(boolean enabled, String protocol, int responseHopLimit) {}

  /// One of its interfaces.
  ///
  /// @param addresses all of them, the primary one first
  public record Interface(
      String id,
      String name,
      String subnet,
      String macAddress,
      List<String> addresses,
      List<String> floatingIps,
      int mark) {
    public Interface {
      addresses = List.copyOf(addresses);
      floatingIps = List.copyOf(floatingIps);
    }
  }
}
