package io.sekisho.gateway;

import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Resource;
import java.util.Set;

/// Whose packets are to be logged, and where. What is collected for a part of something, is not for
/// the whole.
///
/// @param vpc the VPC's id
/// @param target the id of what it collects for: nothing else collects for that
/// @param storageBucket the name of the bucket that the logs go to
public record FlowLogCollector(
    Identity identity,
    String vpc,
    TargetType targetType,
    String target,
    String storageBucket,
    boolean active)
    implements Resource {

  /// What there can be collected for.
  public enum TargetType {
    VPC,
    SUBNET,
    INSTANCE,
    INSTANCE_NETWORK_ATTACHMENT,
    /// One of IBM's older network interfaces of an instance.
    NETWORK_INTERFACE,
    VIRTUAL_NETWORK_INTERFACE
  }

  /// What can stand in another document is no document to be part of: whoever takes it away there
  /// takes the collector along.
  private static final Set<TargetType> DOCUMENTS =
      Set.of(TargetType.VPC, TargetType.SUBNET, TargetType.INSTANCE);

  @Override
  public String partOf() {
    return DOCUMENTS.contains(targetType) ? target : "";
  }
}
