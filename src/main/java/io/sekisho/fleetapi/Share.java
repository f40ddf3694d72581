package io.sekisho.fleetapi;

import io.sekisho.control.Edition;
import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.fleet.Document;
import io.sekisho.fleet.Document.Ref;
import io.sekisho.fleet.Sort;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Link;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.snapshot.Contents;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.trust.Assumption;
import io.sekisho.trust.Reason;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.PublicGateway;
import io.sekisho.vpc.ResourceGroup;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All that one node's guests need, and nothing of others.
record Share(Map<Ref, Object> values) {
  static final Share NOTHING = new Share(Map.of());

  /// What is in a share and was not, or was another, in an order in which what is needed is first.
  List<Document> besides(Share before) {
    List<Object> fresh = new ArrayList<>();
    values.forEach(
        (ref, value) -> {
          if (!value.equals(before.values.get(ref))) {
            fresh.add(value);
          }
        });
    fresh.sort(Comparator.comparing(Sort::of));
    return fresh.stream().map(Sort::document).toList();
  }

  /// What was in another and is not in this one.
  List<Ref> without(Share before) {
    return before.values.keySet().stream().filter(ref -> !values.containsKey(ref)).toList();
  }

  /// Which trusted profiles each account has, found once for each snapshot.
  static final class Profiles {
    private Snapshot of = Snapshot.EMPTY;
    private Map<AccountId, List<TrustedProfile>> byAccount = Map.of();

    @SuppressWarnings("ReferenceEquality") // the very same snapshot
    synchronized List<TrustedProfile> in(Snapshot snapshot, AccountId account) {
      if (of != snapshot) {
        Map<AccountId, List<TrustedProfile>> found = new HashMap<>();
        for (TrustedProfile each : snapshot.contents().profiles()) {
          found.computeIfAbsent(each.account(), _ -> new ArrayList<>()).add(each);
        }
        of = snapshot;
        byAccount = found;
      }
      return byAccount.getOrDefault(account, List.of());
    }
  }

  /// @param computes ids of the node's guests
  static Share of(Edition edition, Collection<String> computes, Profiles profiles) {
    Map<Ref, Object> all = new LinkedHashMap<>();
    Map<AccountId, List<Subject>> guests = new LinkedHashMap<>();
    for (String id : computes) {
      edition
          .snapshot()
          .subject(id)
          .ifPresent(
              subject -> {
                add(all, subject);
                filters(all, edition.contents(), subject);
                group(all, edition, subject.compute().identity());
                guests.computeIfAbsent(subject.account().id(), _ -> new ArrayList<>()).add(subject);
              });
    }
    guests.forEach(
        (account, subjects) ->
            profiles.in(edition.snapshot(), account).stream()
                .filter(profile -> trusts(profile, subjects))
                .forEach(profile -> put(all, cut(profile, subjects))));
    return new Share(all);
  }

  private static void add(Map<Ref, Object> all, Subject subject) {
    put(all, subject.account());
    subject.keys().forEach(key -> put(all, key));
    subject.placementGroup().ifPresent(group -> put(all, group));
    put(all, subject.compute());
  }

  /// What stands between the guest's interfaces and others: of the VPC all subnets, for no address
  /// in one of them is on the internet, and their ways there; and what filters at its own.
  private static void filters(Map<Ref, Object> all, Contents contents, Subject subject) {
    if (all.put(Sort.ref(subject.vpc()), subject.vpc()) == null) {
      subnets(all, contents, subject.vpc());
    }
    for (Subnet subnet : subject.subnets().values()) {
      put(all, subnet);
      find(all, contents, NetworkAcl.class, subnet.networkAcl());
    }
    for (NetworkInterface nic : subject.compute().interfaces()) {
      nic.virtualNetworkInterface()
          .securityGroups()
          .forEach(it -> find(all, contents, SecurityGroup.class, Optional.of(it.id())));
    }
  }

  private static void subnets(Map<Ref, Object> all, Contents contents, Vpc vpc) {
    contents
        .some(vpc.account(), Subnet.class)
        .filter(it -> it.vpc().equals(vpc.id()))
        .forEach(
            it -> {
              put(all, it);
              find(all, contents, PublicGateway.class, it.publicGateway());
            });
  }

  private static void find(
      Map<Ref, Object> all, Contents contents, Class<?> type, Optional<String> id) {
    id.flatMap(it -> contents.find(type, it)).ifPresent(it -> put(all, it));
  }

  private static void group(Map<Ref, Object> all, Edition edition, Identity of) {
    boolean byDefault = of.resourceGroup().equals(of.account().value());
    edition
        .contents()
        .find(
            ResourceGroup.class, byDefault ? ResourceGroup.kept(of.account()) : of.resourceGroup())
        .ifPresent(group -> put(all, group));
  }

  private static boolean trusts(TrustedProfile profile, List<Subject> guests) {
    return guests.stream()
        .anyMatch(guest -> Assumption.judge(guest, profile) instanceof Reason.Trusting);
  }

  /// A profile without whom else it trusts.
  private static TrustedProfile cut(TrustedProfile profile, List<Subject> guests) {
    Set<Object> own = new HashSet<>();
    guests.forEach(guest -> own.add(guest.compute().identity().crn()));
    List<Link> links =
        profile.links().stream().filter(link -> own.contains(link.target())).toList();
    return new TrustedProfile(
        profile.id(),
        profile.account(),
        profile.name(),
        profile.description(),
        links,
        profile.rules(),
        profile.createdAt(),
        profile.modifiedAt());
  }

  private static void put(Map<Ref, Object> all, Object value) {
    all.put(Sort.ref(value), value);
  }
}
