package io.sekisho.warden;

import io.sekisho.guard.Entry;
import io.sekisho.guard.Identities;
import io.sekisho.guard.Identities.Found;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Subject;
import io.sekisho.kernel.Commands;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Asks this machine who is who: its name service for users and groups, whichever it is, and the
/// tree of control groups.
record People(Commands commands, Path cgroups) {
  static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  Identities of(Policy policy) {
    Map<Subject, Found> found = new HashMap<>();
    policy.subjects().forEach(it -> find(it).ifPresent(known -> found.put(it, known)));
    return new Identities(found);
  }

  private Optional<Found> find(Subject subject) {
    return switch (subject.kind()) {
      case USER -> user(subject).map(Found.User::new);
      case GROUP -> group(subject);
      case UNIT -> cgroup(unitPath(subject.name()));
      case CGROUP -> cgroup(subject.name());
    };
  }

  private Optional<Long> user(Subject subject) {
    return subject.isNumber() ? Optional.of(Long.parseLong(subject.name())) : uid(subject.name());
  }

  private Optional<Long> uid(String name) {
    return Entry.users(listing("passwd", name)).findFirst().map(Entry::id);
  }

  private Optional<Found> group(Subject subject) {
    Optional<Entry> entry = Entry.groups(listing("group", subject.name())).findFirst();
    Optional<Long> gid =
        subject.isNumber() ? Optional.of(Long.parseLong(subject.name())) : entry.map(Entry::id);
    return gid.map(
        it -> {
          List<Long> members = new ArrayList<>();
          Entry.users(listing("passwd"))
              .filter(each -> each.group() == it)
              .forEach(each -> members.add(each.id()));
          entry.stream()
              .flatMap(each -> each.members().stream())
              .forEach(each -> uid(each).ifPresent(members::add));
          return new Found.Group(it, members);
        });
  }

  /// What `getent` lists; nothing if there is no such name.
  private String listing(String... database) {
    try {
      return commands.run(
          Stream.concat(Stream.of("getent"), Stream.of(database)).toArray(String[]::new));
    } catch (Commands.Failed none) {
      return "";
    }
  }

  /// Where systemd has it; without systemd, or while it does not run, where it usually is.
  private String unitPath(String unit) {
    String usual = Subject.usualPath(unit);
    try {
      String path = commands.run("systemctl", "show", "--property=ControlGroup", "--value", unit);
      return path.isBlank() ? usual : path.strip().substring(1);
    } catch (Commands.Failed | UncheckedIOException noSystemd) {
      return usual;
    }
  }

  private Optional<Found> cgroup(String path) {
    String mount = Files.exists(cgroups.resolve("cgroup.controllers")) ? "" : "unified/";
    return Optional.of(path)
        .filter(it -> !it.isBlank() && Files.isDirectory(cgroups.resolve(mount + it)))
        .map(it -> new Found.Cgroup(it, mount));
  }
}
