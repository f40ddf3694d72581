package io.sekisho.assertion;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an identity provider says of a person, verified.
///
/// @param subject the person's id at the provider
/// @param once what no other assertion of the provider has: it may be used once
/// @param expiresAt until when that has to be remembered
/// @param sessionEndsAt how long the provider lets a session last, if it says so
/// @param texts claims that have one value by nature
/// @param lists claims that are lists by nature
public record Asserted(
    String subject,
    String once,
    Instant expiresAt,
    Optional<Instant> sessionEndsAt,
    Map<String, String> texts,
    Map<String, List<String>> lists) {
  public Asserted {
    texts = Map.copyOf(texts);
    lists = Map.copyOf(lists);
  }

  /// The first value of the first of these claims that there is.
  public Optional<String> first(String... names) {
    for (String name : names) {
      Optional<String> value =
          Optional.ofNullable(texts.get(name))
              .or(() -> lists.getOrDefault(name, List.of()).stream().findFirst());
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }
}
