package io.sekisho.sentry;

import io.sekisho.address.Ip;
import io.sekisho.guard.Engine;
import io.sekisho.guard.Identities.Found;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Ruling;
import io.sekisho.guard.Subject;
import io.sekisho.guard.Subordinates;
import io.sekisho.kernel.Commands;
import io.sekisho.linux.Persona;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What no rule of a firewall can stop, and what of it there is on this machine.
record Gaps(Ruling ruling, Engine engine, Accounts accounts, Commands commands) {
  private static final int MOST = 20;
  private static final List<String> FOLDERS =
      List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/usr/libexec");

  /// One way that stays open.
  ///
  /// @param name one word or two
  /// @param why it stays open, and what to do, in a sentence
  /// @param found what there is of it here; empty if nothing was found
  record Gap(String name, String why, List<String> found) {
    Gap {
      found =
          found.size() <= MOST
              ? List.copyOf(found)
              : Stream.concat(
                      found.stream().limit(MOST),
                      Stream.of("and %d more".formatted(found.size() - MOST)))
                  .toList();
    }
  }

  List<Gap> all() {
    List<Program> programs = Program.all();
    List<Connection> connections = Connection.all();
    List<Gap> gaps = new ArrayList<>();
    gaps.add(
        new Gap(
            "root",
            "Whoever is root, or has CAP_NET_ADMIN or CAP_NET_RAW, can take the rules away or write"
                + " packets past them; `sekisho guard watch` puts rules back, no more.",
            programs.stream()
                .filter(Program::isBeyondRules)
                .map(it -> "%s, process %d of %s".formatted(it.name(), it.pid(), user(it.uid())))
                .toList()));
    gaps.add(
        new Gap(
            "sockets of others",
            "A socket is judged by who made it: one that was made before a process became another"
                + " user, or was handed on, is the maker's.",
            handed(connections, programs)));
    gaps.add(
        new Gap(
            "proxies",
            "Who gets through and listens can be asked to fetch what others may not; have it refuse"
                + " the targets' addresses.",
            listeners(connections, programs)));
    gaps.addAll(becoming());
    gaps.add(
        new Gap(
            "other namespaces",
            "A namespace with an interface of its own on the network (macvlan, ipvlan, a device that"
                + " was moved) sends no packet through this machine's rules.",
            Namespaces.outside(commands, programs)));
    gaps.add(
        new Gap(
            "containers",
            "Forwarded packets were not tried: what is forwarded is judged by interface and address"
                + " alone; a container without a network of its own is the user it runs as.",
            List.of()));
    gaps.addAll(later());
    return gaps;
  }

  /// Who can become somebody else.
  private List<Gap> becoming() {
    return List.of(
        new Gap(
            "setuid programs",
            "Who starts a program that becomes somebody else is that one for the guard; a program"
                + " that fetches URLs should not be among them.",
            setuid()),
        new Gap(
            "subordinate numbers",
            "In a user namespace, whoever has a range in /etc/subuid or /etc/subgid is whatever"
                + " number of it they like: no number that is allowed should lie in one, and"
                + " who is denied by a group may leave it behind.",
            borrowed(subordinates("/etc/subuid"), subordinates("/etc/subgid"))));
  }

  /// Open only until somebody looks again.
  private List<Gap> later() {
    List<Gap> gaps = new ArrayList<>();
    List<Subject> subjects = ruling.policy().subjects();
    if (engine == Engine.NFT && subjects.stream().anyMatch(it -> it.kind() == Subject.Kind.GROUP)) {
      gaps.add(
          new Gap(
              "new members",
              "nftables can't match further groups: members are who they were when the rules were"
                  + " loaded; `watch`, or the timer of --persist, looks again.",
              List.of()));
    }
    if (subjects.stream()
        .anyMatch(it -> it.kind() == Subject.Kind.UNIT || it.kind() == Subject.Kind.CGROUP)) {
      gaps.add(
          new Gap(
              "units started anew",
              "A control group that was made again under its name is another one for the kernel"
                  + " until the rules are loaded; `watch`, or the units of --persist, do so.",
              List.of()));
    }
    return gaps;
  }

  private List<String> handed(List<Connection> connections, List<Program> programs) {
    Map<Long, Connection> there =
        connections.stream()
            .filter(it -> it.isTo(ruling.policy()))
            .collect(Collectors.toMap(Connection::inode, it -> it, (one, _) -> one));
    List<String> found = new ArrayList<>();
    Program.holding(there.keySet(), programs)
        .forEach(
            (inode, holders) -> {
              Connection connection = there.get(inode);
              for (Program each : holders) {
                if (connection != null && each.uid() != connection.uid()) {
                  found.add(
                      "%s, process %d of %s, has a connection of %s"
                          .formatted(
                              each.name(), each.pid(), user(each.uid()), user(connection.uid())));
                }
              }
            });
    return found;
  }

