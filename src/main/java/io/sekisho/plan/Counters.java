package io.sekisho.plan;

/// Numbers that only grow, so that none is ever given out twice.
///
/// @param vpcIndex the last VPC index given out
/// @param mark the last interface mark given out
public record Counters(int vpcIndex, int mark) {
  public static final Counters ZERO = new Counters(0, 0);
}
