package io.sekisho.vpc;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Licensed software that came with an instance.
///
/// @param id a UUID
/// @param offeringInstance CRN of the catalogue's own record
/// @param licenses empty if the plan has no licence
public record SoftwareAttachment(
    String id,
    String name,
    Instance.CatalogOffering catalogOffering,
    Optional<String> offeringInstance,
    List<License> licenses,
    String lifecycleState,
    Instant createdAt) {
  public SoftwareAttachment {
    licenses = List.copyOf(licenses);
  }

  /// @param key absent until the licence was obtained; a secret, for the guest only
  public record License(String sku, Optional<String> key) {
    @Override
    public String toString() {
      return "License[sku=" + sku + "]";
    }
  }
}
