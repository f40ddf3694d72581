package io.sekisho.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a PostgreSQL database is, as `postgresql://user:password@host:port/database?sslmode=…` or
/// as a JDBC URL. All parameters reach the driver as they are, those of TLS among them.
///
/// @param jdbc the URL without user and password, where those were said before the host
/// @param shown the address without anything that is nobody else's business
record PostgresUrl(String jdbc, Optional<String> user, Optional<String> password, String shown) {
  private static final String JDBC = "jdbc:postgresql:";
  private static final Pattern FORM =
      Pattern.compile(
          "(?:postgres(?:ql)?:|jdbc:postgresql:)//(?:([^:@/?]*)(?::([^@/?]*))?@)?([^/?@]*)"
              + "(?:/([^?]*))?(?:\\?(.*))?");

  /// Unless the URL says something else. A server that vanishes without a word is noticed, and a
  /// reading that takes longer than the server's own limits is none.
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "ApplicationName", "sekisho",
          "connectTimeout", "10",
          "socketTimeout", "60",
          "tcpKeepAlive", "true");

  /// @throws StoreFailure if the text is no such URL
  static PostgresUrl parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new StoreFailure(
          "The database's address is not understood: write postgresql://USER:PASSWORD@HOST/DATABASE.");
    }
    String place = parts.group(3) + "/" + Optional.ofNullable(parts.group(4)).orElse("");
    StringBuilder jdbc = new StringBuilder(JDBC + "//" + place);
    String parameters = Optional.ofNullable(parts.group(5)).orElse("");
    jdbc.append('?').append(parameters);
    DEFAULTS.forEach(
        (name, value) -> {
          if (!("&" + parameters).contains("&" + name + "=")) {
            jdbc.append('&').append(name).append('=').append(value);
          }
        });
    return new PostgresUrl(
        jdbc.toString(), decoded(parts.group(1)), decoded(parts.group(2)), "postgresql://" + place);
  }

  /// Whether a text begins as such a URL does.
  static boolean looksLikeOne(String text) {
    return text.startsWith("postgres:") || text.startsWith("postgresql:") || text.startsWith(JDBC);
  }

  @Override
  public String toString() {
    return shown;
  }

  private static Optional<String> decoded(@org.jspecify.annotations.Nullable String part) {
    return Optional.ofNullable(part)
        .map(text -> URLDecoder.decode(text.replace("+", "%2B"), UTF_8));
  }
}
