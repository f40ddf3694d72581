package io.sekisho.network;

import io.sekisho.estate.Refusal;
import io.sekisho.estate.Which;
import io.sekisho.network.Addresses.Wanted;
import io.sekisho.network.Interfaces.AttachmentPrototype;
import io.sekisho.network.VirtualInterfaces.Prototype;
import java.util.List;
import java.util.Optional;

/// What is said of the interfaces of bare metal servers. There, IBM has devices (`pci`) and VLANs
/// on devices; here, an interface is one that a guest has to itself, which is a device.
public final class MetalPrototypes {
  private static final String DEVICE = "pci";

  private MetalPrototypes() {}

  /// What is said of a network attachment.
  public record Attachment(
      Optional<Boolean> allowToFloat,
      List<Integer> allowedVlans,
      Optional<String> interfaceType,
      Optional<String> name,
      Optional<Prototype> virtualNetworkInterface,
      Optional<Integer> vlan) {

    /// What of it is the same for every server.
    ///
    /// @param primary whether it need not say of which type it is
    /// @param field the member of the body, with a dot; empty if it is the body
    public AttachmentPrototype checked(boolean primary, String field) {
      device(interfaceType, primary, field);
      none(allowedVlans.isEmpty(), field + "allowed_vlans");
      none(vlan.isEmpty(), field + "vlan");
      none(allowToFloat.isEmpty(), field + "allow_to_float");
      return new AttachmentPrototype(name, virtualNetworkInterface);
    }
  }

  /// What is said of one of IBM's older network interfaces.
  public record Interface(
      Optional<Boolean> allowInterfaceToFloat,
      Optional<Boolean> allowIpSpoofing,
      List<Integer> allowedVlans,
      Optional<Boolean> enableInfrastructureNat,
      Optional<String> interfaceType,
      Optional<String> name,
      Optional<Wanted> primaryIp,
      Optional<List<Which>> securityGroups,
      Optional<Which> subnet,
      Optional<Integer> vlan) {

    /// What of it a virtual network interface would be made of.
    ///
    /// @param primary whether it need not say of which type it is
    /// @param field the member of the body, with a dot; empty if it is the body
    Prototype checked(boolean primary, String field) {
      device(interfaceType, primary, field);
      none(allowedVlans.isEmpty(), field + "allowed_vlans");
      none(vlan.isEmpty(), field + "vlan");
      none(allowInterfaceToFloat.isEmpty(), field + "allow_interface_to_float");
      return Prototype.older(
          allowIpSpoofing, enableInfrastructureNat, primaryIp, securityGroups, subnet);
    }
  }

  private static void device(Optional<String> said, boolean primary, String field) {
    String at = field + "interface_type";
    if (said.isEmpty() && !primary) {
      throw Refusal.missing(at, "Say pci.");
    }
    if (said.filter(it -> !it.equals(DEVICE)).isPresent()) {
      throw Refusal.invalid(
          at, "There are no %s interfaces here: give pci.".formatted(said.orElseThrow()));
    }
  }

  /// Refuses to change what only VLANs have.
  static void none(boolean unsaid, String field) {
    if (!unsaid) {
      throw Refusal.invalid(field, "There are no VLANs here: leave it out.");
    }
  }
}
