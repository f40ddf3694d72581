package io.sekisho.wire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An instance or bare metal server as shown. Its user data, password and licences are the guest's
/// alone and never shown here.
///
/// @param served whether a guest gets answers now: the account's switch, its own, and whether it is
///   on
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
    CloudInit cloudInit,
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

  /// How cloud-init gets what it needs.
  ///
  /// @param seed whether it may read without a token
  public record CloudInit(boolean seed) {}

  /// Where cloud-init finds its seed: `GET /sekisho/v1/instances/{ref}/seed`.
  ///
  /// @param url with a secret in it
  /// @param datasource the same as cloud-init wants to be told
  /// @param networkConfig its network, version 2, for who has no network before it reads the seed
  public record Seed(String url, String datasource, String networkConfig) {
    @Override
    public String toString() {
      return "Seed";
    }
  }

  /// One of its interfaces.
  ///
  /// @param addresses all of them, the primary one first
  /// @param securityGroups names
  public record Interface(
      String id,
      String name,
      String subnet,
      String macAddress,
      List<String> addresses,
      List<String> floatingIps,
      List<String> securityGroups,
      int mark) {
    public Interface {
      addresses = List.copyOf(addresses);
      floatingIps = List.copyOf(floatingIps);
      securityGroups = List.copyOf(securityGroups);
    }
  }
}
