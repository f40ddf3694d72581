package io.sekisho.vpc;

import io.sekisho.iam.Account;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A compute resource with everything that its guest may see of the world around it.
///
/// Two snapshots share the very same subject for a compute resource that did not change between
/// them: what was rendered from it can be kept for as long as the reference is the same.
///
/// @param subnets the subnets of its interfaces, by id
/// @param keys the SSH keys it was made with
/// @param resourceGroup what the resource group that it is in is called
public record Subject(
    Compute compute,
    Account account,
    Vpc vpc,
    Map<String, Subnet> subnets,
    List<Key> keys,
    Optional<PlacementGroup> placementGroup,
    String resourceGroup) {
  public Subject {
    subnets = Map.copyOf(subnets);
    keys = List.copyOf(keys);
  }

  /// Whether the service answers this compute resource at all: the account's switch, its own, and
  /// nothing answers what is switched off.
  public boolean served() {
    return account.metadataServiceEnabled()
        && compute.metadataService().enabled()
        && compute.running();
  }
}
