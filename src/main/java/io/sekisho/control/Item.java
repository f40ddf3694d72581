package io.sekisho.control;

import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpc.Snapshot.Contents;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A resource of any kind, with what all of them have.
///
/// @param value the record of room `vpc` or `iam`
public record Item(Kind kind, String id, AccountId account, String name, Object value) {

  /// All of them by id, kind by kind.
  static Map<String, Item> all(Contents contents) {
    Map<String, Item> all = new LinkedHashMap<>();
    contents.accounts().forEach(each -> add(all, of(each)));
    contents.profiles().forEach(each -> add(all, of(each)));
    contents.vpcs().forEach(each -> add(all, of(Kind.VPC, each.identity(), each)));
    contents.subnets().forEach(each -> add(all, of(Kind.SUBNET, each.identity(), each)));
    contents.keys().forEach(each -> add(all, of(Kind.KEY, each.identity(), each)));
    contents
        .placementGroups()
        .forEach(each -> add(all, of(Kind.PLACEMENT_GROUP, each.identity(), each)));
    contents.computes().forEach(each -> add(all, of(each)));
    return all;
  }

  /// The same as [#all], back again.
  static Contents contents(Collection<Item> items) {
    List<Account> accounts = new ArrayList<>();
    List<TrustedProfile> profiles = new ArrayList<>();
    List<Vpc> vpcs = new ArrayList<>();
    List<Subnet> subnets = new ArrayList<>();
    List<Key> keys = new ArrayList<>();
    List<PlacementGroup> groups = new ArrayList<>();
    List<Compute> computes = new ArrayList<>();
    for (Item item : items) {
      switch (item.value) {
        case Account it -> accounts.add(it);
        case TrustedProfile it -> profiles.add(it);
        case Vpc it -> vpcs.add(it);
        case Subnet it -> subnets.add(it);
        case Key it -> keys.add(it);
        case PlacementGroup it -> groups.add(it);
        case Compute it -> computes.add(it);
        default -> throw new IllegalStateException("no place for " + item.value.getClass());
      }
    }
    return new Contents(accounts, profiles, vpcs, subnets, keys, groups, computes);
  }

  /// What policies can say of it, by IBM's names of attributes.
  Map<String, String> attributes() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("resourceType", resourceType(kind));
    all.put("resource", id);
    switch (value) {
      case Vpc it -> about(all, it.identity(), it.id());
      case Subnet it -> about(all, it.identity(), it.vpc());
      case Key it -> about(all, it.identity(), "");
      case PlacementGroup it -> about(all, it.identity(), "");
      case Compute it -> about(all, it.identity(), it.vpc());
      default -> {}
    }
    return all;
  }

  /// IBM's name of a kind in policies, such as `bare-metal-server`.
  static String resourceType(Kind kind) {
    return kind == Kind.TRUSTED_PROFILE ? "profile" : kind.singular().replace('_', '-');
  }

  private void about(Map<String, String> all, Identity identity, String vpc) {
    if (!identity.resourceGroup().isEmpty()) {
      all.put("resourceGroupId", identity.resourceGroup());
    }
    if (!vpc.isEmpty()) {
      all.put("vpcId", vpc);
    }
    all.put(idAttribute(kind), id);
  }

  /// Such as `bareMetalServerId`.
  private static String idAttribute(Kind kind) {
    Matcher words = Pattern.compile("_(.)").matcher(kind.singular());
    return words.replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT)) + "Id";
  }

  static Item of(Account account) {
    return new Item(Kind.ACCOUNT, account.id().value(), account.id(), account.name(), account);
  }

  static Item of(TrustedProfile profile) {
    return new Item(Kind.TRUSTED_PROFILE, profile.id(), profile.account(), profile.name(), profile);
  }

  static Item of(Compute compute) {
    Kind kind = compute instanceof Instance ? Kind.INSTANCE : Kind.BARE_METAL_SERVER;
    return of(kind, compute.identity(), compute);
  }

  private static Item of(Kind kind, Identity identity, Object value) {
    return new Item(kind, identity.id(), identity.account(), identity.name(), value);
  }

  private static void add(Map<String, Item> all, Item item) {
    all.put(item.id, item);
  }
}
