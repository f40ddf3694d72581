package io.sekisho.clerk;

import io.sekisho.cli.Session;
import io.sekisho.client.Failure;
import io.sekisho.client.Iam;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What IBM's APIs have in one account: found by name or id, read, made, changed and deleted.
final class Registry {
  private final Iam iam;

  Registry(Iam iam) {
    this.iam = iam;
  }

  /// @param account in which an operator's key is to count; else the context's
  static Registry of(Session session, Optional<String> account) {
    return new Registry(new Iam(session.context().in(account), session.tokens()));
  }

  Iam iam() {
    return iam;
  }

  String account() {
    return iam.token().account();
  }

  /// One thing that there is.
  record Entry(Thing thing, JsonNode document) {
    /// Roles that every account has are known by their CRN, profiles of hardware by their name.
    String id() {
      return Stream.of(thing.id(), "crn", thing.title())
          .map(this::text)
          .filter(it -> !it.isEmpty())
          .findFirst()
          .orElse("");
    }

    String title() {
      String title = text(thing.title());
      return title.isEmpty() ? id() : title;
    }

    String text(String member) {
      return document.path(member).asString("");
    }

    /// @param name what was typed
    boolean isCalled(String name) {
      return List.of(id(), title(), text("iam_id"), text("crn"), text("name")).contains(name)
          || document.at("/link/crn").asString("").equals(name);
    }
  }

  List<Entry> list(Thing thing, Whose whose) {
    if (thing == Thing.ACCOUNT_SETTINGS) {
      return List.of(new Entry(thing, iam.get(path(thing, whose)).document()));
    }
    return iam.all(path(thing, whose), thing.members()).stream()
        .map(each -> new Entry(thing, each))
        .toList();
  }

  Entry find(Thing thing, String name) {
    return find(thing, name, new Whose());
  }

  /// @param name a name or an id
  /// @throws Failure if there is none, or there are several of this name
  Entry find(Thing thing, String name, Whose whose) {
    List<Entry> all = list(thing, whose);
    List<Entry> exact = all.stream().filter(each -> each.id().equals(name)).toList();
    List<Entry> found =
        exact.isEmpty() ? all.stream().filter(each -> each.isCalled(name)).toList() : exact;
    if (found.size() == 1 || thing == Thing.ACCOUNT_SETTINGS) {
      return found.isEmpty() ? all.getFirst() : found.getFirst();
    }
    throw new Failure(
        found.isEmpty()
            ? "There is no %s %s; `sekisho get %s` shows what there is."
                .formatted(thing.word(), name, thing.words())
            : "Several are called %s: say which by its id, %s."
                .formatted(name, String.join(" or ", found.stream().map(Entry::id).toList())));
  }

  /// All that is known of one of them, and its version.
  Iam.Found read(Entry entry, Whose whose) {
    return entry.thing.isWholeInLists() || (entry.thing == Thing.ROLE && entry.text("id").isEmpty())
        ? new Iam.Found(entry.document, "")
        : iam.get(one(entry, whose));
  }

  Entry create(Thing thing, Object body, Whose whose) {
    String path = path(thing, whose).replaceFirst("\\?.*", "");
    return new Entry(thing, iam.send("POST", path, body));
  }

  /// @param changes members and what they become
  Entry update(Thing thing, String name, Map<String, Object> changes, Whose whose) {
    Entry entry = find(thing, name, whose);
    Iam.Found now = read(entry, whose);
    Map<String, Object> body = new LinkedHashMap<>();
    for (String member : thing.whole()) {
      Optional.ofNullable(now.document().get(member)).ifPresent(it -> body.put(member, it));
    }
    body.putAll(changes);
    String path = one(entry, whose);
    JsonNode changed = iam.send(thing.changing(), path, body, now.version());
    return new Entry(thing, changed.isEmpty() ? iam.get(path).document() : changed);
  }

  /// @param force with all that is in it
  Entry delete(Thing thing, String name, Whose whose, boolean force) {
    if (force && thing != Thing.ACCESS_GROUP) {
      throw new Failure("A %s has nothing in it: leave --force out.".formatted(thing.word()));
    }
    Entry entry = find(thing, name, whose);
    iam.delete(one(entry, whose) + (force ? "?force=true" : ""));
    return entry;
  }

  private String one(Entry entry, Whose whose) {
    return filled(entry.thing.one(), entry.thing, whose).replace("{id}", encoded(entry.id()));
  }

  private String path(Thing thing, Whose whose) {
    return filled(thing.path(), thing, whose).replaceFirst("&$", "");
  }

  private String filled(String template, Thing thing, Whose whose) {
    String path = template.replace("{account}", account());
    return path.contains("{whose}") ? path.replace("{whose}", whose.in(thing, this)) : path;
  }

  static String encoded(String text) {
    return Iam.encoded(text);
  }
}
