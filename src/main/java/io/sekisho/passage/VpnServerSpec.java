package io.sekisho.passage;

import io.sekisho.estate.Which;
import java.util.List;
import java.util.Optional;

/// What bodies say of VPN servers.
public final class VpnServerSpec {
  private VpnServerSpec() {}

  /// A new server.
  public record Prototype(
      Certificate certificate,
      List<Authentication> clientAuthentication,
      Optional<List<Address>> clientDnsServerIps,
      Optional<Integer> clientIdleTimeout,
      String clientIpPool,
      Optional<Boolean> enableSplitTunneling,
      Optional<String> name,
      Optional<Integer> port,
      Optional<String> protocol,
      Optional<Which> resourceGroup,
      Optional<List<Which>> securityGroups,
      List<Which> subnets) {
    Settings settings() {
      return new Settings(
          clientDnsServerIps,
          clientIdleTimeout,
          Optional.of(clientIpPool),
          enableSplitTunneling,
          port,
          protocol);
    }
  }

  /// One that changes.
  public record Patch(
      Optional<Certificate> certificate,
      Optional<List<Authentication>> clientAuthentication,
      Optional<List<Address>> clientDnsServerIps,
      Optional<Integer> clientIdleTimeout,
      Optional<String> clientIpPool,
      Optional<Boolean> enableSplitTunneling,
      Optional<String> name,
      Optional<Integer> port,
      Optional<String> protocol,
      Optional<List<Which>> subnets) {
    Settings settings() {
      return new Settings(
          clientDnsServerIps,
          clientIdleTimeout,
          clientIpPool,
          enableSplitTunneling,
          port,
          protocol);
    }

    /// Whether it replaces a list.
    public boolean replaces() {
      return clientAuthentication.isPresent()
          || clientDnsServerIps.isPresent()
          || subnets.isPresent();
    }
  }

  /// How a server serves, as far as it is said.
  record Settings(
      Optional<List<Address>> dnsServers,
      Optional<Integer> idleTimeout,
      Optional<String> pool,
      Optional<Boolean> splitTunnel,
      Optional<Integer> port,
      Optional<String> protocol) {}

  /// A certificate, by its CRN.
  public record Certificate(String crn) {}

  /// What clients have to show.
  public record Authentication(
      Optional<Certificate> clientCa,
      Optional<String> crl,
      Optional<Provider> identityProvider,
      String method) {}

  /// Who knows users.
  public record Provider(Optional<String> providerType) {}

  /// An address.
  public record Address(String address) {}
}
