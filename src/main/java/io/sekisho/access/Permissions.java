package io.sekisho.access;

import io.sekisho.control.Initiator;
import io.sekisho.iam.AccountId;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Permits permits;
  private final InstantSource clock;

  public Permissions(Directory directory, Permits permits, InstantSource clock) {
    this.directory = directory;
    this.permits = permits;
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
    Question question =
        new Question(
            new Identity(by.id(), account), action, new Resource(attributes), clock.instant());
    Verdict verdict = directory.of(account).decide(question);
    return switch (verdict) {
      case Allowed allowed -> {
        permits.note(allowed.policy(), question.at());
        yield Optional.empty();
      }
      case Denied denied -> Optional.of(refused(by, action, attributes, denied.sentence()));
    };
  }

  boolean allows(Initiator by, String action, Map<String, String> resource) {
    return refusal(by, action, resource).isEmpty();
  }

  /// What an identity of an account may do there, and by which policy, or what is missing.
  public Explanation explain(
      AccountId account, String iamId, String action, Map<String, String> resource) {
    Resource attributes = new Resource(attributes(account, action, resource));
    return directory
        .of(account)
        .explain(new Question(new Identity(iamId, account), action, attributes, clock.instant()));
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
