package io.sekisho.kernel;

import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.Subnet;
import java.util.Objects;

/// Where one interface of a compute resource meets this host: what a hypervisor has to know to plug
/// a guest in.
///
/// @param networkNamespace in which the host's end has to be
/// @param device the name that the host's end has to have
public record Attachment(
    Subject subject, NetworkInterface nic, String networkNamespace, String device) {
  /// The subnet that the interface is in: its gateway answers on the tap.
  public Subnet subnet() {
    return Objects.requireNonNull(subject.subnets().get(nic.subnet()));
  }
}
