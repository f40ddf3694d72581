package io.sekisho.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnixSocketTest {
  @TempDir private Path folder;
  private UnixListener listener;
  private UnixSocket here;
  private UnixSocket there;

  @BeforeEach
  void connect() throws IOException {
    Path path = folder.resolve("socket");
    int me = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    listener = UnixListener.open(path, me, Duration.ofMillis(100));
    here = UnixSocket.connect(path, Duration.ofSeconds(10));
    there = listener.accept().orElseThrow();
  }

  @AfterEach
  void close() throws IOException {
    here.close();
    there.close();
    listener.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_096, 3_000_000})
  void carriesFramesWhole(int size) throws Exception {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Thread sender =
        Thread.ofVirtual()
            .start(
                () -> {
                  send(bytes);
                  send(new byte[] {7});
                });

    assertThat(there.receive()).isEqualTo(bytes);
    assertThat(there.receive()).containsExactly(7);
    sender.join();
  }

  @Test
  void carriesADescriptorThatOutlivesItsMakers() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "read me");
    int fd = Libc.open(file.toString());
    here.send(new byte[] {1}, OptionalInt.of(fd));
    Libc.close(fd);

    int received = there.receiveWithDescriptor().descriptor().orElseThrow();

    assertThat(Path.of("/proc/self/fd/" + received)).hasContent("read me");
    Libc.close(received);
  }

  @Test
  void takesInNoDescriptorUnlessItIsExpected() throws IOException {
    long before = open();
    for (int i = 0; i < 20; i++) {
      int fd = Libc.open(folder.toString());
      here.send(new byte[] {1}, OptionalInt.of(fd));
      Libc.close(fd);
      there.receive();
    }

    assertThat(open()).isEqualTo(before);
  }

  private static long open() throws IOException {
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }

  @Test
  void saysWhoIsAtTheOtherEnd() throws IOException {
    assertThat(there.peerProcess()).isEqualTo((int) ProcessHandle.current().pid());
    assertThat(there.peerUser()).isEqualTo(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  @Test
  void noticesThatTheOtherEndIsClosed() throws IOException {
    here.close();

    assertThatThrownBy(there::receive).isInstanceOf(EOFException.class);
  }

  @Test
  void refusesAFrameWithoutEnd() throws IOException {
    int raw = Sockets.connect(folder.resolve("socket"), Duration.ZERO);
    Sockets.send(raw, new byte[] {0x7f, 0, 0, 0}, OptionalInt.empty(), System.nanoTime());
    UnixSocket other = listener.accept().orElseThrow();

    assertThatThrownBy(other::receive).hasMessageContaining("a frame of");
    Libc.close(raw);
    other.close();
  }

  @Test
  void waitsForNobodyForEver() throws IOException {
    assertThat(listener.accept()).isEmpty();
  }

  @Test
  void waitsNoLongerThanItWasTold() throws Exception {
    there.waitAtMost(Duration.ofMillis(200));
    assertThatThrownBy(there::receive).as("nothing").isInstanceOf(IOException.class);

    int raw = Sockets.connect(folder.resolve("socket"), Duration.ZERO);
    try (UnixSocket slow = listener.accept().orElseThrow()) {
      slow.waitAtMost(Duration.ofMillis(300));
      Thread sender = Thread.ofVirtual().start(() -> trickle(raw));
      assertThatThrownBy(slow::receive).as("a byte now and then").hasMessageContaining("too long");
      sender.join();
    }
    Libc.close(raw);
  }

  private static void trickle(int fd) {
    try {
      Sockets.send(fd, new byte[] {0, 0, 1, 0}, OptionalInt.empty(), System.nanoTime());
      for (int i = 0; i < 8; i++) {
        Thread.sleep(100);
        Sockets.send(fd, new byte[] {1}, OptionalInt.empty(), System.nanoTime());
      }
    } catch (IOException | InterruptedException e) {
      // It was hung up on.
    }
  }

  @Test
  void givesUpOnOneWhoDoesNotRead() throws IOException {
    here.waitAtMost(Duration.ofMillis(200));

    assertThatThrownBy(() -> here.send(new byte[4_000_000], OptionalInt.empty()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void isHungUpOnWhileAThreadWaits() throws Exception {
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  pause();
                  there.hangUp();
                });

    assertThatThrownBy(there::receive).isInstanceOf(EOFException.class);
    other.join();
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void isForItsUserOnly() throws IOException {
    Path path = folder.resolve("others");
    try (UnixListener others = UnixListener.open(path, 65_534, Duration.ofMillis(100))) {
      assertThat(Files.getAttribute(path, "unix:mode")).isEqualTo(0140600);
      assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(65_534);
      assertThat(others.accept()).isEmpty();
    }
  }

  private void send(byte[] bytes) {
    try {
      here.send(bytes, OptionalInt.empty());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
