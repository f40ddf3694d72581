package io.sekisho.client;

import java.net.URI;
import java.util.Optional;

/// Which server, how to know that it is the right one, and the key that opens it.
///
/// @param url such as `https://127.0.0.1:8443`
/// @param ca the certificates, in PEM, of which one has to have signed the server's
/// @param key an operator's key, or the API key of a user or service ID; a secret
/// @param account in which an operator's key counts where IAM asks: its name or id
public record Context(String url, String ca, String key, Optional<String> account) {
  /// How every operator's key begins, and no API key that Sekisho makes.
  private static final String OPERATOR = "sekisho_";

  public Context {
    url = origin(url);
    if (!key.matches("[\\x21-\\x7e]+")) {
      throw new Failure("A key is one word without spaces: give it as it was printed.");
    }
  }

  public Context(String url, String ca, String key) {
    this(url, ca, key, Optional.empty());
  }

  /// The same server, elsewhere.
  public Context at(String elsewhere) {
    return new Context(elsewhere, ca, key, account);
  }

  /// The same in an account, if one is named.
  public Context in(Optional<String> named) {
    return named.isEmpty() ? this : new Context(url, ca, key, named);
  }

  /// Whether the key is an operator's, which opens the operator's API as it is.
  public boolean belongsToOperator() {
    return key.startsWith(OPERATOR);
  }

  /// The address of something on the server.
  URI resolve(String pathAndQuery) {
    return URI.create(url + pathAndQuery);
  }

  @Override
  public String toString() {
    return "Context[url=" + url + "]";
  }

  /// Only HTTPS: over anything else the key would be readable on the way.
  private static String origin(String text) {
    String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    if (!trimmed.matches("https://(\\[[0-9a-fA-F:]+]|[A-Za-z0-9.-]+)(:\\d{1,5})?")) {
      throw new Failure(
          "\"" + text + "\" is not a server's address: give one like https://127.0.0.1:8443.");
    }
    return trimmed;
  }
}
