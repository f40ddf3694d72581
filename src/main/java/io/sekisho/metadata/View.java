package io.sekisho.metadata;

import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.Subnet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The instance that asks, its surroundings, and how links back to the service begin.
///
/// @param origin scheme and authority, such as `http://169.254.169.254`
record View(Subject subject, Instance instance, String origin) {
  Subnet subnet(NetworkInterface nic) {
    return Objects.requireNonNull(subject.subnets().get(nic.subnet()), "a subject has its subnets");
  }

  Optional<Key> key(String id) {
    return subject.keys().stream().filter(key -> key.id().equals(id)).findFirst();
  }

  boolean primary(NetworkInterface nic) {
    return nic.equals(instance.interfaces().getFirst());
  }

  /// The interfaces that are attachments, which IBM's older ones are not.
  List<NetworkInterface> attachments() {
    return instance.interfaces().stream().filter(nic -> !nic.older()).toList();
  }

  String href(String path) {
    return origin + "/metadata/v1" + path;
  }
}
