package io.sekisho.access;

import io.sekisho.access.Permissions.Asker;
import io.sekisho.control.Controller;
import io.sekisho.control.Initiator;
import io.sekisho.control.Item;
import io.sekisho.control.Kind;
import io.sekisho.control.Ledger;
import io.sekisho.control.Store.Document;
import io.sekisho.control.Store.Documents;
import io.sekisho.explanation.AccessExplanation;
import io.sekisho.explanation.AccessExplanation.Grant;
import io.sekisho.explanation.AccessExplanation.Near;
import io.sekisho.explanation.AccessExplanation.Question;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.ApiKey;
import io.sekisho.iam.Crn;
import io.sekisho.iam.Joined;
import io.sekisho.iam.Policy;
import io.sekisho.iam.ServiceId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.iam.User;
import io.sekisho.permission.Catalogue;
import io.sekisho.permission.Explanation;
import io.sekisho.permission.Verdict;
import io.sekisho.problem.Code;
import io.sekisho.problem.Nearest;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Answers who may do what, and by which policy, or what is missing.
public final class Inquiry {
  /// What it takes to ask about others, and to be told of policies.
  public static final String ACTION = "iam-access-management.user-access-list.read";

  /// No attribute of a resource is longer.
  private static final int MAX_TEXT = 1_000;

  private final Ledger ledger;
  private final Controller control;
  private final Permissions permissions;

  public Inquiry(Ledger ledger, Controller control, Permissions permissions) {
    this.ledger = ledger;
    this.control = control;
    this.permissions = permissions;
  }

  /// Somebody who may or may not do something.
  private record Who(AccountId account, String iamId, String name) {}

  public Outcome<AccessExplanation> ask(Question question, Initiator by) {
    if (question.who().equals("me") && by.isOperator()) {
      return Outcome.of(operator(question, by));
    }
    return account(question, by)
        .then(account -> allowedToAsk(who(account, question.who(), by), by))
        .then(who -> known(question.action()).map(_ -> who))
        .then(
            who ->
                resource(question, who.account, by)
                    .map(resource -> explained(who, question.action(), resource, by)));
  }

