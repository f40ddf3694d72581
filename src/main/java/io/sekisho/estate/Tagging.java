package io.sekisho.estate;

import io.sekisho.audit.Action;
import io.sekisho.tag.Tags;
import io.sekisho.tag.Tags.Sort;
import io.sekisho.vpc.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The tags of an account's resources. All that it ever attached are its own until they are
/// deleted.
public final class Tagging {
  /// What a resource may have of each type.
  public static final int MOST = 1_000;

  private static final int MOST_ACCESS = 250;
  private static final int LONGEST = 128;
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9 _.:-]+");
  private static final Pattern ACCESS = Pattern.compile("[A-Za-z0-9 _.-]+:[A-Za-z0-9 _.-]+");

  private Tagging() {}

  /// The tags of a resource.
  public static Tags of(Holdings holdings, Resource resource) {
    return of(holdings, resource.id());
  }

  /// All that an account has.
  public static Tags all(Holdings holdings) {
    return of(holdings, "");
  }

  private static Tags of(Holdings holdings, String resource) {
    String id = Tags.id(resource.isEmpty() ? holdings.account().value() : resource);
    return holdings.maybe(Tags.class, id).orElseGet(() -> Tags.none(holdings.account(), resource));
  }

  /// Tags that somebody gave, as they are kept: in lower case, each once.
  ///
  /// @param field the member of the body
  public static List<String> valid(List<String> said, Sort type, String field) {
    List<String> all = new ArrayList<>();
    for (String each : said) {
      String tag = each.strip().toLowerCase(Locale.ROOT);
      if (tag.length() > LONGEST || !(type == Sort.USER ? USER : ACCESS).matcher(tag).matches()) {
        throw Refusal.invalid(
            field,
            type == Sort.USER
                ? "A tag has 1 to 128 letters, digits, spaces, underscores, hyphens, periods and colons."
                : "An access tag is a key, a colon and a value, such as env:dev: 128 letters, digits, spaces, underscores, hyphens and periods at most.");
      }
      all.add(tag);
    }
    return all.stream().distinct().toList();
  }

  /// Gives a resource these tags besides those that it has.
  public static void attach(Scene scene, Resource resource, Sort type, List<String> tags) {
    put(scene, of(scene, resource).and(type, tags), type, Action.TAG_ATTACH);
  }

  /// Gives a resource these tags in place of those that it has.
  public static void replace(Scene scene, Resource resource, Sort type, List<String> tags) {
    put(scene, of(scene, resource).with(type, tags), type, Action.TAG_ATTACH);
  }

  /// Takes tags from a resource.
  public static void detach(Scene scene, Resource resource, Sort type, List<String> tags) {
    put(scene, of(scene, resource).without(type, tags), type, Action.TAG_DETACH);
  }

  /// Makes tags that no resource has yet.
  public static void know(Scene scene, Sort type, List<String> tags) {
    Tags before = all(scene);
    Tags after = before.and(type, tags);
    scene.expectRoom(
        after.of(type).size() - 1, type == Sort.USER ? MOST : MOST_ACCESS, "tags in the account");
    if (!after.equals(before)) {
      scene.put(after, Action.TAGS_CREATE);
    }
  }

  /// Lets tags be forgotten that no resource has.
  ///
  /// @throws Refusal 409 if one has one of them
  public static void forget(Scene scene, Sort type, List<String> tags) {
    Set<String> used = used(scene, type);
    for (String tag : tags) {
      if (used.contains(tag)) {
        throw Refusal.conflict("Tag %s is attached to a resource: detach it first.".formatted(tag));
      }
    }
    scene.put(all(scene).without(type, tags), Action.TAGS_DELETE);
  }

  private static void put(Scene scene, Tags after, Sort type, Action action) {
    scene.expectRoom(after.of(type).size() - 1, MOST, "tags of the resource");
    know(scene, type, after.of(type));
    boolean there = scene.maybe(Tags.class, after.id()).isPresent();
    if (!after.user().isEmpty() || !after.access().isEmpty()) {
      scene.put(after, action);
    } else if (there) {
      scene.delete(after);
    }
  }

  /// The tags that resources have: of all at once, for an account may have many of either.
  public static Set<String> used(Holdings holdings, Sort type) {
    return holdings.all(Tags.class, it -> !it.partOf().isEmpty()).stream()
        .flatMap(it -> it.of(type).stream())
        .collect(Collectors.toSet());
  }
}
