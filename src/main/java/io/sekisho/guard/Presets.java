package io.sekisho.guard;

import io.sekisho.guard.Policy.Mode;
import io.sekisho.guard.Policy.Way;
import io.sekisho.guard.Subject.Kind;
import java.util.List;
import java.util.Locale;

/// The policies that IBM's page on best practices shows as iptables lines.
public enum Presets {
  /// A user who may not: `apache`, unless another is named.
  IBM_DENY_USER(Way.DENY, Kind.USER, "apache"),
  /// The only user who may: `trustworthy-user`, unless another is named.
  IBM_ALLOW_USER(Way.ALLOW, Kind.USER, "trustworthy-user"),
  /// The only group that may: `metadata`, unless another is named.
  IBM_GROUP(Way.ALLOW, Kind.GROUP, "metadata");

  private final Way way;
  private final Kind kind;
  private final String usual;

  Presets(Way way, Kind kind, String usual) {
    this.way = way;
    this.kind = kind;
    this.usual = usual;
  }

  /// Whether it is about a user or about a group.
  public Kind kind() {
    return kind;
  }

  /// Whom it is about where nobody is named.
  public String usual() {
    return usual;
  }

  /// The policy for a user or a group.
  ///
  /// @throws IllegalArgumentException if that is not a name
  public Policy policy(String name) {
    return new Policy(
        Mode.ENFORCE,
        List.of(Targets.named(Targets.METADATA).orElseThrow()),
        way,
        List.of(new Subject(kind, name)),
        Forwarding.DENIED,
        Policy.LOG_PER_MINUTE);
  }

  /// As it is typed.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
