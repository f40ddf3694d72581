package io.sekisho.access;

import io.sekisho.control.Kind;
import io.sekisho.control.Ledger;
import io.sekisho.control.Store.Document;
import io.sekisho.control.Store.Documents;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.ServiceId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.iam.User;
import java.util.Optional;

/// Knows identities by their IAM ids, for those who read lists of them.
public final class People {
  private final Ledger ledger;

  public People(Ledger ledger) {
    this.ledger = ledger;
  }

  /// What people know an identity by.
  public record Person(String name, Optional<String> email, Optional<String> description) {}

  /// An identity of an account, if it is there.
  public Optional<Person> find(AccountId account, String iamId) {
    Documents documents = ledger.in(account);
    String plain = iamId.replaceFirst("^iam-", "");
    return documents
        .get(Kind.TRUSTED_PROFILE, plain)
        .or(() -> documents.get(Kind.SERVICE_ID, plain))
        .or(() -> documents.get(Kind.USER, iamId))
        .flatMap(People::person);
  }

  private static Optional<Person> person(Document document) {
    return switch (document.value()) {
      case TrustedProfile it ->
          Optional.of(new Person(it.name(), Optional.empty(), Optional.of(it.description())));
      case ServiceId it ->
          Optional.of(new Person(it.name(), Optional.empty(), Optional.of(it.description())));
      case User it -> Optional.of(new Person(it.name(), Optional.of(it.email()), Optional.empty()));
      default -> Optional.empty();
    };
  }
}
