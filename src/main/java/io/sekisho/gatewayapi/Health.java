package io.sekisho.gatewayapi;

/// How something is that moves packets.
final class Health {
  /// Of what is kept here and moved by the hosts, which say nothing of it.
  static final String UNKNOWN = "inapplicable";

  private Health() {}

  /// Why something is as it is.
  record Reason(String code, String message) {}
}
