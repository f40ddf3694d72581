package io.sekisho.token;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.iam.Account;

/// From where an account's identities may ask.
final class Addresses {
  private Addresses() {}

  /// Whether the account's setting allows an address. What can't be read allows nothing.
  ///
  /// @param host an address
  static boolean allow(Account account, String host) {
    String allowed = account.inForce().allowedIpAddresses().orElse("").strip();
    if (allowed.isEmpty()) {
      return true;
    }
    try {
      Ip ip = Ip.parse(host);
      for (String each : allowed.split(",", -1)) {
        if (covers(each.strip(), ip)) {
          return true;
        }
      }
    } catch (IllegalArgumentException e) {
      return false;
    }
    return false;
  }

  /// An address, a CIDR, or two addresses with a dash between.
  private static boolean covers(String range, Ip ip) {
    try {
      int dash = range.indexOf('-');
      if (dash >= 0) {
        Ip first = Ip.parse(range.substring(0, dash).strip());
        Ip last = Ip.parse(range.substring(dash + 1).strip());
        return first.v6() == ip.v6()
            && last.v6() == ip.v6()
            && first.compareTo(ip) <= 0
            && ip.compareTo(last) <= 0;
      }
      return range.contains("/") ? Prefix.parse(range).contains(ip) : Ip.parse(range).equals(ip);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
