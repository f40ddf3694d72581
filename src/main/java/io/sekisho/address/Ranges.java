package io.sekisho.address;

import java.util.ArrayList;
import java.util.List;

/// Some addresses, as people list them: addresses, CIDR blocks and ranges such as `10.0.0.5 -
/// 10.0.0.9`, separated by commas.
public record Ranges(List<Range> all) {
  public Ranges {
    all = List.copyOf(all);
  }

  /// All addresses from the first to the last.
  public record Range(Ip first, Ip last) {
    public Range {
      if (first.v6() != last.v6() || first.compareTo(last) > 0) {
        throw new IllegalArgumentException(first + "-" + last + " is not a range: it ends before");
      }
    }

    boolean contains(Ip ip) {
      return ip.v6() == first.v6() && first.compareTo(ip) <= 0 && ip.compareTo(last) <= 0;
    }

    private static Range parse(String text) {
      int dash = text.indexOf('-');
      if (dash >= 0) {
        return new Range(
            Ip.parse(text.substring(0, dash).strip()), Ip.parse(text.substring(dash + 1).strip()));
      }
      if (text.contains("/")) {
        Prefix block = Prefix.parse(text);
        return new Range(block.first(), block.last());
      }
      Ip one = Ip.parse(text);
      return new Range(one, one);
    }
  }

  /// Reads a list of at least one.
  ///
  /// @throws IllegalArgumentException with a sentence that says what is wrong
  public static Ranges parse(String text) {
    List<Range> all = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      all.add(Range.parse(each.strip()));
    }
    return new Ranges(all);
  }

  public boolean contains(Ip ip) {
    return all.stream().anyMatch(range -> range.contains(ip));
  }
}
