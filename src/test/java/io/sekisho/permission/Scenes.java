package io.sekisho.permission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.State;
import io.sekisho.iam.Role;
import io.sekisho.permission.Question.Asker;
import io.sekisho.permission.Question.Identity;
import io.sekisho.permission.Question.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The questions of `cases.txt`, each with the policies above it. The form is told there.
final class Scenes {
  private static final Instant WHEN = Instant.parse("2026-11-26T08:00:00Z");

  private final List<Case> cases = new ArrayList<>();
  private String title = "";
  private List<Policy> policies = new ArrayList<>();
  private List<AccessGroup> groups = new ArrayList<>();
  private List<Role> roles = new ArrayList<>();

  /// @param expected `allow p1 Editor`, `allow p1 Editor ops`, `deny CAUSE` or `deny CAUSE p1 KIND`
  record Case(
      String title,
      String words,
      List<Policy> policies,
      List<AccessGroup> groups,
      List<Role> roles,
      Question question,
      String expected) {
    Access access() {
      return Access.of(Notation.OWN, policies, groups, roles);
    }

    @Override
    public String toString() {
      return title + ": " + words + " > " + expected;
    }
  }

  private Scenes() {}

  static List<Case> read(String resource) {
    Scenes scenes = new Scenes();
    try (InputStream in = Scenes.class.getResourceAsStream(resource)) {
      new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(scenes::take);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return scenes.cases;
  }

  private void take(String line) {
    String[] parts = line.strip().split("\\s+", 2);
    switch (parts[0]) {
      case "=" -> {
        title = parts[1];
        policies = new ArrayList<>();
        groups = new ArrayList<>();
        roles = new ArrayList<>();
      }
      case "group" -> groups.add(Notation.accessGroup(Notation.OWN, parts[1]));
      case "foreign-group" -> groups.add(Notation.accessGroup(Notation.OTHER, parts[1]));
      case "role" -> roles.add(Notation.role(Notation.OWN, parts[1]));
      case "foreign-role" -> roles.add(Notation.role(Notation.OTHER, parts[1]));
      case "policy" -> policy(Notation.OWN, State.ACTIVE, parts[1]);
      case "deleted" -> policy(Notation.OWN, State.DELETED, parts[1]);
      case "foreign" -> policy(Notation.OTHER, State.ACTIVE, parts[1]);
      default -> questions(line);
    }
  }

  private void policy(AccountId account, State state, String text) {
    String[] parts = text.split("\\s+", 2);
    policies.add(Notation.policy(parts[0], account, state, parts[1]));
  }

  /// `{a,b}` in a question makes two of it.
  private void questions(String line) {
    int open = line.indexOf('{');
    if (open < 0) {
      String[] sides = line.split(" > ", 2);
      cases.add(
          new Case(
              title,
              sides[0],
              List.copyOf(policies),
              List.copyOf(groups),
              List.copyOf(roles),
              question(sides[0]),
              sides[1].strip()));
      return;
    }
    int close = line.indexOf('}', open);
    for (String each : line.substring(open + 1, close).split(",", -1)) {
      questions(line.substring(0, open) + each + line.substring(close + 1));
    }
  }

  private static Question question(String text) {
    List<String> words = Notation.words(text);
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("accountId", Notation.OWN.value());
    Set<String> tags = new HashSet<>();
    Map<String, String> environment = new HashMap<>();
    Instant at = WHEN;
    for (String word : words.subList(2, words.size())) {
      String value = word.substring(word.indexOf('=') + 1);
      if (word.startsWith("tag=")) {
        tags.add(value);
      } else if (word.startsWith("at=")) {
        at = Instant.parse(value);
      } else if (word.startsWith("env.")) {
        environment.put(word.substring(4, word.indexOf('=')), value);
      } else {
        attributes.put(word.substring(0, word.indexOf('=')), value);
      }
    }
    attributes.values().removeIf("-"::equals);
    Resource resource = new Resource(attributes, tags);
    return new Question(asker(words.getFirst()), words.get(1), resource, at, environment);
  }

  /// `web`, `web/other` with a token of another account, `web+ops` in a group for this session, or
  /// `<serviceName=is,resourceType=instance>`.
  private static Asker asker(String word) {
    if (word.startsWith("<")) {
      Map<String, String> attributes = new HashMap<>();
      attributes.put("accountId", Notation.OWN.value());
      for (String each : word.substring(1, word.length() - 1).split(",", -1)) {
        String[] sides = each.split("=", 2);
        attributes.put(sides[0], sides[1]);
      }
      attributes.values().removeIf("-"::equals);
      return new Question.Service(attributes);
    }
    String[] parts = word.split("\\+", 2);
    String[] sides = parts[0].split("/", 2);
    AccountId account = sides.length == 1 ? Notation.OWN : Notation.OTHER;
    Set<String> groups = parts.length == 1 ? Set.of() : Set.of(Notation.group(parts[1]));
    return new Identity(Notation.identity(sides[0]), account, groups);
  }
}
