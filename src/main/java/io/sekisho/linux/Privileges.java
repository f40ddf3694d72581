package io.sekisho.linux;

import java.io.IOException;

/// Gives up, for this whole process and for good, what guests' bytes must not be parsed with.
///
/// What was opened before stays open. Nothing of this can be taken back.
public final class Privileges {
  // asm-generic/resource.h
  private static final int RLIMIT_CORE = 4;
  private static final int RLIMIT_NPROC = 6;

  /// Far more than a service whose threads are virtual needs; a host has some ten thousand.
  private static final int THREADS = 2_048;

  private Privileges() {}

  /// Whether this process may change the host.
  public static boolean isRoot() {
    return Libc.effectiveUser() == 0;
  }

  /// Becomes a user without groups and capabilities who can't start programs any more, in a session
  /// without a terminal.
  ///
  /// @param user and group, a number that nobody else has
  /// @throws IOException if any of it fails: the process has to end then
  public static void drop(int user) throws IOException {
    Libc.leaveTerminal();
    Libc.limit(RLIMIT_NPROC, THREADS);
    Libc.limit(RLIMIT_CORE, 0);
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
}
