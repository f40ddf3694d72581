package io.sekisho.control;

import io.sekisho.iam.TrustedProfile;
import io.sekisho.plan.Edits;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Contents;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.Resource;
import io.sekisho.wire.MetadataServiceSettings.ComputePatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// What a command makes of the contents.
///
/// @param after the contents then
/// @param ids of the documents that are put or deleted
record Alteration(Contents after, List<String> ids) {
  private static final int NAMED = 3;

  /// Everything stays as it is.
  static Alteration none(Contents before) {
    return new Alteration(before, List.of());
  }

  Alteration with(Object document) {
    return new Alteration(after.with(document), and(Item.of(document).id()));
  }

  /// What it does to the contents from before.
  List<Change> changes(Contents before) {
    return Change.between(before, after, ids, Set.of());
  }

  private Alteration without(String id) {
    return new Alteration(after.without(id), and(id));
  }

  private List<String> and(String id) {
    List<String> all = new ArrayList<>(ids);
    all.add(id);
    return all;
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

  /// Without a resource and what is part of it, if nothing else needs one of them; the links that
  /// lead to it go, too.
  static Outcome<Alteration> deleted(Contents contents, Item item, Instant now) {
    Set<String> going = going(contents, item.id());
    List<String> users = users(contents, item, going);
    if (users.isEmpty()) {
      Alteration left = none(contents);
      for (String id : going) {
        left = left.without(id);
      }
      for (TrustedProfile profile : linked(contents, item)) {
        left = left.with(unlinked(profile, item.id(), now));
      }
      return Outcome.of(left);
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
  private static Set<String> going(Contents contents, String id) {
    Set<String> all = new LinkedHashSet<>(Set.of(id));
    for (Resource part : contents.partsOf(id)) {
      all.addAll(going(contents, part.id()));
    }
    return all;
  }

  private static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static List<TrustedProfile> linked(Contents contents, Item item) {
    return item.value() instanceof Compute
        ? contents.profiles().stream()
            .filter(it -> it.links().stream().anyMatch(to -> to.target().id().equals(item.id())))
            .toList()
        : List.of();
  }

  private static TrustedProfile unlinked(TrustedProfile profile, String id, Instant now) {
    return Edits.modified(Edits.withoutLinks(profile, link -> link.target().id().equals(id)), now);
  }

  /// What has to go before this resource can: in words, such as "subnet blue-a".
  private static List<String> users(Contents contents, Item item, Set<String> going) {
    Stream<?> users =
        item.kind() == Kind.ACCOUNT
            ? contents.all(item.account(), Object.class).stream()
            : going.stream().flatMap(id -> contents.needing(id).stream()).distinct();
    return users
        .map(Item::of)
        .filter(it -> it.account().equals(item.account()))
        .filter(it -> item.kind() == Kind.ACCOUNT ? isOf(it) : !going.contains(it.id()))
        .sorted(Comparator.comparing(Item::kind))
        .map(Alteration::words)
        .toList();
  }

  /// Whether an account has it itself: what is part of something of its goes unsaid.
  private static boolean isOf(Item user) {
    return user.kind() != Kind.ACCOUNT
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
