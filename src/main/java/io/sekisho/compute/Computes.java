package io.sekisho.compute;

import io.sekisho.compute.InstancePrototype.Service;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.MetadataService.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What instances and bare metal servers have in common.
final class Computes {
  private static final String SERVICE = "metadata_service.";

  private Computes() {}

  /// Puts a new state down. Every creation and every change of a compute resource passes here, with
  /// everything that it comes to: whoever has a say in that, has it here.
  static <T extends Compute> T settle(Scene scene, T compute) {
    return scene.put(compute);
  }

  /// The others in whose names a name is to be one's own: a guest is known by it, whichever kind of
  /// server it runs on.
  static Function<String, List<Compute>> named(Scene scene) {
    return scene.naming(Compute.class);
  }

  /// The switches after a change; what it leaves out stays.
  static MetadataService service(MetadataService before, Optional<Service> said) {
    if (said.isEmpty()) {
      return before;
    }
    Service it = said.get();
    int hops = it.responseHopLimit().orElse(before.responseHopLimit());
    if (hops < 1 || hops > MetadataService.MAX_HOP_LIMIT) {
      throw Refusal.invalid(SERVICE + "response_hop_limit", "It is between 1 and 64.");
    }
    return new MetadataService(
        it.enabled().orElse(before.enabled()),
        it.protocol().map(Computes::protocol).orElse(before.protocol()),
        hops);
  }

  private static Protocol protocol(String name) {
    return switch (name) {
      case "http" -> Protocol.HTTP;
      case "https" -> Protocol.HTTPS;
      default -> throw Refusal.invalid(SERVICE + "protocol", "It is http or https.");
    };
  }
}
