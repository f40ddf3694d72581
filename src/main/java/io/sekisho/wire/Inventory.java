package io.sekisho.wire;

import java.util.List;
import java.util.Optional;

/// What an operator declares: everything there should be, by account. `PUT /sekisho/v1/inventory`
/// takes it as YAML or JSON; `inventory.schema.json` describes every member for people.
///
/// What is left out: switches keep the value they have, assigned values (ids, addresses, MAC
/// addresses) stay, everything else has its default.
public record Inventory(List<AccountSpec> accounts) {
  public Inventory {
    accounts = List.copyOf(accounts);
  }

  /// A tenant and all that is its own.
  public record AccountSpec(
      String name,
      Optional<String> id,
      Optional<Switch> metadataService,
      Optional<String> resourceGroup,
      List<VpcSpec> vpcs,
      List<KeySpec> keys,
      List<PlacementGroupSpec> placementGroups,
      List<InstanceSpec> instances,
      List<BareMetalServerSpec> bareMetalServers,
      List<ProfileSpec> trustedProfiles) {}

  /// The account's switch of the metadata service.
  public record Switch(Optional<Boolean> enabled) {}

  /// A virtual private cloud with its subnets.
  public record VpcSpec(
      String name,
      Optional<String> region,
      Optional<String> resourceGroup,
      List<SubnetSpec> subnets) {}

  /// A subnet in one zone.
  public record SubnetSpec(
      String name,
      Optional<String> zone,
      String ipv4CidrBlock,
      Optional<String> ipv6CidrBlock,
      Optional<String> resourceGroup) {}

  /// An SSH public key in OpenSSH's one-line form.
  public record KeySpec(
      String name, String publicKey, Optional<String> region, Optional<String> resourceGroup) {}

  /// A rule for spreading instances over hosts.
  public record PlacementGroupSpec(
      String name,
      Optional<String> strategy,
      Optional<String> region,
      Optional<String> resourceGroup) {}
}
