package io.sekisho.firewall;

/// As seen from the interface or the subnet.
public enum Direction {
  INBOUND,
  OUTBOUND
}
