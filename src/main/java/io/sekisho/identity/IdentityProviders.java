package io.sekisho.identity;

import io.sekisho.audit.Action;
import io.sekisho.control.Kept;
import io.sekisho.control.Kind;
import io.sekisho.control.Turn;
import io.sekisho.iam.IdentityProvider;
import io.sekisho.iam.IdentityProvider.Protocol;
import io.sekisho.identity.Listing.Wanted;
import io.sekisho.identity.Records.Command;
import io.sekisho.identity.Records.Sort;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Issuers of assertions that an account trusts to say who people are. IBM has these in its console
/// alone, so this contract is ours.
public final class IdentityProviders {
  private static final Sort<IdentityProvider> SORT =
      new Sort<>(
          Kind.IDENTITY_PROVIDER,
          IdentityProvider.class,
          it -> Map.of("id", it.id(), "realm", it.realm(), "issuer", it.issuer()));

  private static final int MAX_KEYS = 20;
  private static final int MAX_KEY = 20_000;
  private static final Pattern OURS =
      Pattern.compile("(iam|crn|IBMid|operator)([-:]|$)", Pattern.CASE_INSENSITIVE);

  private final Records records;
  private final Function<IdentityProvider, Optional<String>> fault;

  /// @param fault why a provider's keys can't be used, if they can't
  public IdentityProviders(Records records, Function<IdentityProvider, Optional<String>> fault) {
    this.records = records;
    this.fault = fault;
  }

  /// A provider as somebody describes it, as a whole.
  public record Said(
      String realm,
      String protocol,
      String issuer,
      String audience,
      List<String> keys,
      Optional<String> description) {
    public Said {
      keys = List.copyOf(keys);
    }

    Optional<Problem> mistake() {
      return Texts.name(Optional.of(realm))
          .map(_ -> Texts.wrong("realm", "Give realm: the name that claim rules know it by."))
          .or(this::taken)
          .or(() -> need("issuer", issuer))
          .or(() -> need("audience", audience))
          .or(() -> Texts.description(description))
          .or(this::tooMuch);
    }

    /// An IAM id begins with its realm: in ours, a provider could make up somebody who is told from
    /// an identity or operator of ours by nobody who reads the trail.
    private Optional<Problem> taken() {
      return OURS.matcher(realm).lookingAt()
          ? Optional.of(Texts.wrong("realm", "Give another realm: this one is IAM's own."))
          : Optional.empty();
    }

    private static Optional<Problem> need(String member, String text) {
      return text.isBlank()
          ? Optional.of(Texts.wrong(member, "Give " + member + "."))
          : Texts.text(member, Optional.of(text), 1_000);
    }

    private Optional<Problem> tooMuch() {
      return keys.size() > MAX_KEYS || keys.stream().anyMatch(key -> key.length() > MAX_KEY)
          ? Optional.of(
              Texts.wrong(
                  "keys", "Give at most %d keys of %d characters.".formatted(MAX_KEYS, MAX_KEY)))
          : Optional.empty();
    }
  }

  public Outcome<Kept<IdentityProvider>> create(Actor actor, Said said) {
    String id = records.id("");
    return records.write(
        new Command(Action.IDENTITY_PROVIDER_CREATE, actor, id),
        turn ->
            made(actor, id, said, Optional.empty())
                .then(provider -> unique(turn, provider))
                .map(provider -> Kept.put(turn, provider)));
  }

  public Outcome<Listing<IdentityProvider>> list(Actor actor, Wanted wanted) {
    return records.list(actor.account(), SORT, wanted);
  }

  public Outcome<Kept<IdentityProvider>> get(Actor actor, String id) {
    return records.get(actor.account(), SORT, id);
  }

  /// Replaces what is said about a provider.
  ///
  /// @param version the tag of the one that the caller saw, or `*`
  public Outcome<Kept<IdentityProvider>> update(Actor actor, String id, String version, Said said) {
    return records.write(
        new Command(Action.IDENTITY_PROVIDER_UPDATE, actor, id),
        turn ->
            SORT.find(turn.in(actor.account()), id)
                .then(kept -> kept.matching(version, Records.STALE))
                .then(kept -> made(actor, id, said, Optional.of(kept.value())))
                .then(provider -> unique(turn, provider))
                .map(provider -> Kept.put(turn, provider)));
  }

  public Outcome<IdentityProvider> delete(Actor actor, String id) {
    return records.write(
        new Command(Action.IDENTITY_PROVIDER_DELETE, actor, id),
        turn ->
            SORT.find(turn.in(actor.account()), id)
                .map(
                    kept -> {
                      turn.delete(kept.value());
                      return kept.value();
                    }));
  }

  private Outcome<IdentityProvider> made(
      Actor actor, String id, Said said, Optional<IdentityProvider> before) {
    Optional<Problem> mistake = said.mistake();
    if (mistake.isPresent()) {
      return Outcome.refuse(mistake.get());
    }
    if (!said.protocol().equals("OIDC") && !said.protocol().equals("SAML")) {
      return Outcome.refuse(Texts.wrong("protocol", "Give protocol as OIDC or SAML."));
    }
    IdentityProvider provider =
        new IdentityProvider(
            id,
            actor.account(),
            said.realm(),
            Protocol.valueOf(said.protocol()),
            said.issuer(),
            said.audience(),
            said.keys(),
            said.description(),
            before
                .map(it -> it.stamps().modified(records.now(), actor.by().id()))
                .orElseGet(() -> records.stamps(actor.by())));
    return fault
        .apply(provider)
        .map(
            why ->
                Outcome.<IdentityProvider>refuse(
                    Texts.wrong("keys", "These keys can't be used: " + why + ".")))
        .orElseGet(() -> Outcome.of(provider));
  }

  /// A realm means one provider.
  private static Outcome<IdentityProvider> unique(Turn turn, IdentityProvider provider) {
    boolean taken =
        turn.in(provider.account())
            .named(Kind.IDENTITY_PROVIDER, provider.realm())
            .filter(other -> !other.id().equals(provider.id()))
            .isPresent();
    return taken
        ? Outcome.refuse(
            Problem.of(
                    Code.CONFLICT, "There is an identity provider of this realm in this account.")
                .field("realm"))
        : Outcome.of(provider);
  }
}
