package io.sekisho.guard;

import java.util.List;

/// A policy as one machine would hold it now.
///
/// @param identities who is who there
public record Ruling(Policy policy, Identities identities) {
  /// Whom nothing is known of there: rules say nothing about them.
  public List<Subject> unknown() {
    return policy.subjects().stream().filter(it -> identities.of(it).isEmpty()).toList();
  }

  /// One transaction for `nft -f`.
  public String nft() {
    return filled(NftRules.of(policy));
  }

  /// One transaction for `iptables-restore --noflush`.
  public String iptables() {
    return filled(IptablesRules.of(policy, false));
  }

  /// One transaction for `ip6tables-restore --noflush`.
  public String ip6tables() {
    return filled(IptablesRules.of(policy, true));
  }

  private String filled(String text) {
    return Blanks.filled(text, policy.subjects(), identities);
  }
}
