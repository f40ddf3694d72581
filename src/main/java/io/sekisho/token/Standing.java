package io.sekisho.token;

import io.sekisho.control.Edition;
import io.sekisho.control.Kind;
import io.sekisho.control.Ledger;
import io.sekisho.control.Store.Document;
import io.sekisho.control.Store.Entry;
import io.sekisho.control.Store.Page;
import io.sekisho.control.Store.Query;
import io.sekisho.credential.Holder.Assumed;
import io.sekisho.credential.Holder.Basis;
import io.sekisho.fleet.Node;
import io.sekisho.fleet.Placement;
import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.ApiKey;
import io.sekisho.iam.IdentityProvider;
import io.sekisho.iam.ProfileIdentity;
import io.sekisho.iam.ServiceId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.iam.User;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.trust.Assumption;
import io.sekisho.trust.Reason;
import io.sekisho.vpc.Subject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Whether identities still are what they were when a token was made out to them: looked up
/// whenever one is shown, so that a token dies with what it stands on.
public final class Standing {
  private static final int PROVIDERS = 100;
  private static final int AT_ONCE = 1_000;

  private final Ledger ledger;
  private final Function<String, Optional<Instant>> operators;
  private final Lookups<Optional<Document>> documents = new Lookups<>();
  private final Lookups<List<IdentityProvider>> providers = new Lookups<>();

  /// @param operators since when there is an operator of that name, if there is
  public Standing(Ledger ledger, Function<String, Optional<Instant>> operators) {
    this.ledger = ledger;
    this.operators = operators;
    ledger.watch(this::forget, this::forgetAll);
  }

  /// Takes over what other controllers wrote meanwhile.
  void catchUp() {
    ledger.catchUp();
  }

  Snapshot snapshot() {
    return ledger.edition().snapshot();
  }

  /// The public keys of the node that serves a compute resource, if one does.
  List<String> identityKeys(String compute) {
    Edition now = ledger.edition();
    return now.item(Placement.id(compute))
        .map(item -> ((Placement) item.value()).node())
        .flatMap(now::item)
        .map(item -> ((Node) item.value()).keys().stream().map(Node.Key::jwk).toList())
        .orElseGet(List::of);
  }

  Optional<Account> account(AccountId id) {
    return snapshot().contents().find(Account.class, id.value());
  }

  Optional<User> user(AccountId account, String iamId) {
    return document(account, Kind.USER, iamId).map(it -> (User) it.value());
  }

  Optional<ServiceId> serviceId(AccountId account, String id) {
    return document(account, Kind.SERVICE_ID, id).map(it -> (ServiceId) it.value());
  }

  Optional<TrustedProfile> profile(AccountId account, String name) {
    return ledger
        .in(account)
        .named(Kind.TRUSTED_PROFILE, name)
        .map(it -> (TrustedProfile) it.value());
  }

  /// The identity providers that an account trusts.
  List<IdentityProvider> providers(AccountId account) {
    return providers.find(
        new Lookups.Key(account, Kind.IDENTITY_PROVIDER, ""),
        () ->
            ledger
                .in(account)
                .page(Kind.IDENTITY_PROVIDER, Query.first(PROVIDERS))
                .documents()
                .stream()
                .map(it -> (IdentityProvider) it.value())
                .toList());
  }

  /// The access groups of an account that have rules. Only a login asks for them.
  List<AccessGroup> ruled(AccountId account) {
    List<AccessGroup> all = new ArrayList<>();
    Optional<Query> next = Optional.of(Query.first(AT_ONCE));
    while (next.isPresent()) {
      Page page = ledger.in(account).page(Kind.ACCESS_GROUP, next.get());
      page.documents().forEach(it -> all.add((AccessGroup) it.value()));
      next = page.next().map(after -> Query.first(AT_ONCE).after(after));
    }
    return all.stream().filter(it -> !it.rules().isEmpty()).toList();
  }

  /// Why a token does not count any more; empty if it does.
  ///
  /// @param since when it was made, or its session: an identity that was deleted and made anew is
  ///   another
  /// @param now by which a key may have expired, also one that was to last longer at first
  Optional<String> fault(Basis basis, Instant since, Instant now) {
    AccountId account = new AccountId(basis.account());
    if (account(account).isEmpty()) {
      return Optional.of("there is no such account any more");
    }
    return rootFault(basis, account, since)
        .or(() -> basis.apiKey().flatMap(key -> keyFault(account, key, now)))
        .or(() -> profileFault(basis, account));
  }

