package io.sekisho.warden;

import io.sekisho.guard.Entry;
import io.sekisho.guard.Identities;
import io.sekisho.guard.Identities.Found;
import io.sekisho.guard.Identities.Range;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Subject;
import io.sekisho.guard.Subordinates;
import io.sekisho.kernel.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Asks this machine who is who: its name service for users and groups, whichever it is, and the
/// tree of control groups.
record People(Commands commands, Path cgroups, Path subuid) {
  /// Those of this machine.
  static People here(Commands commands) {
    return new People(commands, Path.of("/sys/fs/cgroup"), Path.of("/etc/subuid"));
  }

  Identities of(Policy policy) {
    Map<Subject, Found> found = new HashMap<>();
    policy.subjects().forEach(it -> find(it).ifPresent(known -> found.put(it, known)));
    return new Identities(found);
  }

  private Optional<Found> find(Subject subject) {
    return switch (subject.kind()) {
      case USER -> user(subject);
      case GROUP -> group(subject);
      case UNIT -> cgroup(unitPath(subject.name()));
      case CGROUP -> cgroup(subject.name());
    };
  }

  private Optional<Found> user(Subject subject) {
    Optional<Entry> entry = entry(subject.name());
    Optional<Long> uid =
        subject.isNumber() ? Optional.of(Long.parseLong(subject.name())) : entry.map(Entry::id);
    return uid.map(
        it ->
            new Found.User(
                it, subordinates(Stream.of("" + it, entry.map(Entry::name).orElse("")))));
  }

  private Optional<Entry> entry(String user) {
    return Entry.users(listing("passwd", user)).findFirst();
  }

  private List<Range> subordinates(Stream<String> whose) {
    Set<String> all = whose.collect(Collectors.toSet());
    try {
      List<String> lines = Files.readAllLines(subuid, StandardCharsets.ISO_8859_1);
      // Owners can be other names of theirs.
      Subordinates.read(lines.stream())
          .map(Subordinates::owner)
          .filter(it -> !it.matches("[0-9]*|-.*"))
          .distinct()
          .flatMap(it -> entry(it).stream())
          .filter(it -> all.contains("" + it.id()))
          .map(Entry::name)
          .toList()
          .forEach(all::add);
      return Subordinates.of(lines.stream(), all);
    } catch (IOException none) {
      return List.of();
    }
  }

  private Optional<Found> group(Subject subject) {
    Optional<Entry> entry = Entry.groups(listing("group", subject.name())).findFirst();
    Optional<Long> gid =
        subject.isNumber() ? Optional.of(Long.parseLong(subject.name())) : entry.map(Entry::id);
    return gid.map(
        it -> {
          List<Entry> members = members(it, entry.map(Entry::members).orElse(List.of()));
          return new Found.Group(
              it,
              members.stream().map(Entry::id).toList(),
              subordinates(
                  members.stream().flatMap(each -> Stream.of("" + each.id(), each.name()))));
        });
  }

  /// A directory need not list everybody whom it knows: those it is asked for, each on its own.
  private List<Entry> members(long gid, List<String> names) {
    Map<String, Entry> everybody =
        Entry.users(listing("passwd"))
            .collect(Collectors.toMap(Entry::name, it -> it, (first, _) -> first));
    return Stream.concat(
            everybody.values().stream().filter(it -> it.group() == gid),
            names.stream()
                .filter(it -> !it.startsWith("-"))
                .flatMap(it -> Optional.ofNullable(everybody.get(it)).or(() -> entry(it)).stream()))
        .toList();
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
