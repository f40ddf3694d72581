package io.sekisho.token;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What somebody sent to the token endpoint.
///
/// @param form each parameter, given once
/// @param client the id and secret by which a program says which one it is
/// @param addresses the endpoint's own, as assertions may name it
/// @param from where the request comes from
public record TokenRequest(
    Map<String, String> form, Optional<Client> client, Set<String> addresses, Bearers.From from) {
  public TokenRequest {
    form = Map.copyOf(form);
    addresses = Set.copyOf(addresses);
  }

  /// A program that asks for its user.
  public record Client(String id, String secret) {
    /// The id with which IBM's command line logs in, its secret the same, known to all; and ours.
    /// What they ask for is a login: a session, and a refresh token to go on with it.
    private static final Set<String> LOGINS = Set.of("bx", "sekisho");

    /// Whether it is one that we know.
    public boolean known() {
      return LOGINS.contains(id) && secret.equals(id);
    }

    @Override
    public String toString() {
      return "Client[" + id + "]";
    }
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(form.get(name)).filter(it -> !it.isBlank());
  }

  String clientId() {
    return client.map(Client::id).orElse("default");
  }

  /// Without what was sent: some of it is secret.
  @Override
  public String toString() {
    return "TokenRequest[" + form.keySet() + "]";
  }
}
