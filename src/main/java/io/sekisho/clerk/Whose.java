package io.sekisho.clerk;

import io.sekisho.client.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// Whose something is, or for whom: options that several commands have.
final class Whose {
  @Option(
      names = {"--profile", "--trusted-profile"},
      paramLabel = "NAME",
      description = "A trusted profile's.")
  private Optional<String> profile = Optional.empty();

  @Option(names = "--service-id", paramLabel = "NAME", description = "A service ID's.")
  private Optional<String> serviceId = Optional.empty();

  @Option(names = "--user", paramLabel = "EMAIL", description = "A user's; me for your own.")
  private Optional<String> user = Optional.empty();

  @Option(
      names = {"--group", "--access-group"},
      paramLabel = "NAME",
      description = "An access group's.")
  private Optional<String> group = Optional.empty();

  /// Somebody who has policies.
  ///
  /// @param key what policies call it
  record Subject(String key, String id) {}

  /// Of one thing.
  static Whose of(Thing thing, String id) {
    Whose whose = new Whose();
    Optional<String> named = Optional.of(id);
    switch (thing) {
      case TRUSTED_PROFILE -> whose.profile = named;
      case SERVICE_ID -> whose.serviceId = named;
      case USER -> whose.user = named;
      case ACCESS_GROUP -> whose.group = named;
      default -> throw new IllegalArgumentException(thing + " has nothing of its own");
    }
    return whose;
  }

  /// Of whoever asks.
  static Whose self() {
    return of(Thing.USER, "me");
  }

  boolean isNobody() {
    return count() == 0;
  }

  private long count() {
    return Stream.of(profile, serviceId, user, group).filter(Optional::isPresent).count();
  }

  /// Who is named, exactly one.
  Subject subject(Registry registry) {
    if (count() != 1) {
      throw Failure.mistyped("Say for whom: one of --profile, --service-id, --user and --group.");
    }
    return group
        .map(it -> new Subject("access_group_id", registry.find(Thing.ACCESS_GROUP, it).id()))
        .orElseGet(() -> new Subject("iam_id", iamId(registry)));
  }

  /// The IAM id of the one identity that is named.
  String iamId(Registry registry) {
    if (count() != 1 || group.isPresent()) {
      throw Failure.mistyped("Say whose: one of --profile, --service-id and --user.");
    }
    if (user.equals(Optional.of("me"))) {
      return registry.iam().token().claim("/iam_id");
    }
    return Stream.of(
            named(registry, Thing.TRUSTED_PROFILE, profile),
            named(registry, Thing.SERVICE_ID, serviceId),
            named(registry, Thing.USER, user))
        .flatMap(Optional::stream)
        .findFirst()
        .map(found -> found.text("iam_id"))
        .orElseThrow();
  }

  private static Optional<Registry.Entry> named(
      Registry registry, Thing thing, Optional<String> name) {
    return name.map(it -> registry.find(thing, it));
  }

  /// What stands for `{whose}` in the path of a kind.
  String in(Thing thing, Registry registry) {
    return switch (thing) {
      case LINK, RULE, MEMBER -> part(thing, registry);
      case API_KEY -> isNobody() ? "scope=account" : "iam_id=" + Registry.encoded(iamId(registry));
      case POLICY -> isNobody() ? "" : filter(subject(registry));
      default -> nobody(thing);
    };
  }

  /// A rule that is nobody's is a guardrail.
  Thing meant(Thing thing) {
    return thing == Thing.RULE && isNobody() ? Thing.CONFIG_RULE : thing;
  }

  private String nobody(Thing thing) {
    if (!isNobody()) {
      throw Failure.mistyped("What is asked of %s is not of somebody.".formatted(thing.word()));
    }
    return "";
  }

  private static String filter(Subject subject) {
    return subject.key + "=" + Registry.encoded(subject.id);
  }

  private String part(Thing thing, Registry registry) {
    if (count() == 1 && profile.isPresent() && thing != Thing.MEMBER) {
      return "/v1/profiles/" + registry.find(Thing.TRUSTED_PROFILE, profile.get()).id();
    }
    if (count() == 1 && group.isPresent() && thing != Thing.LINK) {
      return "/v2/groups/" + registry.find(Thing.ACCESS_GROUP, group.get()).id();
    }
    Map<Thing, List<String>> owners =
        Map.of(
            Thing.LINK, List.of("--profile"),
            Thing.MEMBER, List.of("--group"),
            Thing.RULE, List.of("--profile", "--group"));
    throw Failure.mistyped(
        "Say of which the %s is, with %s."
            .formatted(thing.word(), String.join(" or ", owners.getOrDefault(thing, List.of()))));
  }
}
