package io.sekisho.access;

import io.sekisho.control.Initiator;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Joined;
import io.sekisho.permission.Access;
import io.sekisho.permission.Access.Membership;
import io.sekisho.permission.Catalogue;
import io.sekisho.permission.Explanation;
import io.sekisho.permission.Question;
import io.sekisho.permission.Question.Identity;
import io.sekisho.permission.Question.Resource;
import io.sekisho.permission.Verdict;
import io.sekisho.permission.Verdict.Allowed;
import io.sekisho.permission.Verdict.Denied;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Whether a caller may do something: an operator of this installation everything, with a token for
/// one account everything there; everyone else what a policy of their own account allows, and
/// nothing beyond it.
public final class Permissions {
  /// Attributes that say which services a question is about.
  private static final List<String> SERVICES =
      List.of("serviceName", "serviceType", "service_group_id");

  private final Directory directory;
  private final Uses uses;
  private final InstantSource clock;

  public Permissions(Directory directory, Uses uses, InstantSource clock) {
    this.directory = directory;
    this.uses = uses;
    this.clock = clock;
  }

  /// Why a caller may not; empty if they may.
  ///
  /// @param action such as `iam-groups.groups.read`
  /// @param resource what is known of it; the account and the action's own service are added
  public Optional<Problem> refusal(Initiator by, String action, Map<String, String> resource) {
    if (by.type() == Initiator.Type.OPERATOR) {
      return Optional.empty();
    }
    if (by.account().isEmpty()) {
      return Optional.of(refused(by, action, resource, "it belongs to no account"));
    }
    AccountId account = by.account().get();
    Map<String, String> attributes = attributes(account, action, resource);
    Access access = directory.of(account);
    Instant now = clock.instant();
    Identity asker = new Identity(by.id(), account, groups(access, by.joined(), now));
    Question question = new Question(asker, action, resource(account, attributes), now);
    Verdict verdict = access.decide(question);
    return switch (verdict) {
      case Allowed allowed -> {
        uses.note(allowed.policy(), question.at());
        yield Optional.empty();
      }
      case Denied denied -> Optional.of(refused(by, action, attributes, denied.sentence()));
    };
  }

  boolean allows(Initiator by, String action, Map<String, String> resource) {
    return refusal(by, action, resource).isEmpty();
  }

  /// Somebody who is asked about.
  ///
  /// @param joined the rules of access groups that they met when they logged in, if it is they who
  ///   ask: of others it is not known how they are logged in
  record Asker(AccountId account, String iamId, Optional<Joined> joined) {}

  /// What an identity of an account may do there, and by which policy, or what is missing.
  Explanation explain(Asker who, String action, Map<String, String> resource) {
    Resource attributes = resource(who.account, attributes(who.account, action, resource));
    Access access = directory.of(who.account);
    Instant now = clock.instant();
    Identity asker = new Identity(who.iamId, who.account, groups(access, who.joined, now));
    return access.explain(new Question(asker, action, attributes, now));
  }

  /// A resource as policies see it, with its access tags.
  private Resource resource(AccountId account, Map<String, String> attributes) {
    return new Resource(
        attributes, directory.tags(account, attributes.getOrDefault("resource", "")));
  }

  /// By which rule somebody is in a group for a while, if by one.
  Optional<Membership> membership(Asker who, String group) {
    return who.joined.stream()
        .flatMap(it -> directory.of(who.account).memberships(it, clock.instant()).stream())
        .filter(it -> it.group().equals(group))
        .max(Comparator.comparing(Membership::until));
  }

  private static Set<String> groups(Access access, Optional<Joined> joined, Instant at) {
    return joined.stream()
        .flatMap(it -> access.memberships(it, at).stream())
        .map(Membership::group)
        .collect(Collectors.toSet());
  }

  /// A resource as policies see it.
  static Map<String, String> attributes(
      AccountId account, String action, Map<String, String> resource) {
    Map<String, String> all = new TreeMap<>(resource);
    all.putIfAbsent("accountId", account.value());
    String service = action.substring(0, Math.max(0, action.indexOf('.')));
    if (SERVICES.stream().noneMatch(all::containsKey)
        && Catalogue.standard().service(service).isPresent()) {
      all.put("serviceName", service);
    }
    return all;
  }

  /// Tells what would be needed, and nothing of what others have.
  private static Problem refused(
      Initiator by, String action, Map<String, String> attributes, String why) {
    if (!Catalogue.standard().grants(action)) {
      return Problem.of(Code.UNAUTHORIZED, "This is for operators of the installation alone.")
          .detail(why);
    }
    String resource =
        attributes.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(", "));
    return Problem.of(
            Code.UNAUTHORIZED,
            "%s may not do this: it takes a policy that grants %s on %s."
                .formatted(by.id(), action, resource.isEmpty() ? "the resource" : resource))
        .detail(why);
  }
}
