package io.sekisho.host;

import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.Subnet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Where one interface of a compute resource meets this host: what a hypervisor has to know to plug
/// a guest in.
///
/// @param networkNamespace in which the host's end has to be; empty where guests are simulated
/// @param device the name that the host's end has to have; or the address and port in its stead
public record Attachment(
    Subject subject, NetworkInterface nic, String networkNamespace, String device) {
  /// Where each interface of a snapshot meets its host, plugged in or not.
  public static List<Attachment> all(Snapshot snapshot, Names names) {
    return snapshot.subjects().stream().flatMap(subject -> of(subject, names)).toList();
  }

  private static Stream<Attachment> of(Subject subject, Names names) {
    String namespace = names.namespace(subject.vpc());
    return subject.compute().interfaces().stream()
        .map(nic -> new Attachment(subject, nic, namespace, Names.tap(nic)));
  }

  /// The subnet that the interface is in: its gateway answers on the tap.
  public Subnet subnet() {
    return Objects.requireNonNull(subject.subnets().get(nic.subnet()));
  }
}
