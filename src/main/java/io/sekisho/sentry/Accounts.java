package io.sekisho.sentry;

import io.sekisho.guard.Entry;
import io.sekisho.kernel.Commands;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Users and groups of this machine, as far as its name service lists them.
///
/// @param users those that it lists
/// @param groups likewise
record Accounts(List<User> users, List<Group> groups) {
  record User(String name, long uid, long gid) {}

  /// @param members names of those who have it as a further group
  record Group(String name, long gid, List<String> members) {}

  static Accounts of(Commands commands) {
    return new Accounts(
        Entry.users(commands.run("getent", "passwd"))
            .map(it -> new User(it.name(), it.id(), it.group()))
            .toList(),
        Entry.groups(commands.run("getent", "group"))
            .map(it -> new Group(it.name(), it.id(), it.members()))
            .toList());
  }

  Optional<User> user(long uid) {
    return users.stream().filter(it -> it.uid() == uid).findFirst();
  }

  Optional<User> user(String name) {
    return users.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /// What somebody is called, or the number.
  String name(long uid) {
    return user(uid).map(User::name).orElse("" + uid);
  }

  /// The numbers of all groups that somebody has when logging in.
  List<Long> groupsOf(User user) {
    return Stream.concat(
            Stream.of(user.gid()),
            groups.stream().filter(it -> it.members().contains(user.name())).map(Group::gid))
        .distinct()
        .toList();
  }

  /// A number that is no user's and no group's, nor one of these.
  long nobodys(List<Long> taken) {
    long number = 59_000;
    while (isTaken(number, taken)) {
      number--;
    }
    return number;
  }

  private boolean isTaken(long number, List<Long> taken) {
    return taken.contains(number)
        || user(number).isPresent()
        || groups.stream().anyMatch(it -> it.gid() == number);
  }
}
