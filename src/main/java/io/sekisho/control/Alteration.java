package io.sekisho.control;

import io.sekisho.iam.Account;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.plan.Edits;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Snapshot.Contents;
import io.sekisho.vpc.Subnet;
import io.sekisho.wire.MetadataServiceSettings;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Contents with one resource different, or gone.
final class Alteration {
  private static final int NAMED = 3;

  private Alteration() {}

  static Contents with(Contents contents, Account account) {
    return rebuilt(
        contents,
        replaced(contents.accounts(), account, each -> each.id().value()),
        contents.profiles(),
        contents.computes());
  }

  static Contents with(Contents contents, TrustedProfile profile) {
    return rebuilt(
        contents,
        contents.accounts(),
        replaced(contents.profiles(), profile, TrustedProfile::id),
        contents.computes());
  }

  static Contents with(Contents contents, Compute compute) {
    return rebuilt(
        contents,
        contents.accounts(),
        contents.profiles(),
        replaced(contents.computes(), compute, Compute::id));
  }

  private static Contents rebuilt(
      Contents now, List<Account> accounts, List<TrustedProfile> profiles, List<Compute> computes) {
    return new Contents(
        accounts, profiles, now.vpcs(), now.subnets(), now.keys(), now.placementGroups(), computes);
  }

  private static <T> List<T> replaced(List<T> all, T value, Function<T, String> id) {
    return all.stream().map(each -> id.apply(each).equals(id.apply(value)) ? value : each).toList();
  }

  /// A compute resource with other switches.
  static Outcome<Compute> switched(Compute compute, MetadataServiceSettings settings) {
    try {
      return Outcome.of(Edits.with(compute, Edits.changed(compute.metadataService(), settings)));
    } catch (IllegalArgumentException e) {
      return Outcome.refuse(
          Problem.of(Code.INVALID_VALUE, e.getMessage() + ".").field("metadata_service"));
    }
  }

  /// Without a resource that nothing needs.
  static Outcome<Contents> deleted(Contents contents, Item item, Instant now) {
    List<String> users = users(contents, item);
    if (users.isEmpty()) {
      return Outcome.of(without(contents, item.id(), now));
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
        kept(contents.vpcs(), id, each -> each.id()),
        kept(contents.subnets(), id, each -> each.id()),
        kept(contents.keys(), id, each -> each.id()),
        kept(contents.placementGroups(), id, each -> each.id()),
        kept(contents.computes(), id, each -> each.id()));
  }

  private static <T> List<T> kept(List<T> all, String id, Function<T, String> idOf) {
    return all.stream().filter(each -> !idOf.apply(each).equals(id)).toList();
  }

  private static TrustedProfile unlinked(TrustedProfile profile, String id, Instant now) {
    TrustedProfile without = Edits.withoutLinks(profile, link -> link.target().id().equals(id));
    return without.equals(profile) ? profile : Edits.modified(without, now);
  }

  /// What has to go before this resource can: in words, such as "subnet blue-a".
  private static List<String> users(Contents contents, Item item) {
    String id = item.id();
    Predicate<Item> uses =
        switch (item.kind()) {
          case ACCOUNT ->
              user -> user.kind() != Kind.ACCOUNT && user.account().equals(item.account());
          case VPC -> user -> liesIn(user.value(), id);
          case SUBNET -> user -> user.value() instanceof Compute compute && isOn(compute, id);
          case KEY -> user -> user.value() instanceof Compute compute && has(compute, id);
          case PLACEMENT_GROUP ->
              user -> user.value() instanceof Instance instance && isIn(instance, id);
          case TRUSTED_PROFILE ->
              user -> user.value() instanceof Compute compute && defaultsTo(compute, id);
          default -> _ -> false;
        };
    return Item.all(contents).values().stream().filter(uses).map(Alteration::words).toList();
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

  private static boolean liesIn(Object value, String vpc) {
    return switch (value) {
      case Subnet subnet -> subnet.vpc().equals(vpc);
      case Compute compute -> compute.vpc().equals(vpc);
      default -> false;
    };
  }

  private static boolean isOn(Compute compute, String subnet) {
    return compute.interfaces().stream().anyMatch(nic -> nic.subnet().equals(subnet));
  }

  private static boolean has(Compute compute, String key) {
    Compute.Initialization given = compute.initialization();
    return given.keys().contains(key)
        || given.password().filter(password -> password.key().equals(key)).isPresent();
  }

  private static boolean defaultsTo(Compute compute, String profile) {
    return compute
        .initialization()
        .defaultTrustedProfile()
        .filter(each -> each.target().id().equals(profile))
        .isPresent();
  }

  private static boolean isIn(Instance instance, String group) {
    return instance.scheduling().placementGroup().filter(group::equals).isPresent();
  }
}
