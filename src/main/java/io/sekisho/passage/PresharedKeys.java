package io.sekisho.passage;

import io.sekisho.control.Ledger;
import io.sekisho.credential.Vault;
import io.sekisho.estate.Refusal;
import io.sekisho.gateway.VpnConnection;
import io.sekisho.gateway.VpnGateway;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The keys that VPN gateways share with their peers: each is kept among the other secrets, sealed,
/// under a name that nobody else uses. A connection says the name.
///
/// A key is kept before the connection is written that names it, and forgotten after. What a crash
/// leaves behind in between is swept up.
public final class PresharedKeys {
  /// What is shown in place of one.
  public static final String SHOWN = "********";

  private static final Pattern KEY = Pattern.compile("(?!0[xs])[0-9A-Za-z+&!@#$%^*().,:-]{6,128}");
  private static final String KIND = "vpn-psk";
  private static final Duration LONG_ENOUGH = Duration.ofHours(1);

  private final Vault vault;
  private final InstantSource clock;

  public PresharedKeys(Vault vault, InstantSource clock) {
    this.vault = vault;
    this.clock = clock;
  }

  /// Insists that a text can be one.
  ///
  /// @throws Refusal 400 if not
  static void expectValid(String said) {
    if (!isValid(said)) {
      throw Refusal.invalid(
          "psk",
          "It has 6 to 128 letters, digits and characters of - + & ! @ # $ % ^ * ( ) . , : and"
              + " does not begin with 0x or 0s; eight stars stand for one that is kept.");
    }
  }

  private static boolean isValid(String said) {
    return KEY.matcher(said).matches() && !said.equals(SHOWN);
  }

  /// Keeps a text, if it can be one, and tells under which name.
  String keep(String key) {
    if (!isValid(key)) {
      return "";
    }
    String name = "%s.%d.%s".formatted(KIND, clock.instant().getEpochSecond(), UUID.randomUUID());
    vault.write(name, key.getBytes(StandardCharsets.UTF_8));
    return name;
  }

  void forget(String name) {
    if (!name.isEmpty()) {
      vault.erase(name);
    }
  }

  /// The one of a connection, for who makes the tunnel.
  public Optional<String> of(VpnConnection connection) {
    return vault.read(connection.psk()).map(it -> new String(it, StandardCharsets.UTF_8));
  }

  /// Forgets those that no connection names, and that nobody is about to.
  public void sweep(Ledger ledger) {
    Instant before = clock.instant().minus(LONG_ENOUGH);
    Set<String> old =
        vault.names().stream().filter(it -> isOlder(it, before)).collect(Collectors.toSet());
    if (old.isEmpty()) {
      return;
    }
    ledger.catchUp();
    ledger.edition().contents().all(VpnGateway.class).stream()
        .flatMap(it -> it.connections().stream())
        .map(VpnConnection::psk)
        .forEach(old::remove);
    old.forEach(vault::erase);
  }

  private static boolean isOlder(String name, Instant time) {
    String[] part = name.split("\\.", -1);
    return part.length == 3
        && part[0].equals(KIND)
        && Long.parseLong(part[1]) < time.getEpochSecond();
  }
}
