package io.sekisho.nodewire;

import java.util.List;
import java.util.Map;

/// What one host enforces, and what its kernel counted. Whatever counts, begins anew with 0 when
/// the rules of its VPC are put in place as a whole, such as after a change of a rule.
public record HostView(List<Network> networks, List<Interface> interfaces, List<Rule> rules) {
  public HostView {
    networks = List.copyOf(networks);
    interfaces = List.copyOf(interfaces);
    rules = List.copyOf(rules);
  }

  /// A counter.
  public record Count(long packets, long bytes) {
    public static final Count NONE = new Count(0, 0);
  }

  /// A VPC of which guests are on this host.
  ///
  /// @param account the account's name
  /// @param dropped what was dropped for reasons that no group and no ACL gave, by why
  public record Network(
      String account,
      String vpc,
      String vpcId,
      String networkNamespace,
      Map<String, Count> dropped) {
    public Network {
      dropped = Map.copyOf(dropped);
    }
  }

  /// An interface of a guest.
  ///
  /// @param compute the server's name
  /// @param networkInterface its name
  /// @param device the host's end
  /// @param mark the interface's number on this host
  /// @param plugged whether the host's end is there
  /// @param securityGroups their names
  /// @param metadataService `off`, `http` or `https`
  public record Interface(
      String account,
      String compute,
      String computeId,
      String vpc,
      String networkInterface,
      String networkNamespace,
      String device,
      int mark,
      boolean plugged,
      String macAddress,
      List<String> addresses,
      List<String> securityGroups,
      String metadataService,
      Traffic traffic) {
    public Interface {
      addresses = List.copyOf(addresses);
      securityGroups = List.copyOf(securityGroups);
    }

    /// The same, of which it is known whether it is there.
    public Interface plugged(boolean now) {
      return new Interface(
          account,
          compute,
          computeId,
          vpc,
          networkInterface,
          networkNamespace,
          device,
          mark,
          now,
          macAddress,
          addresses,
          securityGroups,
          metadataService,
          traffic);
    }
  }

  /// What became of an interface's packets: out is from the guest, in is to it.
  ///
  /// @param sent and let through
  /// @param received by the guest
  /// @param spoofed sent with a source that is not the interface's own
  /// @param refusedOut by the security groups of the interface, as are those in
  /// @param deniedOut by the network ACL of the subnet, as are those in
  public record Traffic(
      Count sent,
      Count received,
      Count spoofed,
      Count refusedOut,
      Count refusedIn,
      Count deniedOut,
      Count deniedIn) {}

  /// A rule of a security group, of which what it let begin is counted; or of a network ACL, of
  /// which every packet is.
  ///
  /// @param kind `security_group` or `network_acl`
  /// @param owner the name of the group or ACL
  /// @param name of the rule; empty for what no rule of the ACL matched, as is its id
  /// @param direction `inbound` or `outbound`
  /// @param action `allow` or `deny`
  public record Rule(
      String account,
      String vpc,
      String kind,
      String owner,
      String ownerId,
      String name,
      String id,
      String direction,
      String action,
      Count count) {}
}
