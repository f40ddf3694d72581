package io.sekisho.linux;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Privileges.drop(61_500, List.of(own));
    attempt("write own file", () -> Files.writeString(own.resolve("file"), "x"));
    attempt("open a TCP socket", () -> new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    attempt("read /etc/shadow", () -> Files.readString(Path.of("/etc/shadow")));
    attempt("write in /run", () -> Files.writeString(Path.of("/run/sekisho-test"), "x"));
    attempt("become root again", () -> set(0));
    attempt("start a program", () -> new ProcessBuilder("/bin/true").start());
    attempt("enter a namespace", () -> enter(Path.of("/proc/1/ns/net")));
    attempt("open a packet socket", RawSocket::open);
    attempt("open a netlink socket", () -> Libc.socket(AF_NETLINK, 3, 12));
    attempt("bind port 80", () -> new ServerSocket(80, 1, InetAddress.getLoopbackAddress()));
    System.out.println("of all threads: " + String.join(" / ", states()));
    end.countDown();
  }

  private static Object set(int user) throws IOException {
    Libc.setUser(user);
    return user;
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
