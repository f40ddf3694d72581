package io.sekisho.control;

import io.sekisho.control.Store.Label;
import io.sekisho.iam.AccountId;
import io.sekisho.vpc.Resource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// A resource of any kind, with what all of them have.
///
/// @param value the record of room `vpc` or `iam`
public record Item(Kind kind, String id, AccountId account, String name, Object value) {

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
    return switch (kind) {
      case TRUSTED_PROFILE -> "profile";
      case VPN_GATEWAY, IKE_POLICY, IPSEC_POLICY -> "vpn";
      default -> kind.singular().replace('_', '-');
    };
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
    if (kind == Kind.VPN_GATEWAY) {
      return "vpnGatewayID"; // as IBM's policies write it
    }
    String[] words = kind.singular().split("_");
    StringBuilder all = new StringBuilder(words[0]);
    for (String word : Arrays.asList(words).subList(1, words.length)) {
      all.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
    }
    return all.append("Id").toString();
  }

  /// @param value the record of room `vpc` or `iam`
  public static Item of(Object value) {
    Label label = Labels.of(value);
    return new Item(label.kind(), label.id(), label.account(), label.name(), value);
  }
}
