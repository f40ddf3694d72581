package io.sekisho.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Gives each account its share of the rules that a host can bear. Whoever needs no more than an
/// even share has all that it needs, and what it leaves is the others': nobody makes so many rules
/// that another's are left out.
final class Shares {
  private Shares() {}

  /// @param all by the VPC's id
  /// @param account whose a VPC is, by its id
  /// @return as much of each as there is room for, in the same order
  static Map<String, Planned> fit(
      Burden room, Map<String, Planned> all, Function<String, String> account) {
    Map<String, List<String>> owned = new HashMap<>();
    all.keySet()
        .forEach(id -> owned.computeIfAbsent(account.apply(id), _ -> new ArrayList<>()).add(id));
    Function<String, Burden> one = id -> burden(all, List.of(id));
    Function<String, Burden> needs = owner -> burden(all, owned.getOrDefault(owner, List.of()));
    Map<String, Planned> fitting = new LinkedHashMap<>(all);
    Burden left = room;
    List<String> owners = sorted(room, owned.keySet().stream().toList(), needs);
    for (int i = 0; i < owners.size(); i++) {
      Burden share = left.of(owners.size() - i);
      for (String id : sorted(room, owned.getOrDefault(owners.get(i), List.of()), one)) {
        Burden free = share;
        Planned fit = fitting.computeIfPresent(id, (_, it) -> fit(it, free, room));
        Burden taken = fit == null ? Burden.NONE : fit.burden();
        share = share.minus(taken);
        left = left.minus(taken);
      }
    }
    return fitting;
  }

  private static Planned fit(Planned each, Burden free, Burden room) {
    return each instanceof Planned.Plan it && !free.covers(it.burden())
        ? Planned.Plan.of(it.plan(), free, room, "of all VPCs")
        : each;
  }

  /// Who takes least of what it takes most of, first: whoever is left then has at least an even
  /// share of either.
  private static List<String> sorted(
      Burden room, List<String> all, Function<String, Burden> burden) {
    return all.stream()
        .sorted(
            Comparator.comparingDouble((String it) -> burden.apply(it).shareOf(room))
                .thenComparing(it -> it))
        .toList();
  }

  private static Burden burden(Map<String, Planned> all, List<String> ids) {
    Burden sum = Burden.NONE;
    for (String id : ids) {
      Planned each = all.get(id);
      sum = each == null ? sum : sum.plus(each.burden());
    }
    return sum;
  }
}
