package io.sekisho.sentry;

import io.sekisho.guard.Identities.Found;
import io.sekisho.guard.Ruling;
import io.sekisho.guard.Subject;
import io.sekisho.linux.Persona;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Chooses as whom connections are tried: each that a policy names, and those who stand for all
/// that it does not.
///
/// @param own the control group that this process is in
record Cast(Ruling ruling, Accounts accounts, String own) {
  private static final long ORDINARY = 1000;
  private static final long NOBODY = 65_534;
  private static final int MEMBERS = 3;

  List<Who> all() {
    List<Who> all = new ArrayList<>();
    for (Subject subject : ruling.policy().subjects()) {
      Optional.ofNullable(ruling.identities().found().get(subject))
          .ifPresent(it -> all.addAll(named(subject, it)));
    }
    all.add(user("root", 0));
    all.add(user("nobody", accounts.user("nobody").map(Accounts.User::uid).orElse(NOBODY)));
    accounts.users().stream()
        .filter(it -> it.uid() >= ORDINARY && it.uid() != NOBODY && !named().contains(it.uid()))
        .findFirst()
        .ifPresent(it -> all.add(user(it.name() + ", whom the policy does not name", it.uid())));
    all.add(here("nobody's number, " + stranger(), stranger(), stranger(), List.of()));
    Set<Object> seen = new HashSet<>();
    return all.stream().filter(it -> seen.add(it.key())).toList();
  }

  private List<Who> named(Subject subject, Found found) {
    return switch (found) {
      case Found.User user -> List.of(user(subject.toString(), user.uid()));
      case Found.Group group -> group(subject, group);
      case Found.Cgroup cgroup ->
          List.of(
              new Who(
                  subject.toString(),
                  new Persona(stranger(), stranger(), List.of()),
                  cgroup.path(),
                  !cgroup.path().equals(own)));
    };
  }

  private List<Who> group(Subject subject, Found.Group group) {
    Who first = here(subject + ", as first group", stranger(), group.gid(), List.of());
    Who further =
        here(subject + ", as further group", stranger(), stranger(), List.of(group.gid()));
    Stream<Who> members =
        group.members().stream()
            .limit(MEMBERS)
            .map(it -> user(accounts.name(it) + ", of " + subject, it));
    return Stream.concat(Stream.of(first, further), members).toList();
  }

  /// With the groups that a login has.
  private Who user(String label, long uid) {
    Optional<Accounts.User> account = accounts.user(uid);
    return here(
        label,
        uid,
        account.map(Accounts.User::gid).orElse(uid),
        account.map(accounts::groupsOf).orElse(List.of()));
  }

  private Who here(String label, long uid, long gid, List<Long> groups) {
    return new Who(label, new Persona(uid, gid, groups), own, false);
  }

  private long stranger() {
    return accounts.nobodys(named());
  }

  /// Every number of a user or group that the policy names.
  private List<Long> named() {
    return ruling.identities().found().values().stream()
        .flatMap(
            it ->
                switch (it) {
                  case Found.User user -> Stream.of(user.uid());
                  case Found.Group group ->
                      Stream.concat(Stream.of(group.gid()), group.members().stream());
                  case Found.Cgroup _ -> Stream.<Long>of();
                })
        .toList();
  }
}
