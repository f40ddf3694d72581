package io.sekisho.computeapi;

import io.sekisho.estate.Holdings;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The interfaces of a server as its document names them: attachments, and all of them in IBM's
/// older form besides.
///
/// @param attachments none of what was made in the older form
record Nics(List<NicReference> attachments, List<NicReference> interfaces) {

  /// @param path of the server, below `/v1`
  static Nics of(Request request, Holdings holdings, String path, List<NetworkInterface> all) {
    List<NicReference> attachments = new ArrayList<>();
    List<NicReference> interfaces = new ArrayList<>();
    for (NetworkInterface nic : all) {
      Seen seen = new Seen(request, holdings, path, nic);
      if (!nic.older()) {
        attachments.add(seen.attachment());
      }
      interfaces.add(seen.older());
    }
    return new Nics(attachments, interfaces);
  }

  private record Seen(Request request, Holdings holdings, String path, NetworkInterface nic) {
    NicReference attachment() {
      return reference(
          "/network_attachments/",
          path.startsWith(MetalBody.ALL)
              ? "bare_metal_server_network_attachment"
              : "instance_network_attachment",
          Optional.of(
              Named.of(request, "/virtual_network_interfaces", nic.virtualNetworkInterface())
                  .typed("virtual_network_interface")));
    }

    NicReference older() {
      return reference("/network_interfaces/", "network_interface", Optional.empty());
    }

    private NicReference reference(String below, String type, Optional<Named> vni) {
      ReservedIp ip = nic.primaryIp();
      String subnet = "/subnets/" + nic.subnet();
      return new NicReference(
          request.href(path + below + nic.id()),
          nic.id(),
          nic.name(),
          new NicReference.Address(
              ip.address().toString(),
              request.href(subnet + "/reserved_ips/" + ip.id()),
              ip.id(),
              ip.name(),
              "subnet_reserved_ip"),
          type,
          Named.of(request, "/subnets", holdings.get(Subnet.class, nic.subnet())).typed("subnet"),
          vni);
    }
  }
}
