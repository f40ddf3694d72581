package io.sekisho.token;

import io.sekisho.assertion.Asserted;
import io.sekisho.assertion.Assertion;
import io.sekisho.assertion.Expected;
import io.sekisho.assertion.IdToken;
import io.sekisho.assertion.SamlAssertion;
import io.sekisho.credential.Holder;
import io.sekisho.credential.Holder.Basis;
import io.sekisho.iam.Account;
import io.sekisho.iam.FederatedRule;
import io.sekisho.iam.IdentityProvider;
import io.sekisho.iam.IdentityProvider.Protocol;
import io.sekisho.iam.Joined;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Outcome;
import io.sekisho.trust.Assumption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// An identity provider's assertion about a person for a token of a trusted profile, of which a
/// rule lets that person in. It begins a session.
final class AssertionGrant implements Grant {
  private static final int LONGEST_NAME = 255;

  private final Tokens.Parts parts;
  private final Profiles profiles;
  private final String type;
  private final Protocol protocol;
  private final Function<String, Outcome<Assertion>> reader;

  private AssertionGrant(
      Tokens.Parts parts,
      Profiles profiles,
      String type,
      Protocol protocol,
      Function<String, Outcome<Assertion>> reader) {
    this.parts = parts;
    this.profiles = profiles;
    this.type = type;
    this.protocol = protocol;
    this.reader = reader;
  }

  static Grant ofIdTokens(Tokens.Parts parts, Profiles profiles) {
    return new AssertionGrant(parts, profiles, Tokens.ID_TOKEN, Protocol.OIDC, IdToken::parse);
  }

  static Grant ofSaml(Tokens.Parts parts, Profiles profiles) {
    return new AssertionGrant(parts, profiles, Tokens.SAML, Protocol.SAML, SamlAssertion::parse);
  }

  /// A person, as a provider of the profile's account vouches for them.
  private record Person(IdentityProvider provider, Asserted asserted) {
    String iamId() {
      return provider.realm() + "-" + asserted.subject();
    }

    String name() {
      return asserted
          .first("name", "displayName", "email", "mail")
          .map(Person::cut)
          .orElse(asserted.subject());
    }

    Optional<String> email() {
      return asserted.first("email", "mail").filter(it -> it.length() <= LONGEST_NAME);
    }

    /// What goes into a token, which has to fit into a header.
    private static String cut(String name) {
      return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }
  }

  @Override
  public Outcome<Permit> decide(Attempt attempt) {
    return attempt
        .required("assertion")
        .then(
            text ->
                profiles
                    .named(attempt, Optional.empty())
                    .then(profile -> reader.apply(text).then(it -> permit(attempt, profile, it))));
  }

  private Outcome<Permit> permit(Attempt attempt, TrustedProfile profile, Assertion assertion) {
    Optional<Account> account = parts.standing().account(profile.account());
    if (account.isEmpty()) {
      return Profiles.untrusting("its account is gone");
    }
    return person(attempt, profile, assertion)
        .then(
            person -> {
              attempt.by(profile.account(), person.iamId(), person.name());
              return permit(attempt, profile, person, account.get());
            });
  }

  private Outcome<Person> person(Attempt attempt, TrustedProfile profile, Assertion assertion) {
    List<IdentityProvider> meant =
        parts.standing().providers(profile.account()).stream()
            .filter(it -> it.protocol() == protocol && it.issuer().equals(assertion.issuer()))
            .toList();
    if (meant.size() != 1) {
      return Assertion.refuse(meant.size() + " identity providers of the account are the issuer");
    }
    IdentityProvider provider = meant.getFirst();
    Set<String> recipients = new TreeSet<>(attempt.request().addresses());
    recipients.add(provider.audience());
    Expected expected =
        new Expected(provider, recipients, attempt.request().value("nonce"), attempt.now());
    return assertion.verify(expected).map(asserted -> new Person(provider, asserted));
  }

  private Outcome<Permit> permit(
      Attempt attempt, TrustedProfile profile, Person person, Account account) {
    Asserted asserted = person.asserted;
    Optional<FederatedRule> rule =
        Assumption.judge(profile, person.provider.realm(), asserted.texts(), asserted.lists());
    if (rule.isEmpty()) {
      return Profiles.untrusting("no rule lets " + person.iamId() + " in");
    }
    Holder holder = holder(attempt, person, account).as(profile, rule.get().print(), type);
    Optional<String> fault = parts.standing().fault(holder.basis(), attempt.now(), attempt.now());
    return fault.isPresent()
        ? Profiles.untrusting(fault.get())
        : Addresses.admit(parts.standing(), holder, attempt)
            .then(it -> once(attempt, person, it, account, rule.get()));
  }

  /// That it is used once comes last: what is refused for another reason can be mended and sent
  /// again.
  private Outcome<Permit> once(
      Attempt attempt, Person person, Holder holder, Account account, FederatedRule rule) {
    Asserted asserted = person.asserted;
    String once = person.provider.id() + " " + asserted.once();
    if (!parts.sessions().first(once, asserted.expiresAt())) {
      return Assertion.refuse("it was used before");
    }
    Duration most = Duration.ofSeconds(rule.expirationSeconds());
    Duration left =
        asserted
            .sessionEndsAt()
            .map(end -> Duration.between(attempt.now(), end))
            .filter(it -> it.compareTo(most) < 0)
            .orElse(most);
    return left.isPositive()
        ? Outcome.of(Permit.of(holder, account).beginning(left))
        : Assertion.refuse("the provider's own session is over");
  }

  /// What the claims, which are not kept, say of access groups.
  private Optional<Joined> joined(Person person, Instant now) {
    Asserted asserted = person.asserted;
    List<String> rules =
        Assumption.met(
            parts.standing().ruled(person.provider.account()),
            person.provider.realm(),
            asserted.texts(),
            asserted.lists());
    return rules.isEmpty()
        ? Optional.empty()
        : Optional.of(new Joined(now.getEpochSecond(), rules));
  }

  private Holder holder(Attempt attempt, Person person, Account account) {
    Basis basis = Basis.of(person.provider, person.iamId(), joined(person, attempt.now()));
    return new Holder(
        person.iamId(),
        person.provider.realm(),
        person.asserted.subject(),
        person.name(),
        person.email(),
        person.asserted.subject(),
        Optional.empty(),
        Optional.empty(),
        account.id(),
        type,
        SCOPE,
        attempt.request().clientId(),
        "federated",
        Optional.empty(),
        basis);
  }
}
