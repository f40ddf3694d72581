package io.sekisho.control;

import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.plan.Edits;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Snapshot.Contents;
import io.sekisho.wire.MetadataServiceSettings.ComputePatch;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/// Contents with one resource different, or gone.
final class Alteration {
  private static final int NAMED = 3;

  private Alteration() {}

  static Contents with(Contents contents, Account account) {
    return new Contents(
        replaced(contents.accounts(), account, each -> each.id().value()),
        contents.profiles(),
        contents.resources());
  }

  static Contents with(Contents contents, TrustedProfile profile) {
    return new Contents(
        contents.accounts(),
        replaced(contents.profiles(), profile, TrustedProfile::id),
        contents.resources());
  }

  static Contents with(Contents contents, Resource resource) {
    return new Contents(
        contents.accounts(),
        contents.profiles(),
        replaced(contents.resources(), resource, Resource::id));
  }

  private static <T> List<T> replaced(List<T> all, T value, Function<T, String> id) {
    return all.stream().map(each -> id.apply(each).equals(id.apply(value)) ? value : each).toList();
  }

  /// A compute resource with other switches.
  ///
  /// @param fresh a secret, if one is needed
  static Outcome<Compute> switched(Compute compute, ComputePatch patch, UUID fresh) {
    Compute seeded =
        patch.cloudInit().map(it -> Edits.seeded(compute, it.seed(), fresh)).orElse(compute);
    MetadataService before = compute.metadataService();
    try {
      return Outcome.of(
          patch
              .metadataService()
              .map(settings -> Edits.with(seeded, Edits.changed(before, settings)))
              .orElse(seeded));
    } catch (IllegalArgumentException e) {
      return Outcome.refuse(
          Problem.of(Code.INVALID_VALUE, e.getMessage() + ".").field("metadata_service"));
    }
  }

  /// Without a resource and what is part of it, if nothing else needs one of them.
  static Outcome<Contents> deleted(Contents contents, Item item, Instant now) {
    Set<String> going = going(contents, item);
    List<String> users = users(contents, item, going);
    if (users.isEmpty()) {
      Contents left = without(contents, item.id(), now);
      return Outcome.of(
          new Contents(
              left.accounts(),
              left.profiles(),
              left.resources().stream().filter(it -> !going.contains(it.id())).toList()));
    }
    String more = users.size() > NAMED ? " and %d more".formatted(users.size() - NAMED) : "";
    String named = String.join(", ", users.subList(0, Math.min(users.size(), NAMED)));
    return Outcome.refuse(
        Problem.of(
                Code.CONFLICT,
                "%s can't be deleted while it is used by %s%s; %s."
                    .formatted(
                        capital(words(item)), named, more, wayOut(item.kind(), users.size())))
            .parameter(item.kind().singular()));
  }

  /// The ids of it and of all that is deleted with it.
  private static Set<String> going(Contents contents, Item item) {
    Set<String> all = new HashSet<>(Set.of(item.id()));
    boolean more = true;
    while (more) {
      more = false;
      for (Resource each : contents.resources()) {
        more |= all.contains(each.partOf()) && all.add(each.id());
      }
    }
    return all;
  }

  private static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /// Without a resource, and without the links that lead to it.
  private static Contents without(Contents contents, String id, Instant now) {
    return new Contents(
        kept(contents.accounts(), id, each -> each.id().value()),
        kept(contents.profiles(), id, TrustedProfile::id).stream()
            .map(profile -> unlinked(profile, id, now))
            .toList(),
        kept(contents.resources(), id, Resource::id));
  }

  private static <T> List<T> kept(List<T> all, String id, Function<T, String> idOf) {
    return all.stream().filter(each -> !idOf.apply(each).equals(id)).toList();
  }

  private static TrustedProfile unlinked(TrustedProfile profile, String id, Instant now) {
    TrustedProfile without = Edits.withoutLinks(profile, link -> link.target().id().equals(id));
    return without.equals(profile) ? profile : Edits.modified(without, now);
  }

  /// What has to go before this resource can: in words, such as "subnet blue-a".
  private static List<String> users(Contents contents, Item item, Set<String> going) {
    Predicate<Item> uses =
        item.kind() == Kind.ACCOUNT
            ? user -> isOf(user, item.account())
            : user ->
                user.value() instanceof Resource resource
                    && !going.contains(resource.id())
                    && !Collections.disjoint(resource.needs(), going);
    return Item.all(contents).values().stream().filter(uses).map(Alteration::words).toList();
  }

  /// Whether an account has it itself: what is part of something of its goes unsaid.
  private static boolean isOf(Item user, AccountId account) {
    return user.kind() != Kind.ACCOUNT
        && user.account().equals(account)
        && !(user.value() instanceof Resource it && !it.partOf().isEmpty());
  }

  /// What is only referred to may be left out of its users; what they are made in may not.
  private static String wayOut(Kind kind, int users) {
    String those = users == 1 ? "that" : "them";
    return switch (kind) {
      case KEY, PLACEMENT_GROUP, TRUSTED_PROFILE ->
          "delete %s, or apply %s without it, first".formatted(those, those);
      default -> "delete %s first".formatted(those);
    };
  }

  private static String words(Item item) {
    return item.kind().words() + " " + item.name();
  }
}
