package io.sekisho.exposure;

import java.util.Comparator;
import java.util.Locale;

/// Something about a machine that should be otherwise, or known.
///
/// @param id one of [Kind]
/// @param seen what was seen: a rule, a file, a device
/// @param means who can reach what by it
/// @param fix a command, or what to do
public record Finding(Kind id, Severity severity, String seen, String means, String fix) {
  /// The worst first.
  public static final Comparator<Finding> WORST_FIRST =
      Comparator.comparing(Finding::severity)
          .reversed()
          .thenComparing(Finding::id)
          .thenComparing(Finding::seen);

  /// How bad a finding is, the least first.
  public enum Severity {
    /// Worth knowing.
    NOTE,
    /// Does no harm by itself.
    LOW,
    /// Somebody gets further than is meant, if something else comes along.
    MEDIUM,
    /// Whoever is on the machine, or in a container, has its identity.
    HIGH;

    /// As it is typed and printed.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What there can be to say.
  public enum Kind {
    USERS_REACH("Users reach the metadata service"),
    IPV6_OPEN("IPv4 is stopped and IPv6 is not"),
    CONTAINERS_REACH("Containers reach the metadata service"),
    RULE_WITHOUT_EFFECT("A rule that comes too late"),
    OTHER_PORT("Only one port is stopped"),
    UDP_OPEN("Only TCP is stopped"),
    NOT_UNDERSTOOD("A rule that is not understood decides"),
    DIVERTED("Requests go somewhere else"),
    NO_SUCH_ACCOUNT("A rule about somebody who is not there"),
    WRONG_ADDRESS("A rule about an address without a metadata service"),
    GUARD_ONLY_WATCHES("The guard refuses nobody"),
    GUARD_NOT_KEPT("The guard is gone after a restart"),
    BESIDE_RULES("Devices whose packets pass no rule"),
    PROXY("A program that may fetch for others"),
    BROKER("A service that asks for others"),
    USER_DATA_READABLE("Everybody may read what came from the metadata service"),
    CREDENTIALS_READABLE("Everybody may read credentials"),
    RESOLVER("Names are asked for at the metadata service's address");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /// A few words.
    public String title() {
      return title;
    }

    /// As it is printed: `users-reach`.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
