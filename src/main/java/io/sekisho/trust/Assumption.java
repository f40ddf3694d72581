package io.sekisho.trust;

import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccessGroup.DynamicRule;
import io.sekisho.iam.FederatedRule;
import io.sekisho.iam.Link;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Decides which trusted profile a compute resource assumes with a request.
///
/// A profile is trusted by an explicit link or by a claim rule, in this order, at the moment of the
/// request: what was true when the compute resource was made counts for nothing.
public final class Assumption {
  /// The same words for every way of not being trusted, or a guest could find out which profiles
  /// exist, in its own account and in others.
  private static final Problem NOT_LINKED =
      Problem.of(
          Code.PROFILE_NOT_LINKED,
          "The trusted profile is not linked to this compute resource. Link it, or add a rule that"
              + " this compute resource meets, and try again.");

  private Assumption() {}

  /// Chooses the profile that was asked for, else the default one of the compute resource.
  ///
  /// @param profiles finds a profile of any account by its id
  public static Decision choose(
      Subject subject, Asked asked, Function<String, Optional<TrustedProfile>> profiles) {
    return switch (Wanted.of(asked, subject.compute())) {
      case Wanted.Unclear(Problem problem, Reason reason) -> refused(problem, reason);
      case Wanted.Profile wanted ->
          profiles
              .apply(wanted.id())
              .map(profile -> decide(subject, wanted, profile))
              .orElseGet(() -> refused(NOT_LINKED, new Reason.Unknown(wanted.id())));
    };
  }

  /// Why a compute resource may assume a profile, or may not, whatever a request asks for.
  public static Reason judge(Subject subject, TrustedProfile profile) {
    Compute compute = subject.compute();
    if (!profile.account().equals(subject.account().id())) {
      return new Reason.Foreign(profile.id());
    }
    Optional<Link> link = profile.links().stream().filter(l -> names(l, compute)).findFirst();
    if (link.isPresent()) {
      return new Reason.Linked(profile.id(), link.get());
    }
    Rules rules = new Rules(Claims.of(subject));
    List<RuleFinding> findings =
        profile.rules().stream().map(rule -> rules.judge(rule, compute.type())).toList();
    return findings.stream()
        .filter(RuleFinding::holds)
        .findFirst()
        .<Reason>map(finding -> new Reason.Ruled(profile.id(), finding))
        .orElseGet(() -> new Reason.Untrusting(profile.id(), findings));
  }

  /// The first rule by which a person whom an identity provider vouches for may assume a profile.
  ///
  /// @param realm the identity provider's
  /// @param texts claims that have one value by nature
  /// @param lists claims that are lists by nature, so that `CONTAINS` means an element
  public static Optional<FederatedRule> judge(
      TrustedProfile profile,
      String realm,
      Map<String, String> texts,
      Map<String, List<String>> lists) {
    Rules rules = new Rules(Claims.of(texts, lists));
    return profile.federatedRules().stream()
        .filter(rule -> rule.realm().equals(realm))
        .filter(rule -> rules.hold(rule.conditions()))
        .findFirst();
  }

  /// The prints of the rules of access groups that a person meets whom an identity provider vouches
  /// for; as above.
  public static List<String> met(
      List<AccessGroup> groups,
      String realm,
      Map<String, String> texts,
      Map<String, List<String>> lists) {
    Rules rules = new Rules(Claims.of(texts, lists));
    return groups.stream()
        .flatMap(group -> group.rules().stream())
        .filter(rule -> rule.realm().equals(realm))
        .filter(rule -> rules.hold(rule.conditions()))
        .map(DynamicRule::print)
        .toList();
  }

  private static Decision decide(Subject subject, Wanted.Profile wanted, TrustedProfile profile) {
    boolean asNamed = wanted.account().stream().allMatch(profile.account()::equals);
    Reason reason = asNamed ? judge(subject, profile) : new Reason.Foreign(profile.id());
    return switch (reason) {
      case Reason.Trusting _ -> new Decision(Outcome.of(profile), reason);
      case Reason.Refusing _ -> refused(NOT_LINKED, reason);
    };
  }

  /// A link is to one resource by its CRN; its type must be the resource's too.
  private static boolean names(Link link, Compute compute) {
    return link.type() == compute.type() && link.target().equals(compute.identity().crn());
  }

  private static Decision refused(Problem problem, Reason reason) {
    return new Decision(Outcome.refuse(problem.detail(reason.sentence())), reason);
  }
}