  private static AccessExplanation operator(Question question, Initiator by) {
    return new AccessExplanation(
        true,
        "an operator of this installation may do everything, without a policy",
        by.id(),
        by.name(),
        "",
        question.action(),
        Map.of(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  /// The account that is asked about: the caller's, the one named, or the only one there is.
  private Outcome<AccountId> account(Question question, Initiator by) {
    if (by.account().isPresent()) {
      AccountId own = by.account().get();
      boolean other =
          question.account().stream()
              .anyMatch(it -> !it.equals(own.value()) && !it.equals(control.accountName(own)));
      return other
          ? refuse("account", "Your token is for account " + own + ": ask about that one.")
          : Outcome.of(own);
    }
    List<Item> all = ledger.edition().all(Kind.ACCOUNT, Optional.empty());
    if (question.account().isPresent()) {
      return ledger
          .edition()
          .find(Kind.ACCOUNT, question.account().get(), Optional.empty())
          .map(Item::account);
    }
    return all.size() == 1
        ? Outcome.of(all.getFirst().account())
        : refuse("account", "Name the account: there are " + all.size() + ".");
  }

  private Outcome<Who> who(AccountId account, String who, Initiator by) {
    if (who.equals("me") || who.equals(by.id())) {
      return Outcome.of(new Who(account, by.id(), by.name()));
    }
    Documents documents = ledger.in(account);
    List<Who> found =
        Stream.of(Kind.TRUSTED_PROFILE, Kind.SERVICE_ID, Kind.USER, Kind.API_KEY)
            .flatMap(
                kind ->
                    documents
                        .get(kind, who)
                        .or(() -> documents.get(kind, who.replaceFirst("^iam-", "")))
                        .or(() -> documents.named(kind, who))
                        .flatMap(document -> identity(documents, document))
                        .stream())
            .distinct()
            .toList();
    return switch (found.size()) {
      case 1 -> Outcome.of(found.getFirst());
      case 0 ->
          refuse(
              "who",
              "There is no trusted profile, service ID, user or API key %s in the account."
                  .formatted(who));
      default ->
          refuse(
              "who",
              "Several are called %s: say which by its IAM id, %s."
                  .formatted(who, String.join(" or ", found.stream().map(Who::iamId).toList())));
    };
  }

  /// Of an API key, whose it is.
  private static Optional<Who> identity(Documents documents, Document document) {
    AccountId account = document.label().account();
    return switch (document.value()) {
      case TrustedProfile it -> Optional.of(new Who(account, it.iamId(), it.name()));
      case ServiceId it -> Optional.of(new Who(account, it.iamId(), it.name()));
      case User it -> Optional.of(new Who(account, it.iamId(), it.name()));
      case ApiKey it ->
          documents
              .get(Kind.SERVICE_ID, it.iamId().replaceFirst("^iam-", ""))
              .or(() -> documents.get(Kind.USER, it.iamId()))
              .flatMap(owner -> identity(documents, owner));
      default -> Optional.empty();
    };
  }

  /// Everyone may ask what they themselves may do; of others, not everyone learns who there is.
  private Outcome<Who> allowedToAsk(Outcome<Who> found, Initiator by) {
    boolean self = found instanceof Outcome.Granted<Who>(Who who) && who.iamId.equals(by.id());
    Optional<Problem> refusal = self ? Optional.empty() : permissions.refusal(by, ACTION, Map.of());
    return refusal.<Outcome<Who>>map(Outcome::refuse).orElse(found);
  }

  private static Outcome<String> known(String action) {
    Catalogue catalogue = Catalogue.standard();
    List<String> all =
        Stream.concat(Stream.of(catalogue.everywhere()), catalogue.services().stream())
            .flatMap(service -> service.actions().stream())
            .distinct()
            .toList();
    return all.contains(action)
        ? Outcome.of(action)
        : refuse(
            "action", "There is no action %s.%s".formatted(action, Nearest.question(action, all)));
  }

  /// The attributes that were given, or those of the resource that a CRN names.
  private Outcome<Map<String, String>> resource(
      Question question, AccountId account, Initiator by) {
    Map<String, String> all = new TreeMap<>();
    for (String each : question.resource()) {
      if (each.length() > MAX_TEXT) {
        return refuse("resource", "Give at most " + MAX_TEXT + " characters of each.");
      }
      if (each.startsWith("crn:")) {
        Outcome<Map<String, String>> named = named(each, by);
        if (named instanceof Outcome.Granted<Map<String, String>>(var attributes)) {
          all.putAll(attributes);
        } else {
          return named;
        }
      } else {
        int equals = each.indexOf('=');
        if (equals < 1) {
          return refuse("resource", "Give the resource as its CRN, or as name=value.");
        }
        all.put(each.substring(0, equals), each.substring(equals + 1));
      }
    }
    return Outcome.of(Permissions.attributes(account, question.action(), all));
  }

  private Outcome<Map<String, String>> named(String text, Initiator by) {
    try {
      Crn crn = Crn.parse(text);
      Map<String, String> all = new LinkedHashMap<>();
      all.put("resourceType", crn.type());
      all.put("resource", crn.id());
      ledger
          .edition()
          .item(crn.id())
          .ifPresent(item -> all.putAll(control.attributes(item.kind(), crn.id(), by)));
      all.put("accountId", crn.account().value());
      all.put("serviceName", crn.service());
      return Outcome.of(all);
    } catch (IllegalArgumentException e) {
      return refuse("resource", e.getMessage() + ".");
    }
  }

  private AccessExplanation explained(
      Who who, String action, Map<String, String> resource, Initiator by) {
    Optional<Joined> joined = who.iamId.equals(by.id()) ? by.joined() : Optional.empty();
    Asker asker = new Asker(who.account, who.iamId, joined);
    Explanation explanation = permissions.explain(asker, action, resource);
    boolean mayRead = permissions.allows(by, ACTION, Map.of());
    Verdict verdict = explanation.verdict();
    return new AccessExplanation(
        verdict.isAllowed(),
        verdict.sentence() + entrance(asker, verdict),
        who.iamId,
        who.name,
        who.account.value(),
        action,
        resource,
        verdict instanceof Verdict.Allowed allowed
            ? Optional.of(grant(who.account, allowed))
            : Optional.empty(),
        explanation.granting(),
        mayRead ? explanation.nearest().stream().map(Inquiry::near).toList() : List.of());
  }

  /// By which rule, where it is by a group that has one for who asks.
  private String entrance(Asker asker, Verdict verdict) {
    Optional<String> group =
        verdict instanceof Verdict.Allowed allowed ? allowed.group() : Optional.empty();
    return group
        .flatMap(it -> permissions.membership(asker, it))
        .map(it -> ", of whom you are one by rule %s until %s".formatted(it.rule(), it.until()))
        .orElse("");
  }

  private Grant grant(AccountId account, Verdict.Allowed allowed) {
    Documents documents = ledger.in(account);
    Optional<String> groupName =
        allowed
            .group()
            .flatMap(id -> documents.get(Kind.ACCESS_GROUP, id))
            .map(document -> document.label().name());
    String description =
        documents
            .get(Kind.POLICY, allowed.policy())
            .map(document -> ((Policy) document.value()).terms().description())
            .orElse("");
    return new Grant(allowed.policy(), description, allowed.role(), allowed.group(), groupName);
  }

  private static Near near(Explanation.Finding finding) {
    return new Near(
        finding.policy(),
        finding.description(),
        finding.lacks().stream().map(Explanation.Lack::words).toList());
  }

  private static <T> Outcome<T> refuse(String field, String message) {
    return Outcome.refuse(Problem.of(Code.INVALID_VALUE, message).field(field));
  }
}
