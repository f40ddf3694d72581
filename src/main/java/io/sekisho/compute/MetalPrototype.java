package io.sekisho.compute;

import io.sekisho.compute.InstancePrototype.DefaultProfile;
import io.sekisho.compute.InstancePrototype.KeyName;
import io.sekisho.compute.InstancePrototype.Service;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Which;
import io.sekisho.network.MetalPrototypes;
import java.util.List;
import java.util.Optional;

/// What is said of a new bare metal server: with network attachments, or with IBM's older network
/// interfaces.
public record MetalPrototype(
    Optional<Integer> bandwidth,
    Optional<Boolean> enableSecureBoot,
    Optional<Initial> initialization,
    Optional<MetalService> metadataService,
    Optional<String> name,
    List<MetalPrototypes.Attachment> networkAttachments,
    List<MetalPrototypes.Interface> networkInterfaces,
    Optional<MetalPrototypes.Attachment> primaryNetworkAttachment,
    Optional<MetalPrototypes.Interface> primaryNetworkInterface,
    Optional<Which> profile,
    Optional<Affinity> reservationAffinity,
    Optional<Which> resourceGroup,
    Optional<Module> trustedPlatformModule,
    Optional<Which> vpc,
    Optional<Which> zone) {

  /// What it is to be made with.
  public record Initial(
      Optional<DefaultProfile> defaultTrustedProfile,
      Optional<Which> image,
      Optional<List<KeyName>> keys,
      Optional<String> userData) {}

  /// What is said of the metadata service: bare metal servers have no hop limit at IBM.
  public record MetalService(Optional<Boolean> enabled, Optional<String> protocol) {
    Service whole() {
      return new Service(enabled, protocol, Optional.empty());
    }
  }

  /// What is said of reservations.
  public record Affinity(Optional<String> policy, List<Which> pool) {}

  /// What is said of the trusted platform module.
  public record Module(Optional<String> mode) {}

  /// Whether it is to have IBM's older network interfaces.
  boolean older() {
    return primaryNetworkInterface.isPresent() || !networkInterfaces.isEmpty();
  }

  /// Refuses a mix.
  void check() {
    if (older() && (primaryNetworkAttachment.isPresent() || !networkAttachments.isEmpty())) {
      throw Refusal.invalid(
          "primary_network_interface",
          "Give network attachments or network interfaces: it can't have both.");
    }
  }
}
