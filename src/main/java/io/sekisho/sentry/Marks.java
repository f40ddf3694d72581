package io.sekisho.sentry;

import io.sekisho.guard.Policy;
import io.sekisho.guard.Subject;
import io.sekisho.guard.Subject.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What files are known by, without reading them: that they changed is seen at the price of a look
/// at each.
final class Marks {
  private static final List<Path> NAMES =
      List.of(Path.of("/etc/passwd"), Path.of("/etc/group"), Path.of("/etc/subuid"));

  private Marks() {}

  /// Of what says who is who: the files of users and groups, and the control groups of a policy.
  static List<String> names(Policy policy, Cgroups cgroups) {
    return Stream.concat(
            NAMES.stream().map(Marks::of),
            policy.subjects().stream()
                .filter(it -> it.kind() == Kind.UNIT || it.kind() == Kind.CGROUP)
                .map(it -> inode(cgroups.root().resolve(path(it)))))
        .toList();
  }

  /// Where a unit usually is. One that is elsewhere is looked for as often as everything is.
  private static String path(Subject subject) {
    return subject.kind() == Kind.UNIT ? Subject.usualPath(subject.name()) : subject.name();
  }

  /// A word that is another one after a file was written, replaced or made.
  static String of(Path file) {
    return attributes(file, "unix:ino,size,mode,uid,ctime");
  }

  /// For folders, which change with what is in them.
  private static String inode(Path folder) {
    return attributes(folder, "unix:ino");
  }

  private static String attributes(Path file, String which) {
    try {
      Map<String, Object> found = Files.readAttributes(file, which);
      return new TreeMap<>(found).toString();
    } catch (IOException absent) {
      return "";
    }
  }
}
