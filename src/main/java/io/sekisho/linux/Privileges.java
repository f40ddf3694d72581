package io.sekisho.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/// Gives up, for this whole process and for good, what guests' bytes must not be parsed with.
///
/// What was opened before stays open. Nothing of this can be taken back.
public final class Privileges {
  private Privileges() {}

  /// Whether this process may change the host.
  public static boolean isRoot() {
    return Libc.effectiveUser() == 0;
  }

  /// Becomes a user without groups and capabilities who owns these files and nothing else, and who
  /// can't start programs any more.
  ///
  /// @param user and group, a number that nobody else has
  /// @param own files and folders; what is in a folder is not meant by it
  /// @throws IOException if any of it fails: the process has to end then
  public static void drop(int user, List<Path> own) throws IOException {
    for (Path path : own) {
      give(user, path);
    }
    // The C library does this for all threads; Linux itself would do it for the calling one alone.
    Libc.setUser(user);
    if (Libc.effectiveUser() != user || canComeBack()) {
      throw new IOException("the process is still privileged");
    }
    SystemCallFilter.install();
  }

  private static boolean canComeBack() {
    try {
      Libc.setUser(0);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private static void give(int user, Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", user, LinkOption.NOFOLLOW_LINKS);
  }
}
