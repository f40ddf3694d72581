package io.sekisho.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/// A seccomp filter over the whole process: system calls that a service has no use for, and an
/// intruder has, are refused with EPERM.
///
/// It names what is refused, for what a JVM needs changes with every JVM. Numbers are those of each
/// architecture (asm/unistd_64.h, asm-generic/unistd.h); where they are not known there is no
/// filter.
final class SystemCallFilter {
  // linux/bpf_common.h, linux/seccomp.h, linux/audit.h
  private static final int LOAD = 0x20;
  private static final int JUMP_EQUAL = 0x15;
  private static final int JUMP_AT_LEAST = 0x35;
  private static final int RETURN = 0x06;
  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int FIRST_ARGUMENT = 16;
  private static final int ALLOW = 0x7fff_0000;
  private static final int REFUSE = 0x0005_0001;
  private static final int KILL = 0x8000_0000;

  /// On x86-64, calls of the x32 ABI have this bit, and would be other numbers for the same.
  private static final int X32 = 0x4000_0000;

  /// Unix, IPv4 and IPv6 are the families that are left.
  private static final int[] FAMILIES = {1, 2, 10};

  private record Machine(int audit, int seccomp, int socket, List<Integer> refused) {}

  /// In this order: execve, execveat, ptrace, mount, umount2, pivot_root, chroot, setns, unshare,
  /// bpf, perf_event_open, process_vm_readv, process_vm_writev, keyctl, add_key, request_key,
  /// init_module, finit_module, delete_module, kexec_load, kexec_file_load, userfaultfd,
  /// io_uring_setup, open_by_handle_at, reboot, swapon, acct, quotactl, open_tree, move_mount,
  /// fsopen, mount_setattr, pidfd_getfd.
  private static final Machine X86_64 =
      new Machine(
          0xC000_003E,
          317,
          41,
          List.of(
              59, 322, 101, 165, 166, 155, 161, 308, 272, 321, 298, 310, 311, 250, 248, 249, 175,
              313, 176, 246, 320, 323, 425, 304, 169, 167, 163, 179, 428, 429, 430, 442, 438));

  private static final Machine AARCH64 =
      new Machine(
          0xC000_00B7,
          277,
          198,
          List.of(
              221, 281, 117, 40, 39, 41, 51, 268, 97, 280, 241, 270, 271, 219, 217, 218, 105, 273,
              106, 104, 294, 282, 425, 265, 142, 224, 89, 60, 428, 429, 430, 442, 438));

  private SystemCallFilter() {}

  /// Installs the filter for every thread, where this machine's numbers are known.
  ///
  /// @return whether there is one now
  static boolean install() throws IOException {
    Optional<Machine> machine = machine();
    if (machine.isEmpty()) {
      return false;
    }
    Libc.filterSystemCalls(machine.get().seccomp, program(machine.get()));
    return true;
  }

  private static Optional<Machine> machine() {
    return switch (System.getProperty("os.arch")) {
      case "amd64" -> Optional.of(X86_64);
      case "aarch64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }

  /// Instructions of classic BPF: each jumps so many instructions ahead if what it asks is true,
  /// and so many if not.
  private static byte[] program(Machine machine) {
    List<Integer> refused = machine.refused;
    int count = 5 + refused.size() + 2 + FAMILIES.length + 2;
    ByteBuffer code = ByteBuffer.allocate(8 * count).order(ByteOrder.nativeOrder());
    add(code, LOAD, 0, 0, ARCHITECTURE);
    add(code, JUMP_EQUAL, 1, 0, machine.audit);
    add(code, RETURN, 0, 0, KILL);
    add(code, LOAD, 0, 0, NUMBER);
    add(code, JUMP_AT_LEAST, count - 2 - 5, 0, X32);
    for (int i = 0; i < refused.size(); i++) {
      add(code, JUMP_EQUAL, count - 2 - (5 + i + 1), 0, refused.get(i));
    }
    int at = 5 + refused.size();
    add(code, JUMP_EQUAL, 0, count - 1 - (at + 1), machine.socket);
    add(code, LOAD, 0, 0, FIRST_ARGUMENT);
    for (int i = 0; i < FAMILIES.length; i++) {
      add(code, JUMP_EQUAL, count - 1 - (at + 2 + i + 1), 0, FAMILIES[i]);
    }
    add(code, RETURN, 0, 0, REFUSE);
    add(code, RETURN, 0, 0, ALLOW);
    return code.array();
  }

  private static void add(ByteBuffer code, int what, int ifTrue, int ifFalse, int value) {
    code.putShort((short) what).put((byte) ifTrue).put((byte) ifFalse).putInt(value);
  }
}
