package io.sekisho.plan;

import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.plan.Scope.Work;
import io.sekisho.plan.SitePlanner.Wish;
import io.sekisho.vpc.Compute;
import io.sekisho.wire.BareMetalServerSpec;
import io.sekisho.wire.InstanceSpec;
import io.sekisho.wire.Inventory.AccountSpec;
import io.sekisho.wire.Inventory.KeySpec;
import io.sekisho.wire.Inventory.PlacementGroupSpec;
import io.sekisho.wire.Inventory.SubnetSpec;
import io.sekisho.wire.Inventory.Switch;
import io.sekisho.wire.Inventory.VpcSpec;
import io.sekisho.wire.ProfileSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Plans one account, kind by kind, in the order in which they refer to each other.
final class AccountPlanner {
  private static final String INSTANCES = ".instances";
  private static final String SERVERS = ".bare_metal_servers";

  private final Work work;

  AccountPlanner(Work work) {
    this.work = work;
  }

  void plan(AccountSpec spec, String path, boolean prune) {
    Optional<AccountId> account = account(spec, path);
    if (account.isEmpty()) {
      return;
    }
    Scope scope = new Scope(work, account.get(), path, spec.resourceGroup());
    Map<String, Compute> before =
        scope.draft.computes.of(scope.account).stream()
            .collect(Collectors.toMap(each -> each.identity().name(), Function.identity()));
    if (prune) {
      prune(spec, scope);
    }
    ProfilePlanner profiles = new ProfilePlanner(scope);
    KeyPlanner keys = new KeyPlanner(scope);
    new NetworkPlanner(scope).plan(spec.vpcs());
    keys.keys(spec.keys());
    keys.placementGroups(spec.placementGroups());
    profiles.profiles(spec.trustedProfiles());
    computes(spec, scope);
    profiles.links(spec.trustedProfiles(), before);
  }

  private Optional<AccountId> account(AccountSpec spec, String path) {
    List<Account> all = work.draft().accounts.all();
    Optional<Account> before =
        all.stream().filter(each -> each.name().equals(spec.name())).findFirst();
    Optional<AccountId> said = spec.id().map(AccountId::new);
    if (said.filter(AccountId.HOUSE::equals).isPresent()) {
      work.findings().add(path + ".id", "is the id of no account: choose another one.");
      return Optional.empty();
    }
    Optional<Account> holder =
        said.flatMap(id -> all.stream().filter(each -> each.id().equals(id)).findFirst());
    if (said.isPresent() && before.isPresent() && !before.get().id().equals(said.get())) {
      work.findings()
          .add(
              path + ".id",
              "can't be changed: account %s is %s.".formatted(spec.name(), before.get().id()));
      return Optional.empty();
    }
    if (before.isEmpty() && holder.isPresent()) {
      work.findings().add(path + ".id", "is the id of account %s.".formatted(holder.get().name()));
      return Optional.empty();
    }
    Account account =
        new Account(
            before.map(Account::id).or(() -> said).orElseGet(work.minter()::account),
            spec.name(),
            spec.metadataService()
                .flatMap(Switch::enabled)
                .or(() -> before.map(Account::metadataServiceEnabled))
                .orElse(true),
            before.flatMap(Account::settings),
            before.map(Account::createdAt).orElse(work.minter().now()));
    if (!work.touched().add(account.id().value())) {
      work.findings()
          .add(
              path,
              "is named %s, and so is another one; put them together.".formatted(spec.name()));
      return Optional.empty();
    }
    work.draft().accounts.put(account);
    return Optional.of(account.id());
  }

  private static void prune(AccountSpec spec, Scope scope) {
    Draft draft = scope.draft;
    keep(
        scope,
        draft.computes,
        Stream.concat(
            spec.instances().stream().map(InstanceSpec::name),
            spec.bareMetalServers().stream().map(BareMetalServerSpec::name)));
    keep(scope, draft.profiles, spec.trustedProfiles().stream().map(ProfileSpec::name));
    keep(
        scope,
        draft.placementGroups,
        spec.placementGroups().stream().map(PlacementGroupSpec::name));
    keep(scope, draft.keys, spec.keys().stream().map(KeySpec::name));
    keep(
        scope,
        draft.subnets,
        spec.vpcs().stream().flatMap(vpc -> vpc.subnets().stream()).map(SubnetSpec::name));
    keep(scope, draft.vpcs, spec.vpcs().stream().map(VpcSpec::name));
    for (VpcSpec each : spec.vpcs()) {
      draft
          .vpcs
          .find(scope.account, each.name())
          .ifPresent(vpc -> FilterPlanner.prune(draft, vpc, each));
    }
  }

  private static <T> void keep(Scope scope, Shelf<T> shelf, Stream<String> names) {
    Set<String> named = names.collect(Collectors.toSet());
    for (T each : shelf.of(scope.account)) {
      if (!named.contains(shelf.name(each))) {
        shelf.remove(each);
      }
    }
  }

  private static void computes(AccountSpec spec, Scope scope) {
    List<Optional<Site>> instances =
        sites(scope, spec.instances(), INSTANCES, AccountPlanner::wish);
    List<Optional<Site>> servers =
        sites(scope, spec.bareMetalServers(), SERVERS, AccountPlanner::wish);
    InterfacePlanner interfaces = new InterfacePlanner(scope);
    interfaces.claim(
        Stream.concat(instances.stream(), servers.stream()).flatMap(Optional::stream).toList());
    ComputePlanner planner = new ComputePlanner(scope, interfaces);
    for (int i = 0; i < instances.size(); i++) {
      InstanceSpec each = spec.instances().get(i);
      String path = scope.path + INSTANCES + "[" + i + "]";
      planner.instance(each, instances.get(i), path);
    }
    for (int i = 0; i < servers.size(); i++) {
      BareMetalServerSpec each = spec.bareMetalServers().get(i);
      String path = scope.path + SERVERS + "[" + i + "]";
      planner.bareMetalServer(each, servers.get(i), path);
    }
  }

  private static <S> List<Optional<Site>> sites(
      Scope scope, List<S> specs, String member, BiFunction<S, String, Wish> wish) {
    SitePlanner finder = new SitePlanner(scope);
    List<Optional<Site>> sites = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      Wish each = wish.apply(specs.get(i), scope.path + member + "[" + i + "]");
      Optional<Site> site =
          scope.first(ComputePlanner.COMPUTE, each.name(), each.path())
              ? finder.site(each)
              : Optional.empty();
      if (site.isEmpty()) {
        scope.broken(ComputePlanner.COMPUTE, each.name());
      }
      sites.add(site);
    }
    return sites;
  }

  private static Wish wish(InstanceSpec spec, String path) {
    return new Wish(spec.name(), path, spec.vpc(), spec.zone(), spec.networkInterfaces());
  }

  private static Wish wish(BareMetalServerSpec spec, String path) {
    return new Wish(spec.name(), path, spec.vpc(), spec.zone(), spec.networkInterfaces());
  }
}
