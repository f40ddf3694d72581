package io.sekisho.control;

import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Snapshot.Contents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
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
    Map<Kind, List<Item>> sorted = new EnumMap<>(Kind.class);
    contents.accounts().forEach(each -> add(sorted, of(each)));
    contents.profiles().forEach(each -> add(sorted, of(each)));
    contents.resources().forEach(each -> add(sorted, of(each)));
    Map<String, Item> all = new LinkedHashMap<>();
    sorted.values().forEach(items -> items.forEach(item -> all.put(item.id, item)));
    return all;
  }

  private static void add(Map<Kind, List<Item>> sorted, Item item) {
    sorted.computeIfAbsent(item.kind, _ -> new ArrayList<>()).add(item);
  }

  /// The same as [#all], back again.
  static Contents contents(Collection<Item> items) {
    return Contents.of(items.stream().map(Item::value).toList());
  }

  /// What policies can say of it, by IBM's names of attributes.
  public Map<String, String> attributes() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("resourceType", resourceType(kind));
    all.put("resource", id);
    if (value instanceof Resource it) {
      about(all, it);
    }
    return all;
  }

  /// IBM's name of a kind in policies, such as `bare-metal-server`.
  static String resourceType(Kind kind) {
    return kind == Kind.TRUSTED_PROFILE ? "profile" : kind.singular().replace('_', '-');
  }

  private void about(Map<String, String> all, Resource it) {
    if (!it.identity().resourceGroup().isEmpty()) {
      all.put("resourceGroupId", it.identity().resourceGroup());
    }
    if (!it.vpc().isEmpty()) {
      all.put("vpcId", it.vpc());
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

  public static Item of(TrustedProfile profile) {
    return new Item(Kind.TRUSTED_PROFILE, profile.id(), profile.account(), profile.name(), profile);
  }

  public static Item of(Resource resource) {
    return new Item(
        Kind.of(resource), resource.id(), resource.account(), resource.name(), resource);
  }
}
