package io.sekisho.network;

import io.sekisho.catalog.Catalog;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Which;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpc.Vpc.AddressPrefix;
import java.util.LinkedHashSet;
import java.util.Set;

/// The zones of a VPC.
final class Zones {
  private Zones() {}

  /// Those of its region, and those that an inventory put subnets in.
  static Set<String> of(Catalog catalog, Vpc vpc) {
    Set<String> all = new LinkedHashSet<>(catalog.zones(vpc.region()));
    vpc.addressPrefixes().stream().map(AddressPrefix::zone).forEach(all::add);
    return all;
  }

  /// The one that a body names.
  ///
  /// @param field the member of the body
  /// @throws Refusal 400 if the VPC has none such
  static String find(Catalog catalog, Vpc vpc, Which which, String field) {
    String zone = which.name().or(which::byId).orElse("");
    Set<String> all = of(catalog, vpc);
    if (!all.contains(zone)) {
      throw Refusal.invalid(
          field,
          "VPC %s has no zone %s; its zones are %s."
              .formatted(vpc.name(), which, String.join(", ", all)));
    }
    return zone;
  }
}
