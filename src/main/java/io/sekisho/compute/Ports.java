package io.sekisho.compute;

import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.iam.ComputeType;
import io.sekisho.network.Interfaces;
import io.sekisho.network.Interfaces.Server;
import io.sekisho.network.ServerInterfaces;
import io.sekisho.vpc.Hardware;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The interfaces that an instance is made with.
final class Ports {
  private Ports() {}

  /// The primary one first.
  ///
  /// @param group the id of the instance's resource group; of the default one, if empty
  static List<NetworkInterface> of(
      Scene scene, InstancePrototype said, String zone, Optional<String> group, Hardware size) {
    said.check();
    Optional<Vpc> vpc = scene.find(Vpc.class, said.vpc(), "vpc");
    Server server = new Server(ComputeType.VSI, zone, vpc.map(Vpc::id), group);
    NetworkInterface primary = primary(new Interfaces(scene, server), said);
    String own = primary.virtualNetworkInterface().vpc();
    scene.expect("is.vpc.vpc.operate", scene.get(Vpc.class, own));
    List<NetworkInterface> all = new ArrayList<>(List.of(primary));
    more(
        new Interfaces(scene, new Server(ComputeType.VSI, zone, Optional.of(own), group)),
        said,
        all);
    expectRoom(size, all.size());
    return all;
  }

  private static NetworkInterface primary(Interfaces interfaces, InstancePrototype said) {
    if (said.older()) {
      return interfaces.add(
          List.of(),
          said.primaryNetworkInterface()
              .orElseThrow(
                  () ->
                      Refusal.missing(
                          "primary_network_interface", "Say which one is the primary one.")),
          "primary_network_interface.");
    }
    return interfaces.attach(
        List.of(),
        said.primaryNetworkAttachment()
            .orElseThrow(
                () ->
                    Refusal.missing(
                        "primary_network_attachment", "Say how it is attached to a network.")),
        "primary_network_attachment.");
  }

  private static void more(
      Interfaces interfaces, InstancePrototype said, List<NetworkInterface> all) {
    for (int i = 0; i < said.networkInterfaces().size(); i++) {
      String field = "network_interfaces[" + i + "].";
      all.add(interfaces.add(List.copyOf(all), said.networkInterfaces().get(i), field));
    }
    for (int i = 0; i < said.networkAttachments().size(); i++) {
      String field = "network_attachments[" + i + "].";
      all.add(interfaces.attach(List.copyOf(all), said.networkAttachments().get(i), field));
    }
  }

  /// Refuses more interfaces than an instance of this size can have, as IBM has it.
  static void expectRoom(Hardware size, int interfaces) {
    int most = ServerInterfaces.most(size.vcpu().count());
    if (interfaces > most) {
      throw Refusal.invalid(
          "profile",
          "%s has at most %d network attachments or interfaces.".formatted(size.profile(), most));
    }
  }
}
