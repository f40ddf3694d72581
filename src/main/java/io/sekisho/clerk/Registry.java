package io.sekisho.clerk;

import io.sekisho.cli.Session;
import io.sekisho.client.Context;
import io.sekisho.client.Failure;
import io.sekisho.client.Iam;
import io.sekisho.client.Kind;
import io.sekisho.wire.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What IBM's APIs have in one account: found by name or id, read, made, changed and deleted.
final class Registry {
  private final Iam iam;
  private final Optional<View> oneOfMany;

  /// @param oneOfMany the account, where several are looked at
  private Registry(Iam iam, Optional<View> oneOfMany) {
    this.iam = iam;
    this.oneOfMany = oneOfMany;
  }

  /// @param account in which an operator's key is to count; else the context's
  static Registry of(Session session, Optional<String> account) {
    Context context = session.context().in(account);
    return new Registry(new Iam(context, session.tokens()), Optional.empty());
  }

  /// What there is in the account that is named, or the context's; of what the VPC API has, in
  /// every account, if an operator names none.
  static List<Entry> list(Session session, Optional<String> account, Thing thing, Whose whose) {
    List<Registry> all = all(session, account, thing);
    if (all.size() == 1) {
      return all.getFirst().list(thing, whose);
    }
    Map<String, Entry> found = new LinkedHashMap<>();
    for (Registry each : all) {
      // What is everyone's, such as a public image, is in every account.
      each.list(thing, whose).forEach(it -> found.putIfAbsent(it.id(), it));
    }
    return List.copyOf(found.values());
  }

  private static List<Registry> all(Session session, Optional<String> account, Thing thing) {
    Context context = session.context().in(account);
    if (!thing.isOfVpc() || !context.belongsToOperator() || context.account().isPresent()) {
      return List.of(of(session, account));
    }
    List<View> accounts = session.client().list(Kind.ACCOUNT);
    if (accounts.size() < 2) {
      return List.of(of(session, account));
    }
    return accounts.stream()
        .map(
            it ->
                new Registry(
                    new Iam(context.in(Optional.of(it.name())), session.tokens()), Optional.of(it)))
        .toList();
  }

  /// One of them; an operator may name it `account/name`.
  static Entry find(
      Session session, Optional<String> account, Thing thing, String name, Whose whose) {
    int slash = name.indexOf('/');
    boolean qualified = thing.isOfVpc() && slash > 0 && !name.startsWith("crn:");
    if (qualified && session.context().belongsToOperator()) {
      return of(session, Optional.of(name.substring(0, slash)))
          .find(thing, name.substring(slash + 1), whose);
    }
    return one(list(session, account, thing, whose), thing, name);
  }

  Iam iam() {
    return iam;
  }

  String account() {
    return iam.token().account();
  }

  /// One thing that there is.
  record Entry(Registry in, Thing thing, JsonNode document) {
    /// The name of its account, where several were looked at and it is one's own.
    Optional<String> account() {
      return in.oneOfMany.filter(it -> text("crn").contains(":a/" + it.id() + ":")).map(View::name);
    }

    /// All that is known of it.
    JsonNode whole(Whose whose) {
      return in.read(this, whose).document();
    }

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
      return List.of(new Entry(this, thing, iam.get(path(thing, whose)).document()));
    }
    return iam.all(path(thing, whose), thing.members()).stream()
        .map(each -> new Entry(this, thing, each))
        .toList();
  }

  Entry find(Thing thing, String name) {
    return find(thing, name, new Whose());
  }

  /// @param name a name or an id
  /// @throws Failure if there is none, or there are several of this name
  Entry find(Thing thing, String name, Whose whose) {
    return one(list(thing, whose), thing, name);
  }

  private static Entry one(List<Entry> all, Thing thing, String name) {
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
            : several(name, found));
  }

  private static String several(String name, List<Entry> found) {
    List<String> qualified =
        found.stream()
            .flatMap(it -> it.account().stream())
            .distinct()
            .map(it -> it + "/" + name)
            .toList();
    return qualified.size() == found.size()
        ? "Several are called %s: say %s.".formatted(name, String.join(" or ", qualified))
        : "Several are called %s: say which by its id, %s."
            .formatted(name, String.join(" or ", found.stream().map(Entry::id).toList()));
  }

  /// All that is known of one of them, and its version.
  private Iam.Found read(Entry entry, Whose whose) {
    return entry.thing.isWholeInLists() || (entry.thing == Thing.ROLE && entry.text("id").isEmpty())
        ? new Iam.Found(entry.document, "")
        : iam.get(one(entry, whose));
  }

  Entry create(Thing thing, Object body, Whose whose) {
    String path = path(thing, whose).replaceFirst("\\?.*", "");
    return new Entry(this, thing, iam.send("POST", path, body));
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
    return new Entry(this, thing, changed.isEmpty() ? iam.get(path).document() : changed);
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
