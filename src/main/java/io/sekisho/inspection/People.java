package io.sekisho.inspection;

import io.sekisho.exposure.Machine.Account;
import io.sekisho.guard.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a machine's users and groups: here from its name service, elsewhere from the files.
record People(Source source) {
  private static final int MOST = 10_000;

  List<Account> accounts() {
    Map<String, Set<Long>> memberships = new HashMap<>();
    Entry.groups(listing("group"))
        .forEach(
            it ->
                it.members()
                    .forEach(
                        name ->
                            memberships.computeIfAbsent(name, _ -> new HashSet<>()).add(it.id())));
    List<Account> accounts = new ArrayList<>();
    Entry.users(listing("passwd"))
        .limit(MOST)
        .forEach(
            it -> {
              Set<Long> groups = new HashSet<>(memberships.getOrDefault(it.name(), Set.of()));
              groups.add(it.group());
              accounts.add(new Account(it.name(), it.id(), it.group(), groups));
            });
    return accounts;
  }

  Map<Long, String> groups() {
    Map<Long, String> names = new HashMap<>();
    Entry.groups(listing("group")).forEach(it -> names.putIfAbsent(it.id(), it.name()));
    return names;
  }

  private String listing(String database) {
    return source
        .quietly("etc/" + database, "getent", database)
        .or(() -> source.file("etc/" + database))
        .orElse("");
  }
}
