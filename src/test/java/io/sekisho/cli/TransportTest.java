package io.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sekisho.api.LiveApi;
import io.sekisho.api.TestIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom the client talks to, whom it does not, and what it says then.
class TransportTest {
  @TempDir Path directory;

  private String status(String url, String ca, String key) throws IOException {
    Files.writeString(directory.resolve("ca.pem"), ca);
    Shell.Outcome outcome =
        new Shell(directory)
            .set("SEKISHO_URL", url)
            .set("SEKISHO_KEY", key)
            .set("SEKISHO_CA", "ca.pem")
            .run("status");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    return outcome.err();
  }

  @Test
  void asksWhetherTheServerRuns() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      free = socket.getLocalPort();
    }

    assertThat(status("https://127.0.0.1:" + free, TestIdentity.loopback().pem(), "key"))
        .isEqualTo(
            "Nothing answers at https://127.0.0.1:%d: is `./sekisho up` running? Else `sekisho login`.%n"
                .formatted(free));
  }

  @Nested
  class FacingTheApi {
    @Test
    void refusesAServerOfAnotherCa() throws IOException {
      try (LiveApi api = new LiveApi()) {
        assertThat(status(api.url(), TestIdentity.loopback().pem(), api.key))
            .isEqualTo(
                api.url()
                    + " did not prove that it is the server this CLI knows:"
                    + " run `sekisho login` with the CA it uses now.\n");
      }
    }

    @Test
    void refusesACertificateForAnotherName() throws IOException {
      TestIdentity other = TestIdentity.of(new GeneralName(GeneralName.dNSName, "other.example"));
      try (LiveApi api = new LiveApi(other)) {
        assertThat(status(api.url(), api.ca(), api.key)).contains("did not prove");
      }
    }

    @Test
    void saysThatTheKeyIsUnknown() throws IOException {
      try (LiveApi api = new LiveApi()) {
        assertThat(status(api.url(), api.ca(), "sekisho_wrong")).contains("does not know this key");
      }
    }

    @Test
    void refusesToRememberALoginThatFails() throws IOException {
      try (LiveApi api = new LiveApi()) {
        Files.writeString(directory.resolve("ca.pem"), api.ca());
        Shell shell = new Shell(directory);

        Shell.Outcome outcome =
            shell.run("login", "--url", api.url(), "--ca", "ca.pem", "--key", "sekisho_wrong");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(shell.path("home")).doesNotExist();
      }
    }

    @Test
    void takesTheKeyFromStandardInput() throws IOException {
      try (LiveApi api = new LiveApi()) {
        Files.writeString(directory.resolve("ca.pem"), api.ca());
        Shell shell = new Shell(directory).type(api.key + "\n");

        Shell.Outcome outcome =
            shell.run("login", "--url", api.url() + "/", "--ca", "ca.pem", "--key", "-");

        assertThat(outcome.out()).isEqualTo("Logged in to " + api.url() + " (Sekisho 1.2.3).\n");
        assertThat(shell.run("status").code()).isZero();
      }
    }
  }

  @Test
  void needsACertificate() throws IOException {
    assertThat(status("https://127.0.0.1:1", "nonsense", "key"))
        .contains("not a certificate in PEM");
    assertThat(status("https://127.0.0.1:1", "", "key")).contains("not a certificate in PEM");
  }

  @Nested
  class FacingSomethingElse {
    private final TestIdentity identity = TestIdentity.loopback();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private String facing(int status, String location, String body) throws Exception {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity.keys().getKeyManagers(), null, null);
      HttpsServer server =
          HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      server.createContext(
          "/",
          exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            exchange.getResponseHeaders().add("Location", location);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      server.start();
      try {
        return status(
            "https://127.0.0.1:" + server.getAddress().getPort(), identity.pem(), "sekisho_key");
      } finally {
        server.stop(0);
      }
    }

    @Test
    void followsNoRedirect() throws Exception {
      assertThat(facing(302, "/elsewhere", "")).contains("status 302: is it Sekisho?");
      assertThat(asked).containsExactly("/sekisho/v1/status");
    }

    @Test
    void saysThatTheAnswerIsNotUnderstood() throws Exception {
      assertThat(facing(200, "", "<html>")).contains("is not understood");
      assertThat(facing(500, "", "<html>")).contains("status 500");
    }

    @Test
    void letsNobodySteerTheTerminal() throws Exception {
      String told =
          facing(
              400,
              "",
              "{\"errors\":[{\"code\":\"x\",\"message\":\"a\\u001b[2Jb\\u009bc\"}],"
                  + "\"status_code\":400,\"trace\":\"t\"}");

      assertThat(told).isEqualTo("a?[2Jb?c\n");
    }

    @Test
    void namesTheTraceOfAFault() throws Exception {
      String told =
          facing(
              500,
              "",
              "{\"errors\":[{\"code\":\"service_error\",\"message\":\"It broke.\"}],"
                  + "\"status_code\":500,\"trace\":\"t-1\"}");

      assertThat(told).isEqualTo("It broke.\n  trace: t-1\n");
    }
  }
}
