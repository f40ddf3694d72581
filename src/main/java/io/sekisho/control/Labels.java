package io.sekisho.control;

import io.sekisho.control.Store.Label;
import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.ApiKey;
import io.sekisho.iam.IdentityProvider;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Role;
import io.sekisho.iam.ServiceId;
import io.sekisho.iam.Stamps;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.iam.User;
import io.sekisho.vpc.Resource;
import java.time.Instant;

/// What each kind of document is found by.
public final class Labels {
  private Labels() {}

  public static Label of(Object value) {
    return switch (value) {
      case Account it -> account(it);
      case TrustedProfile it ->
          label(Kind.TRUSTED_PROFILE, it.id(), it.account(), it.name())
              .described(it.description())
              .at(it.createdAt(), it.modifiedAt());
      case Resource it -> resource(it);
      default -> identity(value);
    };
  }

  private static Label identity(Object value) {
    return switch (value) {
      case User it -> stamped(label(Kind.USER, it.iamId(), it.account(), it.email()), it.stamps());
      case ServiceId it ->
          stamped(label(Kind.SERVICE_ID, it.id(), it.account(), it.name()), it.stamps())
              .described(it.description());
      case ApiKey it ->
          stamped(label(Kind.API_KEY, it.id(), it.account(), it.name()), it.stamps())
              .under(it.iamId())
              .described(it.description());
      case IdentityProvider it ->
          stamped(label(Kind.IDENTITY_PROVIDER, it.id(), it.account(), it.realm()), it.stamps())
              .described(it.description().orElse(""));
      case AccessGroup it ->
          stamped(label(Kind.ACCESS_GROUP, it.id(), it.account(), it.name()), it.stamps())
              .described(it.description());
      case Policy it ->
          stamped(label(Kind.POLICY, it.id(), it.account(), ""), it.stamps())
              .under(subject(it.terms()))
              .described(it.terms().description());
      case Role it ->
          stamped(label(Kind.ROLE, it.id(), it.account(), it.name()), it.stamps())
              .described(it.description());
      default -> throw new IllegalStateException("nothing keeps a " + value.getClass());
    };
  }

  private static Label account(Account it) {
    Instant modified =
        it.settings()
            .flatMap(settings -> settings.stamps())
            .map(stamps -> stamps.modified().at())
            .orElse(it.createdAt());
    return label(Kind.ACCOUNT, it.id().value(), it.id(), it.name()).at(it.createdAt(), modified);
  }

  /// The identity or access group whose policy it is; an authorization is nobody's.
  private static String subject(Policy.Terms terms) {
    return terms.type() == Policy.Type.ACCESS
        ? terms.subject().stream().findFirst().map(Policy.Condition::value).orElse("")
        : "";
  }

  private static Label resource(Resource it) {
    Instant made = it.identity().createdAt();
    return label(Kind.of(it), it.id(), it.account(), it.name()).at(made, made);
  }

  private static Label label(Kind kind, String id, AccountId account, String name) {
    return new Label(kind, id, account, name, "", "", Instant.EPOCH, Instant.EPOCH);
  }

  private static Label stamped(Label label, Stamps stamps) {
    return label.at(stamps.created().at(), stamps.modified().at());
  }
}
