package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.client.Environment;
import io.sekisho.control.Store.Retention;
import io.sekisho.network.FloatingPool;
import io.sekisho.station.GuestLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The overseer with a service that was broken into.
@Tag("root")
@ExtendWith(Root.class)
class OverseerTest {
  /// Is up, gives its connection to another process that says nothing, and ends.
  private static final String GIVES_ITS_CONNECTION_AWAY =
      """
      import os, socket, sys, time
      s = socket.socket(socket.AF_UNIX)
      s.connect(sys.argv[1])
      ca = '-----BEGIN CERTIFICATE-----AA==-----END CERTIFICATE-----'
      body = b'{"ask":"ready","attachments":[],"ca":"%s"}' % ca.encode()
      s.sendall(len(body).to_bytes(4, 'big') + body)
      s.recv(100)
      if os.fork() == 0:
        os.closerange(0, 3)
        time.sleep(20)
        os._exit(0)
      print('\\033[2Jgone', flush=True)
      """;

  private final String prefix = "ov" + Long.toString(ProcessHandle.current().pid(), 36);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void isNotHeldByAConnectionThatOutlivesItsService(@TempDir Path folder) throws Exception {
    Overseer overseer = new Overseer(settings(folder), environment(folder), this::service);
    var end = CompletableFuture.supplyAsync(() -> run(overseer), Thread.ofPlatform()::start);
    for (int i = 0; i < 150 && said().lines().count() < 3; i++) {
      Thread.sleep(100);
    }
    overseer.stop();
    // Else the hook that waits for the end of `up` would keep this process.
    Stop.done();

    assertThat(end.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(said()).startsWith("?[2Jgone\n?[2Jgone\n").contains("2 times in a row");
    assertThat(Path.of("/run/sekisho-" + prefix)).doesNotExist();
    Files.delete(Path.of("/run/sekisho-" + prefix + ".lock"));
  }

  private Process service(MeetingPlace place, boolean again) throws IOException {
    return new ProcessBuilder(
            "/usr/bin/python3", "-c", GIVES_ITS_CONNECTION_AWAY, place.socket().toString())
        .redirectOutput(place.output())
        .redirectError(place.errors())
        .start();
  }

  private static int run(Overseer overseer) {
    try {
      return overseer.run(List.of());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private Environment environment(Path folder) {
    PrintStream terminal = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Environment(
        Map.of("SEKISHO_HOME", folder.toString()),
        InputStream.nullInputStream(),
        terminal,
        terminal,
        folder);
  }

  private Settings settings(Path folder) {
    return new Settings(
        folder.resolve("state"),
        Optional.empty(),
        Optional.empty(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Settings.Guests.KERNEL,
        prefix,
        1,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        GuestLimits.of(Map.of()),
        Retention.DEFAULT,
        FloatingPool.NONE,
        Optional.empty());
  }
}
