package io.sekisho.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A process that gives up its privileges while it has several threads, and tries what it still
/// can.
final class Dropped {
  private static final int AF_NETLINK = 16;

  private Dropped() {}

  public static void main(String[] arguments) throws Exception {
    Path own = Path.of(arguments[0]);
    CountDownLatch end = new CountDownLatch(1);
    for (int i = 0; i < 4; i++) {
      Thread.ofPlatform().daemon().start(() -> await(end));
    }
    System.out.println("before: all threads");
    give(own);
    Privileges.drop(61_500);
    attempt("write own file", () -> Files.writeString(own.resolve("file"), "x"));
    attempt("open a TCP socket", () -> new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    attempt("read /etc/shadow", () -> Files.readString(Path.of("/etc/shadow")));
    attempt("write in /run", () -> Files.writeString(Path.of("/run/sekisho-test"), "x"));
    attempt("become root again", () -> set(0));
    attempt("start a program", () -> new ProcessBuilder("/bin/true").start());
    attempt("fork", () -> call("fork"));
    attempt("start a thread", () -> Thread.ofPlatform().start(() -> {}));
    attempt("type into a terminal", () -> call("ioctl", 0L, 0x5412L, 0L));
    attempt("make a pair of netlink sockets", () -> call("socketpair", 16L, 3L, 0L, 0L));
    attempt("make a user namespace", () -> call("unshare", 0x1000_0000L));
    attempt("enter a namespace", () -> enter(Path.of("/proc/1/ns/net")));
    attempt("open a packet socket", RawSocket::open);
    attempt("open a netlink socket", () -> Libc.socket(AF_NETLINK, 3, 12));
    program(own);
    attempt("make a socket of another protocol", () -> Libc.socket(2, 1, 262));
    attempt("make a socket of another type", () -> Libc.socket(1, 5, 0));
    attempt("make a pair of Unix sockets", () -> pair(1));
    attempt("leave memory behind", () -> call("shmget", 0L, 4_096L, 01600L));
    attempt("read the kernel's log", () -> call("klogctl", 10L, 0L, 0L));
    attempt("bind port 80", () -> new ServerSocket(80, 1, InetAddress.getLoopbackAddress()));
    System.out.println("of all threads: " + String.join(" / ", states()));
    end.countDown();
  }

  private static void give(Path own) throws IOException {
    Files.setAttribute(own, "unix:uid", 61_500);
  }

  /// Tries to make a program that runs as this user, without a filter, whoever starts it.
  private static void program(Path own) throws IOException {
    String file = Files.writeString(own.resolve("program"), "x").toString();
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(file).address();
      long fresh = arena.allocateFrom(file + "2").address();
      attempt("change a mode", () -> call("chmod", name, 0700L));
      attempt("let others be this user", () -> call("chmod", name, 04755L));
      attempt("the same, upper half set", () -> call("chmod", name, 1L << 32 | 02755L));
      attempt("the same, from a folder", () -> call("fchmodat", -100L, name, 06755L, 0L));
      attempt("the same, when made", () -> call("open", fresh, 0101L, 04755L));
      attempt("the same, as a node", () -> call("mknod", fresh, 0104755L, 0L));
    }
    Files.delete(own.resolve("program"));
  }

  private static Object pair(int family) throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      return call("socketpair", (long) family, 1L, 0L, arena.allocate(8).address());
    }
  }

  private static Object set(int user) throws IOException {
    Libc.setUser(user);
    return user;
  }

  /// @throws IOException with the error; 25 (not a terminal) and 14 (bad address) come after a
  ///   filter
  private static Object call(String name, Long... arguments) throws Exception {
    MemoryLayout[] types = new MemoryLayout[arguments.length];
    Arrays.fill(types, ValueLayout.JAVA_LONG);
    StructLayout state = Linker.Option.captureStateLayout();
    var function =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, types),
                Linker.Option.captureCallState("errno"));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(state);
      List<Object> all = new ArrayList<>(List.of(errno));
      all.addAll(List.of(arguments));
      int result = (int) function.invokeWithArguments(all);
      if (result == 0 && name.equals("fork")) {
        Runtime.getRuntime().halt(0);
      }
      int error = errno.get(ValueLayout.JAVA_INT, 0);
      if (result < 0 && error == 1) {
        throw new IOException("refused");
      }
      return result < 0 ? "errno " + error : result;
    } catch (Throwable e) {
      throw e instanceof Exception exception ? exception : new IllegalStateException(e);
    }
  }

  private static Object enter(Path namespace) throws IOException {
    int fd = Libc.open(namespace.toString());
    Libc.setns(fd, 0x4000_0000);
    return fd;
  }

  private static Set<String> states() throws IOException {
    Set<String> states = new TreeSet<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      for (Path thread : threads.toList()) {
        states.add(
            Files.readAllLines(thread.resolve("status")).stream()
                .filter(line -> line.matches("(Uid|CapEff|NoNewPrivs|Seccomp):.*"))
                .map(line -> line.replaceFirst(":\\s+", " ").replaceFirst("(Uid \\d+).*", "$1"))
                .collect(Collectors.joining(", ")));
      }
    }
    return states;
  }

  private static void attempt(String what, Attempt attempt) {
    String outcome = "done";
    try {
      attempt.make();
    } catch (Exception e) {
      outcome = "refused";
    }
    System.out.println(what + ": " + outcome);
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Attempt {
    Object make() throws Exception;
  }
}
