package io.sekisho.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Access tokens that were got and still count, kept beside the contexts from one command to the
/// next: each login is a record in the audit trail, and a signature.
///
/// A token is found by a hash of what it was got with, so that another key, account or server never
/// finds it. Nothing depends on this file: where it can't be read or written, or nothing is kept of
/// a context either, commands log in anew.
public final class TokenFile {
  private static final String NAME = "tokens.json";

  private final Optional<Path> place;

  public TokenFile(Environment environment) {
    this.place = place(environment);
  }

  private static Optional<Path> place(Environment environment) {
    try {
      return Optional.of(environment.home()).filter(Files::isDirectory).map(it -> it.resolve(NAME));
    } catch (Failure _) {
      return Optional.empty();
    }
  }

  /// A token and when it ends.
  record Kept(String token, Instant end) {}

  /// The one that was got for a context.
  Optional<Kept> find(Context context) {
    return Optional.ofNullable(all().get(name(context)));
  }

  void keep(Context context, Kept kept) {
    Map<String, Kept> all = all();
    all.put(name(context), kept);
    write(all);
  }

  /// Throws away what was got for a context.
  public void forget(Context context) {
    Map<String, Kept> all = all();
    if (all.remove(name(context)) != null) {
      write(all);
    }
  }

  /// The same for every account that its key was used in.
  public void forgetAll(Context context) {
    Map<String, Kept> all = all();
    if (all.keySet().removeIf(name -> name.startsWith(key(context)))) {
      write(all);
    }
  }

  private Map<String, Kept> all() {
    Map<String, Kept> all = new TreeMap<>();
    try {
      if (place.filter(Files::exists).isPresent() && PrivateFile.isPrivate(place.get())) {
        Documents.parse(Files.readAllBytes(place.get()))
            .properties()
            .forEach(each -> all.put(each.getKey(), kept(each.getValue())));
      }
    } catch (IOException | JacksonException _) {
      all.clear();
    }
    all.values().removeIf(kept -> !kept.end.isAfter(Instant.now()));
    return all;
  }

  private static Kept kept(JsonNode node) {
    return new Kept(
        node.path("token").asString(""), Instant.ofEpochSecond(node.path("expiration").asLong(0)));
  }

  private void write(Map<String, Kept> all) {
    Map<String, Object> members = new TreeMap<>();
    all.forEach(
        (name, kept) ->
            members.put(
                name, Map.of("token", kept.token, "expiration", kept.end.getEpochSecond())));
    try {
      if (place.isPresent()) {
        PrivateFile.write(place.get(), Documents.json(members));
      }
    } catch (IOException _) {
      // The next command logs in anew.
    }
  }

  private static String name(Context context) {
    return key(context) + context.account().orElse("");
  }

  private static String key(Context context) {
    String all = String.join("\n", context.url(), context.ca(), context.key());
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(all.getBytes(StandardCharsets.UTF_8))) + "/";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
