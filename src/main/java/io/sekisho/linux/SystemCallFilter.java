package io.sekisho.linux;

import io.sekisho.linux.FilterProgram.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A seccomp filter over the whole process: system calls that a service has no use for, and an
/// intruder has, are refused with EPERM. No program is started and no process forked, no namespace
/// made or entered, nobody traced, nothing mounted, no socket but TCP, UDP and Unix ones, nothing
/// typed into a terminal, nothing kept in the kernel after the process, and no file made that
/// others run as this user.
///
/// It names what is refused, for what a JVM needs changes with every JVM. Numbers are those of each
/// architecture (asm/unistd_64.h, asm-generic/unistd.h); where they are not known there is no
/// filter.
final class SystemCallFilter {
  private static final int THREAD = 0x1_0000;

  /// CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET.
  private static final int NAMESPACES = 0x7E02_0000;

  /// S_ISUID and S_ISGID: who runs such a file is this user, without a filter.
  private static final int SET_ID = 06000;

  /// TIOCSTI and TIOCLINUX.
  private static final List<Integer> TYPING = List.of(0x5412, 0x541C);

  /// AF_UNIX, AF_INET, AF_INET6; SOCK_STREAM, SOCK_DGRAM; their usual protocol, TCP, UDP. For
  /// others the kernel loads modules.
  private static final List<Integer> FAMILIES = List.of(1, 2, 10);

  private static final List<Integer> TYPES = List.of(1, 2);
  private static final int TYPE = 0xF;
  private static final List<Integer> PROTOCOLS = List.of(0, 6, 17);

  /// clone3 and openat2, whose flags can't be seen: the C library then asks for clone, and openat.
  private static final List<Integer> BLIND = List.of(435, 437);

  /// @param spawn the number of clone
  /// @param sockets those of socket and socketpair
  /// @param modes calls that may give a file its mode, and which argument that is
  private record Machine(
      int audit,
      int seccomp,
      int spawn,
      int ioctl,
      List<Integer> sockets,
      Map<Integer, Integer> modes,
      List<Integer> refused) {}

  /// In this order: execve, execveat, ptrace, mount, umount2, pivot_root, chroot, setns, unshare,
  /// bpf, perf_event_open, process_vm_readv, process_vm_writev, keyctl, add_key, request_key,
  /// init_module, finit_module, delete_module, kexec_load, kexec_file_load, userfaultfd,
  /// io_uring_setup, open_by_handle_at, reboot, swapon, acct, quotactl, open_tree, move_mount,
  /// fsopen, fsconfig, fsmount, fspick, mount_setattr, pidfd_getfd, open_tree_attr; shmget, msgget,
  /// semget, mq_open, fanotify_init, syslog, kcmp, personality, vmsplice, process_madvise,
  /// quotactl_fd, memfd_secret; fork, vfork, modify_ldt, uselib.
  ///
  /// Modes: chmod, fchmod, fchmodat, fchmodat2, open, openat, creat, mknod, mknodat.
  private static final Machine X86_64 =
      new Machine(
          0xC000_003E,
          317,
          56,
          16,
          List.of(41, 53),
          Map.of(90, 1, 91, 1, 268, 2, 452, 2, 2, 2, 257, 3, 85, 1, 133, 1, 259, 2),
          List.of(
              59, 322, 101, 165, 166, 155, 161, 308, 272, 321, 298, 310, 311, 250, 248, 249, 175,
              313, 176, 246, 320, 323, 425, 304, 169, 167, 163, 179, 428, 429, 430, 431, 432, 433,
              442, 438, 467, 29, 68, 64, 240, 300, 103, 312, 135, 278, 440, 443, 447, 57, 58, 154,
              134));

  private static final Machine AARCH64 =
      new Machine(
          0xC000_00B7,
          277,
          220,
          29,
          List.of(198, 199),
          Map.of(52, 1, 53, 2, 452, 2, 56, 3, 33, 2),
          List.of(
              221, 281, 117, 40, 39, 41, 51, 268, 97, 280, 241, 270, 271, 219, 217, 218, 105, 273,
              106, 104, 294, 282, 425, 265, 142, 224, 89, 60, 428, 429, 430, 431, 432, 433, 442,
              438, 467, 194, 186, 190, 180, 262, 116, 272, 92, 75, 440, 443, 447));

  private SystemCallFilter() {}

  /// Installs the filter for every thread.
  ///
  /// @throws IOException if this machine's numbers are not known, or the kernel has no filters
  static void install() throws IOException {
    String architecture = System.getProperty("os.arch");
    Machine machine =
        machine(architecture)
            .orElseThrow(() -> new IOException("no filter is known for " + architecture));
    Libc.filterSystemCalls(machine.seccomp, program(machine));
  }

  private static Optional<Machine> machine(String architecture) {
    return switch (architecture) {
      case "amd64" -> Optional.of(X86_64);
      case "aarch64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }

  private static byte[] program(Machine machine) {
    FilterProgram program = FilterProgram.of(machine.audit);
    machine.refused.forEach(number -> program.on(number, Verdict.REFUSE));
    BLIND.forEach(number -> program.on(number, Verdict.UNKNOWN));
    program.on(
        machine.spawn,
        clone -> clone.ifAny(0, NAMESPACES, Verdict.REFUSE).ifAny(0, THREAD, Verdict.ALLOW),
        Verdict.REFUSE);
    for (int socket : machine.sockets) {
      program.on(socket, SystemCallFilter::usual, Verdict.ALLOW);
    }
    machine.modes.forEach(
        (number, mode) ->
            program.on(number, call -> call.ifAny(mode, SET_ID, Verdict.REFUSE), Verdict.ALLOW));
    program.on(machine.ioctl, call -> call.ifOneOf(1, TYPING, Verdict.REFUSE), Verdict.ALLOW);
    return program.bytes(Verdict.ALLOW);
  }

  private static FilterProgram usual(FilterProgram socket) {
    return socket
        .unlessOneOf(0, ~0, FAMILIES, Verdict.REFUSE)
        .unlessOneOf(1, TYPE, TYPES, Verdict.REFUSE)
        .unlessOneOf(2, ~0, PROTOCOLS, Verdict.REFUSE);
  }
}
