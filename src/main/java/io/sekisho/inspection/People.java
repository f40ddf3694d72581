package io.sekisho.inspection;

import io.sekisho.exposure.Machine.Account;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Reads a machine's users and groups: here from its name service, elsewhere from the files.
record People(Source source) {
  private static final int MOST = 10_000;

  List<Account> accounts() {
    Map<String, Set<Long>> memberships = new HashMap<>();
    entries("group", 3)
        .forEach(
            it ->
                Stream.of(it.length > 3 ? it[3].split(",", -1) : new String[0])
                    .forEach(
                        name ->
                            memberships
                                .computeIfAbsent(name, _ -> new HashSet<>())
                                .add(Long.parseLong(it[2]))));
    List<Account> accounts = new ArrayList<>();
    entries("passwd", 4)
        .limit(MOST)
        .forEach(
            it -> {
              long gid = Long.parseLong(it[3]);
              Set<Long> groups = new HashSet<>(memberships.getOrDefault(it[0], Set.of()));
              groups.add(gid);
              accounts.add(new Account(it[0], Long.parseLong(it[2]), gid, groups));
            });
    return accounts;
  }

  Map<Long, String> groups() {
    Map<Long, String> names = new HashMap<>();
    entries("group", 3).forEach(it -> names.putIfAbsent(Long.parseLong(it[2]), it[0]));
    return names;
  }

  private Stream<String[]> entries(String database, int fields) {
    return source
        .quietly("etc/" + database, "getent", database)
        .or(() -> source.file("etc/" + database))
        .orElse("")
        .lines()
        .map(it -> it.split(":", -1))
        .filter(it -> it.length >= fields && it[2].matches("\\d{1,10}"))
        .filter(it -> fields < 4 || it[3].matches("\\d{1,10}"));
  }
}
