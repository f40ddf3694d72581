package io.sekisho.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.web.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Callers without a key who take every connection there is, and never let go.
@Timeout(60)
class CrowdTest {
  private static final Duration FOR_EVER = Duration.ofHours(1);
  private static final Limits PATIENT =
      new Limits(64, 4_096, 16_384, 65_536, FOR_EVER, FOR_EVER, FOR_EVER);

  @Test
  void doesNotKeepAnOperatorOut() throws IOException {
    try (LiveApi api = new LiveApi(TestIdentity.loopback(), PATIENT);
        Crowd crowd = new Crowd(api)) {
      for (int i = 0; i < 5; i++) {
        crowd.grows(50);
        assertThat(status(api).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void doesNotPushOutAnOperatorWhoIsIn() throws IOException {
    try (LiveApi api = new LiveApi(TestIdentity.loopback(), PATIENT);
        Wire operator = new Wire(api);
        Crowd crowd = new Crowd(api)) {
      operator.write(request(api, "keep-alive"));
      assertThat(operator.socket().getInputStream().read()).isEqualTo('H');

      crowd.grows(300);

      operator.write(request(api, "close"));
      assertThat(operator.readToEnd()).contains("HTTP/1.1 200");
    }
  }

  private static Wire.Answer status(LiveApi api) {
    return Wire.raw(api, request(api, "close"));
  }

  private static String request(LiveApi api, String connection) {
    return "GET /sekisho/v1/status HTTP/1.1\r\nHost: localhost\r\nConnection: %s\r\nAuthorization: Bearer %s\r\n\r\n"
        .formatted(connection, api.key);
  }

  private static final class Crowd implements AutoCloseable {
    private final LiveApi api;
    private final List<Socket> silent = new ArrayList<>();

    Crowd(LiveApi api) {
      this.api = api;
    }

    void grows(int more) throws IOException {
      for (int i = 0; i < more; i++) {
        silent.add(new Socket(InetAddress.getLoopbackAddress(), api.port()));
      }
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }
}
