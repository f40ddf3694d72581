package io.sekisho.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.Optional;

/// What an operator declares: everything there should be, by account. `PUT /sekisho/v1/inventory`
/// takes it as YAML or JSON; `inventory.schema.json` describes every member for people.
///
/// What is left out: switches keep the value they have, assigned values (ids, addresses, MAC
/// addresses) stay, everything else has its default.
///
/// @param catalog what the house has to offer; where it is left out, that stays as it is
public record Inventory(Optional<CatalogSpec> catalog, List<AccountSpec> accounts) {
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

  /// A virtual private cloud with its subnets, and with what filters packets in it.
  public record VpcSpec(
      String name,
      Optional<String> region,
      Optional<String> resourceGroup,
      List<SecurityGroupSpec> securityGroups,
      List<NetworkAclSpec> networkAcls,
      List<SubnetSpec> subnets) {}

  /// What may reach the interfaces that name it, and what they may reach.
  ///
  /// @param isDefault whether it is the VPC's own, for interfaces that name no group
  /// @param rules all that it has
  public record SecurityGroupSpec(
      String name,
      Optional<Boolean> isDefault,
      Optional<String> resourceGroup,
      List<SecurityGroupRuleSpec> rules) {}

  /// Lets packets pass, and what answers them.
  ///
  /// @param local an address or a block; every address of the IP version of `remote` unless given
  /// @param remote everyone of the IP version of `local` unless given
  public record SecurityGroupRuleSpec(
      Optional<String> name,
      String direction,
      String protocol,
      Optional<Integer> portMin,
      Optional<Integer> portMax,
      Optional<Integer> type,
      Optional<Integer> code,
      Optional<String> local,
      Optional<RemoteSpec> remote) {}

  /// Who is at the other end: addresses, written as a text, or the members of a security group.
  public record RemoteSpec(Optional<String> addresses, Optional<String> securityGroup) {
    /// Only here to be marked for the JSON codec.
    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public RemoteSpec {}

    /// An address or a block.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static RemoteSpec of(String addresses) {
      return new RemoteSpec(Optional.of(addresses), Optional.empty());
    }
  }

  /// What may enter and leave the subnets that name it.
  ///
  /// @param isDefault whether it is the VPC's own, for subnets that name none
  /// @param rules all that it has, in their order
  public record NetworkAclSpec(
      String name,
      Optional<Boolean> isDefault,
      Optional<String> resourceGroup,
      List<NetworkAclRuleSpec> rules) {}

  /// Lets packets pass, or not.
  ///
  /// @param source an address or a block
  /// @param destination the same
  public record NetworkAclRuleSpec(
      Optional<String> name,
      String action,
      String direction,
      String protocol,
      String source,
      String destination,
      Optional<Integer> sourcePortMin,
      Optional<Integer> sourcePortMax,
      Optional<Integer> destinationPortMin,
      Optional<Integer> destinationPortMax,
      Optional<Integer> type,
      Optional<Integer> code) {}

  /// A subnet in one zone.
  ///
  /// @param networkAcl the name of one of the VPC's; what it has, and at first the VPC's default
  ///   one, unless given
  public record SubnetSpec(
      String name,
      Optional<String> zone,
      String ipv4CidrBlock,
      Optional<String> ipv6CidrBlock,
      Optional<String> networkAcl,
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

  /// What servers can be made from, and where. Lists that are left out have usual values.
  ///
  /// @param instanceProfiles names
  /// @param bareMetalServerProfiles names
  /// @param volumeProfiles names
  public record CatalogSpec(
      List<RegionSpec> regions,
      List<String> instanceProfiles,
      List<String> bareMetalServerProfiles,
      List<String> volumeProfiles,
      List<OperatingSystemSpec> operatingSystems,
      List<ImageSpec> images,
      List<ServiceSpec> services) {}

  /// A region; with three zones, if none are given.
  public record RegionSpec(String name, Optional<String> status, List<ZoneSpec> zones) {}

  /// A zone, and the public addresses that can be given away in it.
  public record ZoneSpec(
      String name,
      Optional<String> status,
      Optional<String> dataCenter,
      List<String> floatingIps) {}

  /// An operating system of images.
  public record OperatingSystemSpec(
      String name,
      Optional<String> architecture,
      Optional<String> displayName,
      Optional<String> family,
      Optional<String> vendor,
      Optional<String> version,
      Optional<String> userDataFormat,
      Optional<Boolean> allowUserImageCreation) {}

  /// An image for all accounts.
  public record ImageSpec(
      String name,
      Optional<String> id,
      String operatingSystem,
      Optional<AllowedUseSpec> allowedUse,
      Optional<Integer> minimumProvisionedSize,
      Optional<String> deprecationAt,
      Optional<String> obsolescenceAt) {}

  /// A service that endpoint gateways can lead to.
  ///
  /// @param crn of one of IBM's cloud services; without it, it is one of the infrastructure's
  /// @param addresses where it is
  /// @param resourceEndpoint the name of one of its resources, such as `*.s3.example.com`
  public record ServiceSpec(
      String name,
      Optional<String> crn,
      List<String> endpoints,
      List<String> addresses,
      Optional<String> resourceEndpoint) {}

  /// Which servers an image may become: expressions in CEL.
  public record AllowedUseSpec(
      Optional<String> apiVersion, Optional<String> bareMetalServer, Optional<String> instance) {}
}
