package io.sekisho.guard;

import io.sekisho.address.Prefix;
import java.util.List;
import java.util.regex.Pattern;

/// Whose packets this machine may forward to a target: those of containers and virtual machines
/// that have an address of their own. Nobody's, unless named.
///
/// @param devices through which they come in, such as `docker0`; `br-*` is all that begin so
/// @param sources the addresses that they come from
public record Forwarding(List<String> devices, List<Prefix> sources) {
  /// None at all.
  public static final Forwarding DENIED = new Forwarding(List.of(), List.of());

  private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,13}[*]?");

  public Forwarding {
    devices = List.copyOf(devices);
    sources = List.copyOf(sources);
    for (String device : devices) {
      if (!isDevice(device)) {
        throw new IllegalArgumentException(
            "\"%s\" is neither an interface's name nor a block of addresses.".formatted(device));
      }
    }
  }

  /// Whether this can be an interface's name, or the beginning of several.
  public static boolean isDevice(String text) {
    return DEVICE.matcher(text).matches() && text.length() <= 15;
  }
}
