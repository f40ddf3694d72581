package io.sekisho.control;

import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Snapshot.Contents;
import java.util.LinkedHashMap;
import java.util.Map;

/// A resource of any kind, with what all of them have.
///
/// @param value the record of room `vpc` or `iam`
record Item(Kind kind, String id, AccountId account, String name, Object value) {

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
