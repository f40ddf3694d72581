package io.sekisho.iam;

/// The kinds of compute resource that may assume a trusted profile, by their `cr_type`.
public enum ComputeType {
  /// A virtual server instance for VPC.
  VSI,
  /// A bare metal server for VPC.
  BMS
}
