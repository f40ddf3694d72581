package io.sekisho.firewall;

/// A range of TCP or UDP ports, both ends included.
public record Ports(int min, int max) {
  public static final int LOWEST = 1;
  public static final int HIGHEST = 65_535;
  public static final Ports ALL = new Ports(LOWEST, HIGHEST);

  public Ports {
    if (min < LOWEST || max > HIGHEST || min > max) {
      throw new IllegalArgumentException(
          "a port range goes up, from %d at the lowest to %d at the highest"
              .formatted(LOWEST, HIGHEST));
    }
  }

  public boolean contains(int port) {
    return min <= port && port <= max;
  }
}
