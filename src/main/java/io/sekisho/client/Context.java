package io.sekisho.client;

import java.net.URI;

/// Which server, how to know that it is the right one, and the key that opens it.
///
/// @param url such as `https://127.0.0.1:8443`
/// @param ca the certificates, in PEM, of which one has to have signed the server's
/// @param key the operator key; a secret
public record Context(String url, String ca, String key) {
  public Context {
    url = origin(url);
    if (!key.matches("[\\x21-\\x7e]+")) {
      throw new Failure("The operator key is one word without spaces: give it as it was printed.");
    }
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
