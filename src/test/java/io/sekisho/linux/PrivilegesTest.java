package io.sekisho.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is left of root, tried by a process that has stepped down.
@Tag("root")
@ExtendWith(Root.class)
class PrivilegesTest {
  @Test
  void leavesNothingThatCouldHarmTheHost() throws Exception {
    Path own = Files.createTempDirectory("dropped");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Dropped.class.getName(),
                own.toString())
            .redirectErrorStream(true)
            .start();
    List<String> said = process.inputReader().readAllLines();
    assertThat(process.waitFor()).isZero();

    assertThat(said)
        .containsExactly(
            "before: all threads",
            "write own file: done",
            "open a TCP socket: done",
            "read /etc/shadow: refused",
            "write in /run: refused",
            "become root again: refused",
            "start a program: refused",
            "fork: refused",
            "start a thread: done",
            "type into a terminal: refused",
            "make a pair of netlink sockets: refused",
            "make a user namespace: refused",
            "enter a namespace: refused",
            "open a packet socket: refused",
            "open a netlink socket: refused",
            "change a mode: done",
            "let others be this user: refused",
            "the same, upper half set: refused",
            "the same, from a folder: refused",
            "the same, when made: refused",
            "the same, as a node: refused",
            "make a socket of another protocol: refused",
            "make a socket of another type: refused",
            "make a pair of Unix sockets: done",
            "leave memory behind: refused",
            "read the kernel's log: refused",
            "bind port 80: refused",
            "of all threads: Uid 61500, CapEff 0000000000000000, NoNewPrivs 1, Seccomp 2");
    Files.delete(own.resolve("file"));
    Files.delete(own);
  }
}
