package io.sekisho.snapshot;

import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpc.ResourceGroup;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds what a compute resource refers to, and which ones refer to something.
final class Subjects {
  private Subjects() {}

  /// Ids of the compute resources that may have another subject after a change, or none.
  ///
  /// @param changed ids of documents
  static Set<String> touched(Contents before, Contents after, Set<String> changed) {
    Set<String> touched = new HashSet<>();
    for (String id : changed) {
      before.find(id).ifPresent(it -> add(touched, before, it, id));
      after.find(id).ifPresent(it -> add(touched, after, it, id));
    }
    return touched;
  }

  /// Whatever is found by way of both, the compute resources of one of them are enough: who began
  /// or ceased to refer to something changed, too.
  private static void add(Set<String> touched, Contents contents, Object document, String id) {
    switch (document) {
      case Compute _ -> touched.add(id);
      case Account it -> addAll(touched, contents, it.id());
      case ResourceGroup it -> addAll(touched, contents, it.account());
      case Vpc _, Subnet _, Key _, PlacementGroup _ ->
          contents.needing(id).stream()
              .filter(Compute.class::isInstance)
              .forEach(it -> touched.add(it.id()));
      default -> {}
    }
  }

  private static void addAll(Set<String> touched, Contents contents, AccountId account) {
    contents.all(account, Compute.class).forEach(it -> touched.add(it.id()));
  }

  /// A compute resource with its surroundings.
  ///
  /// @throws IllegalArgumentException if some of them are not there
  static Subject subject(Contents in, Compute compute) {
    Map<String, Subnet> subnets = new HashMap<>();
    for (NetworkInterface nic : compute.interfaces()) {
      subnets.put(nic.subnet(), find(in, Subnet.class, nic.subnet()));
    }
    Optional<PlacementGroup> group =
        compute instanceof Instance instance
            ? instance.scheduling().placementGroup().map(id -> find(in, PlacementGroup.class, id))
            : Optional.empty();
    return new Subject(
        compute,
        find(in, Account.class, compute.account().value()),
        find(in, Vpc.class, compute.vpc()),
        subnets,
        compute.initialization().keys().stream().map(id -> find(in, Key.class, id)).toList(),
        group,
        resourceGroup(in, compute.identity()));
  }

  /// A group of which nobody said anything yet is called by its id, and the default one Default.
  private static String resourceGroup(Contents in, Identity of) {
    String id = of.resourceGroup();
    boolean usual = id.equals(of.account().value());
    return in.find(ResourceGroup.class, usual ? ResourceGroup.kept(of.account()) : id)
        .filter(it -> it.account().equals(of.account()))
        .map(ResourceGroup::name)
        .orElse(usual ? "Default" : id);
  }

  private static <T> T find(Contents in, Class<T> type, String id) {
    return in.find(type, id)
        .orElseThrow(() -> new IllegalArgumentException("nothing has the id " + id));
  }
}
