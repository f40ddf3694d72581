package io.sekisho.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.guard.Subject.Kind;
import io.sekisho.guard.Target.Scope;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A policy as the file that says it.
public final class PolicyText {
  private PolicyText() {}

  /// YAML, with every member written out.
  public static String of(Policy policy) {
    StringBuilder text = new StringBuilder("guard: 1\n");
    text.append("mode: ").append(policy.mode()).append('\n');
    text.append("targets: ").append(list(policy.targets().stream().map(PolicyText::target)));
    text.append('\n').append(policy.way()).append(':');
    if (policy.subjects().isEmpty()) {
      text.append(" {}");
    }
    text.append('\n');
    for (Kind kind : Kind.values()) {
      List<String> names = policy.names(kind);
      if (!names.isEmpty()) {
        text.append("  ").append(kind.name().toLowerCase(Locale.ROOT)).append("s: ");
        text.append(list(names.stream().map(PolicyText::quoted))).append('\n');
      }
    }
    text.append("forwarded: ").append(forwarded(policy.forwarded())).append('\n');
    return text.append("log: {per_minute: ").append(policy.logPerMinute()).append("}\n").toString();
  }

  /// What a policy is known by: 16 hexadecimal digits. Two that say the same have the same.
  public static String digest(Policy policy) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(of(policy).getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String forwarded(Forwarding forwarded) {
    return forwarded.equals(Forwarding.DENIED)
        ? "deny"
        : "{allow_from: %s}"
            .formatted(
                list(
                    Stream.concat(
                        forwarded.devices().stream().map(PolicyText::quoted),
                        forwarded.sources().stream().map(it -> quoted(it.toString())))));
  }

  private static String target(Target target) {
    return target.scope() instanceof Scope.TcpPorts only && Targets.named(target.name()).isEmpty()
        ? "{address: %s, tcp_ports: %s}".formatted(quoted(target.name()), only.ports())
        : quoted(target.name());
  }

  private static String list(Stream<String> items) {
    return items.collect(Collectors.joining(", ", "[", "]"));
  }

  /// What YAML would read as something else than text, in quotes.
  private static String quoted(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9_./-]*")
            && !text.matches("(?i)true|false|yes|no|on|off|null|y|n")
        ? text
        : "\"" + text + "\"";
  }
}
