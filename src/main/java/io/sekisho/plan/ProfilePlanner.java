package io.sekisho.plan;

import io.sekisho.iam.ClaimRule;
import io.sekisho.iam.ClaimRule.Condition;
import io.sekisho.iam.ClaimRule.Operator;
import io.sekisho.iam.ComputeType;
import io.sekisho.iam.Crn;
import io.sekisho.iam.Link;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Compute.DefaultTrustedProfile;
import io.sekisho.wire.ProfileSpec;
import io.sekisho.wire.ProfileSpec.LinkSpec;
import io.sekisho.wire.ProfileSpec.RuleSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Plans trusted profiles: first the profiles with their rules, then, when the compute resources
/// are known, their links.
final class ProfilePlanner {
  static final String PROFILE = "trusted profile";

  private final Scope scope;

  ProfilePlanner(Scope scope) {
    this.scope = scope;
  }

  void profiles(List<ProfileSpec> specs) {
    for (int i = 0; i < specs.size(); i++) {
      String path = path(i);
      if (scope.first(PROFILE, specs.get(i).name(), path)) {
        profile(specs.get(i), path);
      }
    }
  }

  private void profile(ProfileSpec spec, String path) {
    Optional<TrustedProfile> before = scope.draft.profiles.find(scope.account, spec.name());
    Instant now = scope.minter.now();
    scope.put(
        scope.draft.profiles,
        new TrustedProfile(
            before.map(TrustedProfile::id).orElseGet(() -> "Profile-" + scope.minter.uuid()),
            scope.account,
            spec.name(),
            spec.description().orElse(""),
            before.map(TrustedProfile::links).orElse(List.of()),
            rules(spec, before, path),
            before.map(TrustedProfile::federatedRules).orElse(List.of()),
            before.map(TrustedProfile::identities).orElse(List.of()),
            before.flatMap(TrustedProfile::email),
            before.map(TrustedProfile::createdAt).orElse(now),
            before.map(TrustedProfile::modifiedAt).orElse(now)));
  }

  private List<ClaimRule> rules(ProfileSpec spec, Optional<TrustedProfile> before, String path) {
    Map<String, ClaimRule> rules = new LinkedHashMap<>();
    for (int i = 0; i < spec.rules().size(); i++) {
      RuleSpec rule = spec.rules().get(i);
      String name = rule.name().orElse("rule-" + (i + 1));
      String id =
          before.stream()
              .flatMap(profile -> profile.rules().stream())
              .filter(each -> each.name().equals(name))
              .map(ClaimRule::id)
              .findFirst()
              .orElseGet(() -> "ClaimRule-" + scope.minter.uuid());
      ComputeType type = ComputeType.valueOf(rule.crType().orElse("VSI"));
      if (rules.put(name, new ClaimRule(id, name, type, conditions(rule))) != null) {
        scope.wrong(
            path + ".rules[" + i + "]",
            "is named " + name + ", and so is another rule; rename one of them.");
      }
    }
    return List.copyOf(rules.values());
  }

  private static List<Condition> conditions(RuleSpec rule) {
    return rule.conditions().stream()
        .map(each -> new Condition(each.claim(), Operator.valueOf(each.operator()), each.value()))
        .toList();
  }

  /// @param before the compute resources as they were, by name: a link that comes with one is made
  ///   along with it, and not again after an operator took it away
  void links(List<ProfileSpec> specs, Map<String, Compute> before) {
    Set<String> declared = new HashSet<>();
    for (int i = 0; i < specs.size(); i++) {
      ProfileSpec spec = specs.get(i);
      String path = path(i);
      scope
          .draft
          .profiles
          .find(scope.account, spec.name())
          .filter(profile -> declared.add(profile.id()))
          .ifPresent(profile -> declaredLinks(profile, spec, path));
    }
    for (Compute compute : scope.draft.computes.of(scope.account)) {
      Optional<String> old =
          Optional.ofNullable(before.get(compute.identity().name()))
              .flatMap(ProfilePlanner::linkedByItself);
      Optional<String> now = linkedByItself(compute);
      if (!old.equals(now)) {
        old.filter(id -> !declared.contains(id)).ifPresent(id -> unlink(id, compute));
        now.ifPresent(id -> link(id, compute));
      }
    }
  }

  /// Makes a profile's links those that are declared and those that came with a compute resource.
  /// What stays keeps its place and id.
  private void declaredLinks(TrustedProfile profile, ProfileSpec spec, String path) {
    Map<Crn, Link> wanted = new LinkedHashMap<>();
    for (int i = 0; i < spec.links().size(); i++) {
      LinkSpec link = spec.links().get(i);
      String at = path + ".links[" + i + "].compute";
      Optional<Compute> compute =
          scope.refer(scope.draft.computes, ComputePlanner.COMPUTE, link.compute(), at);
      compute.ifPresent(
          target -> wanted.put(target.identity().crn(), declared(profile, target, link)));
    }
    List<Link> links = new ArrayList<>();
    for (Link link : profile.links()) {
      Link still = wanted.remove(link.target());
      if (still != null) {
        links.add(still);
      } else if (cameWithCompute(profile, link)) {
        links.add(link);
      }
    }
    links.addAll(wanted.values());
    scope.put(scope.draft.profiles, Edits.withLinks(profile, links));
  }

  private Link declared(TrustedProfile profile, Compute compute, LinkSpec spec) {
    Optional<Link> known = Edits.find(profile, compute);
    Link link = known.orElseGet(() -> made(compute));
    return new Link(
        link.id(), link.type(), link.target(), spec.name().orElse(link.name()), link.createdAt());
  }

  private void link(String profileId, Compute compute) {
    TrustedProfile profile = scope.draft.profiles.get(profileId).orElseThrow();
    if (Edits.find(profile, compute).isEmpty()) {
      List<Link> links = new ArrayList<>(profile.links());
      links.add(made(compute));
      scope.draft.profiles.put(Edits.withLinks(profile, links));
    }
  }

  private void unlink(String profileId, Compute compute) {
    Optional<TrustedProfile> profile = scope.draft.profiles.get(profileId);
    profile.ifPresent(
        each ->
            scope.draft.profiles.put(
                Edits.withoutLinks(each, link -> link.target().equals(compute.identity().crn()))));
  }

  private Link made(Compute compute) {
    return Edits.link(compute, "", scope.minter.uuid(), scope.minter.now());
  }

  /// The id of the profile that a compute resource is linked to because it says so itself.
  private static Optional<String> linkedByItself(Compute compute) {
    return compute
        .initialization()
        .defaultTrustedProfile()
        .filter(DefaultTrustedProfile::autoLink)
        .map(profile -> profile.target().id());
  }

  private boolean cameWithCompute(TrustedProfile profile, Link link) {
    return scope
        .draft
        .computes
        .get(link.target().id())
        .flatMap(ProfilePlanner::linkedByItself)
        .filter(profile.id()::equals)
        .isPresent();
  }

  private String path(int i) {
    return scope.path + ".trusted_profiles[" + i + "]";
  }
}
