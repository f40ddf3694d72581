package io.sekisho.metadata;

import io.sekisho.address.Ip;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Reference;
import java.util.ArrayList;
import java.util.List;

/// One network interface seen three ways: as IBM's older `network_interface`, as the attachment
/// that took its place, and as the virtual network interface behind it.
final class InterfaceDocuments {
  private InterfaceDocuments() {}

  static Members networkInterface(View view, NetworkInterface nic) {
    return networkInterfaceReference(view, nic)
        .with("allow_ip_spoofing", nic.virtualNetworkInterface().allowIpSpoofing())
        .with("created_at", nic.createdAt())
        .with(
            "floating_ips",
            nic.virtualNetworkInterface().floatingIps().stream().map(References::to).toList())
        .with("port_speed", nic.portSpeed())
        .with("security_groups", securityGroups(nic))
        .with("status", "available")
        .with("type", type(view, nic));
  }

  /// Has the address twice: IBM's metadata service kept `primary_ipv4_address` when the VPC API
  /// replaced it by `primary_ip`.
  static Members networkInterfaceReference(View view, NetworkInterface nic) {
    return References.child(nic.id(), nic.name(), "network_interface")
        .with("primary_ip", References.to(nic.primaryIp()))
        .with("primary_ipv4_address", nic.primaryIp().address().toString())
        .with("subnet", References.to(view.subnet(nic).reference()));
  }

  static Members networkAttachment(View view, NetworkInterface nic) {
    return networkAttachmentReference(view, nic)
        .with("created_at", nic.createdAt())
        .with("lifecycle_state", "stable")
        .with("port_speed", nic.portSpeed())
        .with("type", type(view, nic));
  }

  static Members networkAttachmentReference(View view, NetworkInterface nic) {
    return References.child(nic.id(), nic.name(), "instance_network_attachment")
        .with("primary_ip", References.to(nic.primaryIp()))
        .with("subnet", References.to(view.subnet(nic).reference()))
        .with(
            "virtual_network_interface", References.to(nic.virtualNetworkInterface().reference()));
  }

  static Members virtualNetworkInterface(View view, NetworkInterface nic) {
    return References.to(nic.virtualNetworkInterface().reference())
        .with("allow_ip_spoofing", nic.virtualNetworkInterface().allowIpSpoofing())
        .with("auto_delete", nic.virtualNetworkInterface().autoDelete())
        .with("created_at", nic.createdAt())
        .with("enable_infrastructure_nat", nic.virtualNetworkInterface().enableInfrastructureNat())
        .with("ips", ips(nic))
        .with("lifecycle_state", "stable")
        .with("mac_address", nic.mac().toString())
        .with("primary_ip", References.to(nic.primaryIp()))
        .with(
            "protocol_state_filtering_mode",
            nic.virtualNetworkInterface().protocolStateFilteringMode())
        .with("security_groups", securityGroups(nic))
        .with("subnet", References.to(view.subnet(nic).reference()))
        .with("target", References.child(nic.id(), nic.name(), "instance_network_attachment"))
        .with("vpc", References.to(view.subject().vpc().reference()))
        .with("zone", new Members().with("name", view.instance().zone()));
  }

  private static String type(View view, NetworkInterface nic) {
    return view.primary(nic) ? "primary" : "secondary";
  }

  /// Security groups are named without a type, as in the VPC API.
  private static List<Members> securityGroups(NetworkInterface nic) {
    return nic.virtualNetworkInterface().securityGroups().stream()
        .map(group -> References.to(new Reference(group.crn(), group.id(), group.name(), "")))
        .toList();
  }

  /// Addresses that are no resources of their own come last: all there is to say is the address.
  private static List<Members> ips(NetworkInterface nic) {
    List<Members> all = new ArrayList<>(List.of(References.to(nic.primaryIp())));
    nic.virtualNetworkInterface().ips().forEach(ip -> all.add(References.to(ip)));
    nic.virtualNetworkInterface().moreAddresses().forEach(ip -> all.add(address(ip)));
    return all;
  }

  private static Members address(Ip ip) {
    return new Members().with("address", ip.toString()).with("resource_type", "subnet_reserved_ip");
  }
}