  private Optional<String> rootFault(Basis basis, AccountId account, Instant since) {
    boolean stands =
        switch (basis.root()) {
          case OPERATOR ->
              operators.apply(basis.id()).filter(made -> before(made, since)).isPresent();
          case USER ->
              user(account, basis.id())
                  .filter(user -> user.state() == User.State.ACTIVE)
                  .filter(user -> before(user.stamps().created().at(), since))
                  .isPresent();
          case SERVICE_ID ->
              serviceId(account, basis.id())
                  .filter(it -> before(it.stamps().created().at(), since))
                  .isPresent();
          case COMPUTE -> subject(basis).filter(Subject::served).isPresent();
          case FEDERATED ->
              providers(account).stream()
                      .filter(it -> basis.realm().equals(Optional.of(it.realm())))
                      .anyMatch(it -> basis.provider().equals(Optional.of(it.print())))
                  && user(account, basis.id())
                      .filter(user -> user.state() != User.State.ACTIVE)
                      .isEmpty();
        };
    return stands ? Optional.empty() : Optional.of(basis.id() + " is gone, disabled or revoked");
  }

  private Optional<String> keyFault(AccountId account, String id, Instant now) {
    return document(account, Kind.API_KEY, id)
            .map(it -> (ApiKey) it.value())
            .filter(key -> !key.disabled())
            .filter(key -> key.expiresAt().stream().allMatch(now::isBefore))
            .isPresent()
        ? Optional.empty()
        : Optional.of(id + " is gone, disabled or expired");
  }

  /// Each profile must be there, and still trust who assumed it.
  private Optional<String> profileFault(Basis basis, AccountId account) {
    String iamId = basis.id();
    for (int i = 0; i < basis.assumed().size(); i++) {
      Assumed assumed = basis.assumed().get(i);
      Optional<TrustedProfile> profile = snapshot().profile(assumed.profile());
      boolean trusted =
          profile.isPresent()
              && (i == 0
                  ? trusts(profile.get(), basis, assumed)
                  : names(profile.get(), iamId, account).isPresent());
      if (!trusted) {
        return Optional.of(assumed.profile() + " is gone, or does not trust its holder any more");
      }
      iamId = profile.get().iamId();
      account = profile.get().account();
    }
    return Optional.empty();
  }

  private boolean trusts(TrustedProfile profile, Basis basis, Assumed assumed) {
    return switch (basis.root()) {
      case OPERATOR -> false;
      case USER -> names(profile, basis.id(), new AccountId(basis.account())).isPresent();
      case SERVICE_ID ->
          names(profile, "iam-" + basis.id(), new AccountId(basis.account())).isPresent();
      case FEDERATED ->
          profile.federatedRules().stream().anyMatch(it -> it.print().equals(assumed.by()));
      case COMPUTE -> {
        boolean there =
            profile.links().stream().anyMatch(it -> it.id().equals(assumed.by()))
                || profile.rules().stream().anyMatch(it -> it.id().equals(assumed.by()));
        yield there
            && Assumption.judge(subject(basis).orElseThrow(), profile) instanceof Reason.Trusting;
      }
    };
  }

  /// The place where a profile names an identity.
  static Optional<ProfileIdentity> names(TrustedProfile profile, String iamId, AccountId account) {
    return profile.identities().stream()
        .filter(it -> it.iamId().equals(iamId))
        .filter(
            it ->
                it.accounts().isEmpty()
                    ? profile.account().equals(account)
                    : it.accounts().contains(account.value()))
        .findFirst();
  }

  private Optional<Subject> subject(Basis basis) {
    return snapshot()
        .subject(basis.id())
        .filter(it -> it.account().id().value().equals(basis.account()))
        .filter(it -> basis.generation().equals(Optional.of(it.compute().tokenGeneration())));
  }

  private Optional<Document> document(AccountId account, Kind kind, String id) {
    return documents.find(
        new Lookups.Key(account, kind, id), () -> ledger.in(account).get(kind, id));
  }

  private void forgetAll() {
    documents.forgetAll();
    providers.forgetAll();
  }

  private void forget(List<Entry> entries) {
    for (Entry entry : entries) {
      AccountId account = entry.label().account();
      documents.forget(new Lookups.Key(account, entry.label().kind(), entry.label().id()));
      if (entry.label().kind() == Kind.IDENTITY_PROVIDER) {
        providers.forget(new Lookups.Key(account, Kind.IDENTITY_PROVIDER, ""));
      }
    }
  }

  /// Tokens have whole seconds.
  private static boolean before(Instant created, Instant since) {
    return !created.truncatedTo(ChronoUnit.SECONDS).isAfter(since);
  }
}