  /// Listeners of whom gets through.
  private List<String> listeners(List<Connection> connections, List<Program> programs) {
    Map<Long, Connection> listening =
        connections.stream()
            .filter(Connection::listens)
            .collect(Collectors.toMap(Connection::inode, it -> it, (one, _) -> one));
    TreeSet<String> found = new TreeSet<>();
    Program.holding(listening.keySet(), programs)
        .forEach(
            (inode, holders) -> {
              Connection at = listening.get(inode);
              for (Program each : holders) {
                if (at != null && getsThrough(each)) {
                  found.add(
                      "%s, process %d of %s, at %s"
                          .formatted(each.name(), each.pid(), user(each.uid()), place(at)));
                }
              }
            });
    return List.copyOf(found);
  }

  private static String place(Connection at) {
    Ip local = at.local();
    return (local.v6() ? "[" + local + "]" : local) + ":" + at.localPort();
  }

  private boolean getsThrough(Program program) {
    Persona persona = new Persona(program.uid(), program.gid(), program.groups());
    return new Who(program.name(), persona, program.cgroup(), false).isToGetThrough(ruling, engine);
  }

  private String user(long uid) {
    String name = accounts.name(uid);
    return name.equals("" + uid) ? "user " + uid : name;
  }

  /// Programs that become somebody who gets through.
  private List<String> setuid() {
    TreeSet<String> found = new TreeSet<>();
    for (String folder : FOLDERS) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder))) {
        for (Path each : files) {
          becomes(each).ifPresent(it -> found.add(each + ", as " + it));
        }
      } catch (IOException without) {
        // Then there is none in it.
      }
    }
    return List.copyOf(found);
  }

  private Optional<String> becomes(Path file) {
    Map<String, Object> attributes;
    try {
      attributes = Files.readAttributes(file, "unix:mode,uid,gid");
    } catch (IOException | UncheckedIOException gone) {
      return Optional.empty();
    }
    int mode = number(attributes, "mode");
    long uid = number(attributes, "uid");
    long gid = number(attributes, "gid");
    boolean asUser = (mode & 04000) != 0;
    boolean asGroup = (mode & 02000) != 0;
    if (ruling.policy().way() == Policy.Way.DENY || !(asUser || asGroup)) {
      return Optional.empty();
    }
    long nobody = accounts.nobodys(List.of());
    Persona persona = new Persona(asUser ? uid : nobody, asGroup ? gid : nobody, List.of());
    return new Who("", persona, "", false).isToGetThrough(ruling, engine)
        ? Optional.of(asUser ? user(uid) : "group " + gid)
        : Optional.empty();
  }

  private static int number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Integer number ? number : 0;
  }

  /// Who gets through with a number of a range, and would not without. Numbers of users who are
  /// denied are denied; members of a group are known to nftables by their users' numbers, and to
  /// iptables by the group's.
  List<String> borrowed(List<Subordinates> users, List<Subordinates> groups) {
    boolean byUser = engine == Engine.NFT;
    Stream<Found> named =
        ruling.policy().subjects().stream()
            .flatMap(it -> Optional.ofNullable(ruling.identities().found().get(it)).stream());
    if (ruling.policy().way() == Policy.Way.DENY) {
      return byUser ? List.of() : named.flatMap(it -> members(it, groups)).sorted().toList();
    }
    return named
        .flatMap(
            it ->
                switch (it) {
                  case Found.User user -> into(users, "user", user.uid());
                  case Found.Group group ->
                      Stream.concat(
                          into(groups, "group", group.gid()),
                          group.members().stream()
                              .filter(_ -> byUser)
                              .flatMap(member -> into(users, "user", member)));
                  case Found.Cgroup _ -> Stream.<String>of();
                })
        .distinct()
        .sorted()
        .toList();
  }

  /// Members of a denied group who can leave it behind.
  private Stream<String> members(Found found, List<Subordinates> groups) {
    return found instanceof Found.Group group
        ? group.members().stream()
            .map(it -> List.of(accounts.name(it), "" + it))
            .flatMap(
                names ->
                    groups.stream()
                        .filter(it -> names.contains(it.owner()))
                        .map(
                            it ->
                                "%s, whose group is denied, can be group %s in its place"
                                    .formatted(names.getFirst(), it.range())))
        : Stream.of();
  }

  /// Ranges that have the number of who is allowed.
  private static Stream<String> into(List<Subordinates> given, String kind, long allowed) {
    return given.stream()
        .filter(it -> it.range().contains(allowed))
        .map(it -> "%s can be %s %d".formatted(it.owner(), kind, allowed));
  }

  private static List<Subordinates> subordinates(String file) {
    try (Stream<String> lines = Files.lines(Path.of(file), StandardCharsets.ISO_8859_1)) {
      return Subordinates.read(lines).toList();
    } catch (IOException | UncheckedIOException absent) {
      return List.of();
    }
  }
}
