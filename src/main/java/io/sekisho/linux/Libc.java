package io.sekisho.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// The few system calls that Java has no name for.
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle OPEN =
      handle("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle SETNS =
      handle("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SOCKET =
      handle("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SEND =
      handle("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle RECV =
      handle("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

  private static final MethodHandle POLL =
      handle("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

  private static final MethodHandle BIND = withBytes("bind");
  private static final MethodHandle CONNECT = withBytes("connect");
  private static final MethodHandle LISTEN =
      handle("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SHUTDOWN =
      handle("shutdown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle ACCEPT =
      handle("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle SET_OPTION =
      handle(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle GET_OPTION =
      handle(
          "getsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle SEND_MESSAGE =
      handle("sendmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle RECEIVE_MESSAGE =
      handle("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

  private static final MethodHandle EFFECTIVE_USER =
      handle("geteuid", FunctionDescriptor.of(JAVA_INT));
  private static final MethodHandle SET_SESSION = handle("setsid", FunctionDescriptor.of(JAVA_INT));
  private static final MethodHandle SET_GROUPS =
      handle("setgroups", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS));
  private static final MethodHandle SET_GROUP =
      handle("setresgid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SET_LIMIT =
      handle("setrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle SET_USER =
      handle("setresuid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle PRCTL =
      handle(
          "prctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle SYSCALL =
      handle(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS),
          Linker.Option.firstVariadicArg(1));

  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int SECCOMP_SET_MODE_FILTER = 1;
  private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
  private static final int O_CLOEXEC = 0x8_0000;
  static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_CLOEXEC = 0x8_0000;
  private static final short POLLIN = 1;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int EINTR = 4;
  private static final int EAGAIN = 11;

  private Libc() {}

  /// A descriptor for reading the file at this path, not inherited by child processes.
  static int open(String path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      return (int) call("open " + path, state -> (int) OPEN.invokeExact(state, name, O_CLOEXEC));
    }
  }

  static void close(int fd) throws IOException {
    call("close", state -> (int) CLOSE.invokeExact(state, fd));
  }

  /// Moves the calling thread into the namespace that `fd` refers to.
  static void setns(int fd, int kind) throws IOException {
    call("setns", state -> (int) SETNS.invokeExact(state, fd, kind));
  }

  static int socket(int family, int type, int protocol) throws IOException {
    return (int) call("socket", state -> (int) SOCKET.invokeExact(state, family, type, protocol));
  }

  /// A socket at which the kernel of the calling thread's namespace answers, in messages of the
  /// protocol.
  static int netlink(int protocol) throws IOException {
    return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
  }

  static void send(int fd, byte[] message) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocateFrom(JAVA_BYTE, message);
      call("send", state -> (long) SEND.invokeExact(state, fd, data, (long) message.length, 0));
    }
  }

  /// Waits for one datagram of at most this many bytes.
  static byte[] receive(int fd, int most) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(most);
      long length = call("recv", state -> (long) RECV.invokeExact(state, fd, data, (long) most, 0));
      return data.asSlice(0, length).toArray(JAVA_BYTE);
    }
  }

  /// The next datagram of at most this many bytes; empty if none has come yet.
  static byte[] receiveNow(int fd, int most) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(most);
      long length =
          call(
              "recv",
              state -> (long) RECV.invokeExact(state, fd, data, (long) most, MSG_DONTWAIT),
              EAGAIN);
      return data.asSlice(0, Math.max(0, length)).toArray(JAVA_BYTE);
    }
  }

  /// Waits until there is something to read from one of these, or the time is over.
  static void poll(int[] fds, int millis) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment all = arena.allocate(8L * fds.length + 8, 8);
      for (int i = 0; i < fds.length; i++) {
        all.set(JAVA_INT, 8L * i, fds[i]);
        all.set(JAVA_SHORT, 8L * i + 4, POLLIN);
      }
      call("poll", state -> (int) POLL.invokeExact(state, all, (long) fds.length, millis));
    }
  }

  static void bind(int fd, byte[] address) throws IOException {
    withBytes("bind", BIND, fd, address);
  }

  static void connect(int fd, byte[] address) throws IOException {
    withBytes("connect", CONNECT, fd, address);
  }

  /// A socket's descriptor, or the error's number, negative.
  static int trySocket(int family, int type, int protocol) {
    return (int) attempt(state -> (int) SOCKET.invokeExact(state, family, type, protocol));
  }

  /// 0, or the error's number, negative.
  static int tryConnect(int fd, byte[] address) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocateFrom(JAVA_BYTE, address);
      return (int) attempt(state -> (int) CONNECT.invokeExact(state, fd, data, address.length));
    }
  }

  /// How much was sent, or the error's number, negative.
  static int trySend(int fd, byte[] message) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocateFrom(JAVA_BYTE, message);
      return (int)
          attempt(state -> (long) SEND.invokeExact(state, fd, data, (long) message.length, 0));
    }
  }

  /// How much came, or the error's number, negative.
  static int tryReceive(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(64);
      return (int) attempt(state -> (long) RECV.invokeExact(state, fd, data, 64L, 0));
    }
  }

  static void listen(int fd, int backlog) throws IOException {
    call("listen", state -> (int) LISTEN.invokeExact(state, fd, backlog));
  }

  /// Wakes whoever waits on the socket. One that is not connected any more needs no waking.
  static void shutdown(int fd, int how) {
    try {
      call("shutdown", state -> (int) SHUTDOWN.invokeExact(state, fd, how));
    } catch (IOException notConnected) {
      // As good as done.
    }
  }

  /// The next connection's descriptor, not inherited by child processes; -EAGAIN if none came
  /// within the time that the socket waits.
  static int accept(int fd) throws IOException {
    return (int)
        call(
            "accept",
            state ->
                (int)
                    ACCEPT.invokeExact(
                        state, fd, MemorySegment.NULL, MemorySegment.NULL, O_CLOEXEC),
            EAGAIN);
  }

  static void setOption(int fd, int level, int name, byte[] value) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocateFrom(JAVA_BYTE, value);
      call(
          "setsockopt",
          state -> (int) SET_OPTION.invokeExact(state, fd, level, name, data, value.length));
    }
  }

  static byte[] option(int fd, int level, int name, int length) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(length);
      MemorySegment size = arena.allocateFrom(JAVA_INT, length);
      call("getsockopt", state -> (int) GET_OPTION.invokeExact(state, fd, level, name, data, size));
      return data.toArray(JAVA_BYTE);
    }
  }

  static long sendMessage(int fd, MemorySegment message, int flags) throws IOException {
    return call("sendmsg", state -> (long) SEND_MESSAGE.invokeExact(state, fd, message, flags));
  }

  static long receiveMessage(int fd, MemorySegment message, int flags) throws IOException {
    return call("recvmsg", state -> (long) RECEIVE_MESSAGE.invokeExact(state, fd, message, flags));
  }

  /// Begins a session of this process's own, which has no terminal; the leader of a group, which is
  /// no shell's child, has to stay in its own.
  static void leaveTerminal() {
    try {
      call("setsid", state -> (int) SET_SESSION.invokeExact(state));
    } catch (IOException isLeader) {
      // Then a terminal's signals reach it, and the filter keeps it from typing.
    }
  }

  static int effectiveUser() {
    try {
      return (int) call("geteuid", state -> (int) EFFECTIVE_USER.invokeExact(state));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// Takes away what is beyond this much of a resource, for good.
  static void limit(int resource, long most) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocateFrom(JAVA_LONG, most, most);
      call("setrlimit", state -> (int) SET_LIMIT.invokeExact(state, resource, limit));
    }
  }

  /// Makes every thread this user's, and this group's and no other's.
  static void setUser(int id) throws IOException {
    call("setgroups", state -> (int) SET_GROUPS.invokeExact(state, 0L, MemorySegment.NULL));
    call("setresgid", state -> (int) SET_GROUP.invokeExact(state, id, id, id));
    call("setresuid", state -> (int) SET_USER.invokeExact(state, id, id, id));
  }

  /// Makes the calling thread alone another user's, who can't come back; the C library would do so
  /// for every thread.
  ///
  /// @param numbers those of setgroups, setresgid and setresuid
  static void setThread(int[] numbers, int user, int group, int[] groups) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long list = arena.allocateFrom(JAVA_INT, groups).address();
      system("setgroups", numbers[0], groups.length, list, 0);
      system("setresgid", numbers[1], group, group, group);
      system("setresuid", numbers[2], user, user, user);
    }
  }

  private static void system(String what, int number, long one, long two, long three)
      throws IOException {
    MemorySegment last = MemorySegment.ofAddress(three);
    call(what, state -> (long) SYSCALL.invokeExact(state, (long) number, one, two, last));
  }

  /// Puts a seccomp filter before every thread, and keeps programs that they start from gaining
  /// rights.
  ///
  /// @param seccomp the number of that system call
  /// @param program instructions of classic BPF
  static void filterSystemCalls(int seccomp, byte[] program) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment filter = arena.allocate(16, 8);
      filter.set(JAVA_SHORT, 0, (short) (program.length / 8));
      filter.set(ADDRESS, 8, arena.allocateFrom(JAVA_BYTE, program));
      call("prctl", state -> (int) PRCTL.invokeExact(state, PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L));
      long unsynchronized =
          call(
              "seccomp",
              state ->
                  (long)
                      SYSCALL.invokeExact(
                          state,
                          (long) seccomp,
                          (long) SECCOMP_SET_MODE_FILTER,
                          (long) SECCOMP_FILTER_FLAG_TSYNC,
                          filter));
      if (unsynchronized != 0) {
        throw new IOException("thread " + unsynchronized + " can't be put under the filter");
      }
    }
  }

  private static void withBytes(String what, MethodHandle handle, int fd, byte[] bytes)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocateFrom(JAVA_BYTE, bytes);
      call(what, state -> (int) handle.invokeExact(state, fd, data, bytes.length));
    }
  }

  private static MethodHandle withBytes(String name) {
    return handle(name, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  }

  private static long call(String what, Call call) throws IOException {
    return call(what, call, 0);
  }

  /// @param expected an error that is returned, negative, and not thrown
  private static long call(String what, Call call, int expected) throws IOException {
    long result = attempt(call);
    if (result < 0 && result != -expected) {
      throw new IOException(what + ": errno " + -result);
    }
    return result;
  }

  /// Makes the call, again if a signal interrupted it.
  ///
  /// @return what it returned, or the error's number, negative
  private static long attempt(Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      while (true) {
        long result = call.invoke(state);
        int error = result < 0 ? (int) ERRNO.get(state, 0L) : 0;
        if (error != EINTR) {
          return error == 0 ? result : -error;
        }
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static MethodHandle handle(
      String name, FunctionDescriptor signature, Linker.Option... options) {
    Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = Linker.Option.captureCallState("errno");
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), signature, all);
  }

  @FunctionalInterface
  private interface Call {
    long invoke(MemorySegment state) throws Throwable;
  }
}
