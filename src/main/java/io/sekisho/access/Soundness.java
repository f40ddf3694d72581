package io.sekisho.access;

import io.sekisho.control.Kind;
import io.sekisho.control.Labels;
import io.sekisho.control.Ledger;
import io.sekisho.control.Store.Document;
import io.sekisho.control.Store.Documents;
import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Terms;
import io.sekisho.iam.Role;
import io.sekisho.iam.ServiceId;
import io.sekisho.permission.Proposal;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.List;
import java.util.Optional;

/// Whether a policy makes sense in its account: what it says, and whom it is for.
final class Soundness {
  private final Ledger ledger;

  Soundness(Ledger ledger) {
    this.ledger = ledger;
  }

  /// What a policy of this account may say.
  Outcome<Terms> check(AccountId account, Proposal proposal) {
    Documents documents = ledger.in(account);
    List<Role> roles =
        Directory.all(documents, Kind.ROLE).stream()
            .map(document -> (Role) document.value())
            .toList();
    return proposal
        .check(account, roles)
        .then(
            terms ->
                subject(terms)
                    .flatMap(subject -> missing(documents, subject))
                    .<Outcome<Terms>>map(Outcome::refuse)
                    .orElseGet(() -> Outcome.of(terms)));
  }

  /// Nothing about a locked service ID may be changed.
  Outcome<Policy> unlocked(Policy policy) {
    Optional<Problem> locked =
        serviceId(ledger.in(policy.account()), Labels.of(policy).parent())
            .filter(ServiceId::locked)
            .map(Soundness::locked);
    return locked.<Outcome<Policy>>map(Outcome::refuse).orElseGet(() -> Outcome.of(policy));
  }

  /// Why there can be no policy for somebody. Users may come later; what is made in the account has
  /// to be there.
  static Optional<Problem> missing(Documents documents, String subject) {
    if (AccessGroup.isId(subject)) {
      return present(documents.get(Kind.ACCESS_GROUP, subject), subject);
    }
    if (subject.startsWith("iam-Profile-")) {
      return present(documents.get(Kind.TRUSTED_PROFILE, plain(subject)), subject);
    }
    if (subject.startsWith("iam-ServiceId-")) {
      return present(documents.get(Kind.SERVICE_ID, plain(subject)), subject)
          .or(() -> serviceId(documents, subject).filter(ServiceId::locked).map(Soundness::locked));
    }
    return Optional.empty();
  }

  private static Optional<Problem> present(Optional<Document> found, String subject) {
    return found.isPresent()
        ? Optional.empty()
        : Optional.of(
            Problem.of(Code.INVALID_VALUE, "There is no " + subject + " in this account.")
                .field("subject"));
  }

  private static Optional<ServiceId> serviceId(Documents documents, String subject) {
    return documents.get(Kind.SERVICE_ID, plain(subject)).map(each -> (ServiceId) each.value());
  }

  private static Problem locked(ServiceId id) {
    return Problem.of(Code.CONFLICT, "Service ID " + id.name() + " is locked: unlock it first.")
        .field("subject");
  }

  private static Optional<String> subject(Terms terms) {
    return terms.type() == Policy.Type.ACCESS
        ? terms.subject().stream().findFirst().map(Policy.Condition::value)
        : Optional.empty();
  }

  private static String plain(String iamId) {
    return iamId.replaceFirst("^iam-", "");
  }
}
