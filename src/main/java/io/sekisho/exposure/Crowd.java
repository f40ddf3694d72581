package io.sekisho.exposure;

import io.sekisho.exposure.Who.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Everybody on a machine who may fare differently: root, users that rules tell apart, those that
/// no rule names, members of groups, control groups, and whoever is behind a device.
final class Crowd {
  private static final long NOBODY_KNOWN = 3_999_999_999L;
  private static final int SHOWN = 6;

  private final Machine machine;
  private final List<Span> users;
  private final List<Span> groups;
  private final List<String> cgroups;
  private final List<Who> all = new ArrayList<>();

  private Crowd(Machine machine, Rulebook book) {
    this.machine = machine;
    List<Rule.Mentions> mentions = book.rules().stream().map(Rule::mentions).distinct().toList();
    users = mentions.stream().flatMap(it -> it.users().stream()).distinct().toList();
    groups = mentions.stream().flatMap(it -> it.groups().stream()).distinct().toList();
    cgroups =
        mentions.stream()
            .flatMap(it -> it.cgroups().stream())
            .filter(it -> !it.startsWith(NftMatch.GONE))
            .distinct()
            .toList();
  }

  static List<Who> of(Machine machine, Rulebook book) {
    Crowd crowd = new Crowd(machine, book);
    crowd.add(Kind.ROOT, "root", new Owner(0, 0, Set.of(0L), Optional.empty()));
    crowd.accounts();
    crowd.strangers();
    long other = crowd.other();
    crowd.add(Kind.ANYBODY, "any other user", plain(other));
    crowd.groups(other);
    crowd.cgroups(other);
    crowd.outside();
    return crowd.all;
  }

  private void accounts() {
    Map<String, List<String>> alike = new LinkedHashMap<>();
    Map<String, Owner> owners = new LinkedHashMap<>();
    for (Machine.Account each : machine.accounts()) {
      if (each.uid() != 0) {
        Owner owner = new Owner(each.uid(), each.gid(), each.groups(), Optional.empty());
        alike.computeIfAbsent(told(owner), _ -> new ArrayList<>()).add(each.name());
        owners.putIfAbsent(told(owner), owner);
      }
    }
    owners.forEach(
        (told, owner) -> add(Kind.USERS, names(alike.getOrDefault(told, List.of())), owner));
  }

  /// What rules can tell of somebody.
  private String told(Owner owner) {
    StringBuilder told = new StringBuilder();
    users.forEach(it -> told.append(in(owner.uid(), it) ? 'u' : '-'));
    groups.forEach(it -> told.append(in(owner.gid(), it) ? 'g' : '-'));
    groups.forEach(
        it -> told.append(owner.groups().stream().anyMatch(each -> in(each, it)) ? 's' : '-'));
    return told.toString();
  }

  private static boolean in(long number, Span span) {
    return span.covers(Span.of(number));
  }

  /// The first few.
  static String names(List<String> names) {
    return names.size() <= SHOWN
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, SHOWN - 1))
            + " and %d more".formatted(names.size() - SHOWN + 1);
  }

  /// Numbers that nobody has, and that rules tell from others.
  private void strangers() {
    Set<Long> known =
        machine.accounts().stream().map(Machine.Account::uid).collect(Collectors.toSet());
    String others = told(plain(other()));
    for (Span range : ranges(users)) {
      for (long it = number(range.low()); it <= number(range.high()); it++) {
        if (!known.contains(it)) {
          if (!told(plain(it)).equals(others)) {
            add(Kind.USERS, (range.isOne() ? "user " : "users ") + range, plain(it));
          }
          break;
        }
      }
    }
  }

  /// Numbers from 1 on, cut wherever one that is named begins or ends.
  private static List<Span> ranges(List<Span> named) {
    TreeSet<Long> starts = new TreeSet<>(Set.of(1L));
    for (Span each : named) {
      starts.add(number(each.low()));
      starts.add(number(each.high()) + 1);
    }
    return starts.stream()
        .filter(it -> it != 0 && it < NOBODY_KNOWN)
        .map(
            it ->
                Span.of(
                    it,
                    Optional.ofNullable(starts.higher(it))
                        .map(next -> Math.min(next, NOBODY_KNOWN) - 1)
                        .orElse(NOBODY_KNOWN - 1)))
        .toList();
  }

  private static long number(BigInteger number) {
    return number.longValue();
  }

  private long other() {
    long number = NOBODY_KNOWN;
    while (named(number)) {
      number--;
    }
    return number;
  }

  private boolean named(long number) {
    return users.stream().anyMatch(it -> it.isOne() && in(number, it));
  }

  private static Owner plain(long number) {
    return new Owner(number, number, Set.of(number), Optional.empty());
  }

  private void groups(long other) {
    String others = told(plain(other));
    ranges(groups).stream()
        .map(it -> number(it.low()))
        .filter(it -> !told(new Owner(other, it, Set.of(it), Optional.empty())).equals(others))
        .forEach(
            it -> {
              String name = machine.groups().getOrDefault(it, "" + it);
              Owner effective = new Owner(other, it, Set.of(it), Optional.empty());
              Owner further = new Owner(other, other, Set.of(other, it), Optional.empty());
              add(Kind.GROUP, "who runs as group " + name, effective);
              add(Kind.GROUP, "who is also in group " + name, further);
            });
  }

  private void cgroups(long other) {
    for (String path : cgroups) {
      Optional<String> cgroup = Optional.of(path);
      add(Kind.CGROUP, "root in " + path, new Owner(0, 0, Set.of(0L), cgroup));
      add(Kind.CGROUP, "any other user in " + path, new Owner(other, other, Set.of(other), cgroup));
    }
  }

  private void outside() {
    List<Machine.Link> links =
        machine.links().stream()
            .filter(it -> it.isForContainers() && !machine.isWayOut(it))
            .toList();
    links.forEach(
        it ->
            all.add(
                new Who(
                    Kind.CONTAINERS,
                    "containers: " + it.name(),
                    Optional.empty(),
                    Optional.of(it))));
    if (links.isEmpty()) {
      all.add(new Who(Kind.MACHINES, "who routes through it", Optional.empty(), Optional.empty()));
    }
  }

  private void add(Kind kind, String name, Owner owner) {
    all.add(new Who(kind, name, Optional.of(owner), Optional.empty()));
  }
}
