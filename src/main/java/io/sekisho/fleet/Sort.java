package io.sekisho.fleet;

import io.sekisho.document.Codec;
import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.iam.Account;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpc.PublicGateway;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.ResourceGroup;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.Locale;
import java.util.Optional;

/// The sorts of values that nodes are sent, in the order of what needs what.
public enum Sort {
  ACCOUNT(Account.class),
  RESOURCE_GROUP(ResourceGroup.class),
  VPC(Vpc.class),
  SECURITY_GROUP(SecurityGroup.class),
  NETWORK_ACL(NetworkAcl.class),
  PUBLIC_GATEWAY(PublicGateway.class),
  SUBNET(Subnet.class),
  KEY(Key.class),
  PLACEMENT_GROUP(PlacementGroup.class),
  TRUSTED_PROFILE(TrustedProfile.class),
  INSTANCE(Instance.class),
  BARE_METAL_SERVER(BareMetalServer.class);

  private final Class<?> type;

  Sort(Class<?> type) {
    this.type = type;
  }

  /// Such as `placement_group`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The sort of that name; empty if a newer controller has more of them.
  public static Optional<Sort> named(String word) {
    for (Sort sort : values()) {
      if (sort.word().equals(word)) {
        return Optional.of(sort);
      }
    }
    return Optional.empty();
  }

  /// @throws IllegalArgumentException if no node needs such a value
  public static Sort of(Object value) {
    for (Sort sort : values()) {
      if (sort.type.isInstance(value)) {
        return sort;
      }
    }
    throw new IllegalArgumentException("no node is sent a " + value.getClass());
  }

  /// A value's place: sort and id.
  public static Document.Ref ref(Object value) {
    return new Document.Ref(of(value).word(), id(value));
  }

  /// A value as it is sent.
  public static Document document(Object value) {
    return new Document(of(value).word(), id(value), Codec.tree(value));
  }

  /// A value as it was sent.
  ///
  /// @throws IllegalStateException if it is not such a value
  public Object read(Document document, Codec codec) {
    return codec.read(type, document.value().toString());
  }

  private static String id(Object value) {
    return switch (value) {
      case Account account -> account.id().value();
      case TrustedProfile profile -> profile.id();
      case Resource resource -> resource.id();
      default -> throw new IllegalArgumentException("no node is sent a " + value.getClass());
    };
  }
}
