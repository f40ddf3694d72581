package io.sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.sekisho.address.Ip;
import io.sekisho.linux.Sockets;
import io.sekisho.message.Request;
import io.sekisho.telemetry.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ServerTest {
  Rig rig;

  @BeforeEach
  void open() {
    rig = Rig.standard();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Nested
  class OnArrival {
    @Test
    void tellsWhoCame() throws IOException {
      try (Guest guest = rig.guest("vpc-1")) {
        assertThat(guest.ask(Guest.get("/a")).status()).isEqualTo(200);

        Arrival arrival = rig.service.arrivals.getFirst();
        assertThat(arrival.place()).isEqualTo("vpc-1");
        assertThat(arrival.peer()).isEqualTo(Ip.parse("127.0.0.1"));
        assertThat(arrival.peerPort()).isEqualTo(guest.socket.getLocalPort());
        assertThat(arrival.mark()).isZero();
        assertThat(arrival.tls()).isFalse();
      }
    }

    @Test
    void resetsAnUnknownCallerWithoutAByte() throws Exception {
      rig.service.admits = _ -> Optional.empty();

      assertThat(resetAtOnce()).isTrue();
      rig.awaitConnections("unknown_caller", 1);
      assertThat(rig.service.seen).isEmpty();
      assertThat(rig.service.said).isEmpty();
    }

    @Test
    void resetsWhoeverIsNotServedWithoutAByte() throws Exception {
      rig.service.serves = _ -> false;

      assertThat(resetAtOnce()).isTrue();
      rig.awaitConnections("not_served", 1);
    }

    @Test
    void resetsWhenTheServiceFails() throws IOException {
      rig.service.admits =
          _ -> {
            throw new IllegalStateException("bug");
          };

      assertThat(resetAtOnce()).isTrue();
      assertThat(rig.events).singleElement().isInstanceOf(Event.Notice.class);
    }

    private boolean resetAtOnce() throws IOException {
      try (Guest guest = rig.guest()) {
        return guest.end().equals("reset");
      }
    }
  }

  @Nested
  class OnRequest {
    @Test
    void sendsExactlyTheseHeaders() throws IOException {
      rig.service.answers = (_, _) -> Answer.now(Response.of(200, "application/json", new byte[3]));
      try (Guest guest = rig.guest()) {
        Guest.Reply reply = guest.ask(Guest.get("/a"));

        assertThat(reply.headers().remove("date"))
            .matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        assertThat(reply.headers())
            .containsOnly(
                entry("content-type", "application/json"),
                entry("content-length", "3"),
                entry("cache-control", "no-store"),
                entry("x-content-type-options", "nosniff"));
      }
    }

    @Test
    void handsOverTheWholeRequest() throws IOException {
      try (Guest guest = rig.guest()) {
        guest.ask(
            Guest.post("/a/b?version=1", "{}").replace("Content", "X-Flavor: ibm\r\nContent"));

        Request request = rig.service.seen.getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/a/b");
        assertThat(request.query().get("version")).contains("1");
        assertThat(request.headers().get("x-FLAVOR")).contains("ibm");
        assertThat(request.body()).asString().isEqualTo("{}");
        assertThat(request.trace()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
      }
    }

    @Test
    void sendsNoBodyToHead() throws IOException {
      try (Guest guest = rig.guest()) {
        Guest.Reply head = guest.send(Guest.get("/a").replace("GET", "HEAD")).reply(false);

        assertThat(head.headers()).containsEntry("content-length", "8");
        assertThat(guest.ask(Guest.get("/b")).body()).startsWith("GET /b");
      }
    }

    @Test
    void asksForTheBodyOfACarefulClient() throws IOException {
      try (Guest guest = rig.guest()) {
        String request =
            Guest.post("/a", "{}").replace("\r\n\r\n{}", "\r\nExpect: 100-continue\r\n\r\n");
        guest.send(request);

        assertThat(guest.line()).isEqualTo("HTTP/1.1 100 Continue");
        assertThat(guest.line()).isEmpty();
        assertThat(guest.ask("{}").body()).isEqualTo("POST /a {}");
      }
    }

    @Test
    void sparesTheCarefulClientABodyThatWillBeRefused() throws IOException {
      try (Guest guest = rig.guest()) {
        String request =
            Guest.post("/a/../b", "{}").replace("\r\n\r\n{}", "\r\nExpect: 100-continue\r\n\r\n");

        assertThat(guest.ask(request).status()).isEqualTo(400);
        assertThat(guest.end()).isEqualTo("closed");
      }
    }

    @Test
    void answersAFaultAndGoesOn() throws IOException {
      AtomicReference<String> trace = new AtomicReference<>("");
      rig.service.answers =
          (_, request) -> {
            if (request.path().equals("/fault")) {
              trace.set(request.trace());
              throw new IllegalStateException("bug");
            }
            return Answer.now(TestService.echo(request));
          };
      try (Guest guest = rig.guest()) {
        assertThat(guest.ask(Guest.get("/fault")).status()).isEqualTo(500);
        assertThat(guest.ask(Guest.get("/a")).status()).isEqualTo(200);
      }
      assertThat(rig.events)
          .singleElement()
          .isInstanceOfSatisfying(
              Event.Notice.class,
              notice -> {
                assertThat(notice.kind()).isEqualTo(Event.Kind.FAULT);
                assertThat(notice.fields())
                    .containsEntry("exception", "java.lang.IllegalStateException")
                    .containsEntry("trace", trace.get())
                    .containsOnlyKeys("exception", "where", "trace");
              });
    }

    @Test
    void survivesWorkThatFailsBadly() throws IOException {
      rig.service.answers =
          (_, _) ->
              Answer.later(
                  () -> {
                    throw new StackOverflowError();
                  });
      try (Guest guest = rig.guest()) {
        for (int i = 0; i < 20; i++) {
          assertThat(guest.ask(Guest.get("/a")).status()).isEqualTo(500);
        }
      }
    }

    @Test
    void forgetsAGuestThatLeavesWhileItsAnswerIsWorkedOut() throws Exception {
      CountDownLatch working = new CountDownLatch(1);
      CountDownLatch finish = new CountDownLatch(1);
      rig.service.answers =
          (_, request) ->
              Answer.later(
                  () -> {
                    working.countDown();
                    await(finish);
                    return TestService.echo(request);
                  });
      try (Guest guest = rig.guest().send(Guest.get("/a"))) {
        working.await();
        guest.socket.setSoLinger(true, 0);
      }
      rig.awaitConnections("served", 1);
      finish.countDown();
      try (Guest next = rig.guest("next")) {
        assertThat(next.ask(Guest.get("/b")).status()).isEqualTo(200);
      }
      rig.awaitConnections("served", 2);
      assertThat(rig.metrics.text()).contains("sekisho_guest_open_connections 0");
      assertThat(rig.service.said).extracting(said -> said.request().path()).containsExactly("/b");
    }

    @Test
    void answersAGuestThatHasClosedItsSide() throws IOException {
      try (Guest guest = rig.guest().send(Guest.get("/a"))) {
        guest.socket.shutdownOutput();
        assertThat(guest.reply().status()).isEqualTo(200);
        assertThat(guest.end()).isEqualTo("closed");
      }
    }

    @Test
    void deliversARefusalToAGuestThatIsStillSending() throws IOException {
      try (Guest guest = rig.guest()) {
        guest.send("POST /a HTTP/1.1\r\nHost: metadata.test\r\nContent-Length: 1000000\r\n\r\n");
        try {
          guest.send("x".repeat(1_000_000));
        } catch (IOException closedMeanwhile) {
          // The answer must be there all the same.
        }
        assertThat(guest.reply().status()).isEqualTo(413);
      }
    }

    @Test
    void accountsForEveryAnswer() throws IOException {
      try (Guest guest = rig.guest()) {
        guest.ask(Guest.get("/a"));
        guest.ask(Guest.get("/b/../c?secret=1"));
        guest.ask("nonsense\r\n\r\n");
      }
      assertThat(rig.service.said)
          .extracting(TestService.Said::status, said -> said.request().path())
          .containsExactly(tuple(200, "/a"), tuple(400, "/b/../c"), tuple(400, ""));
      assertThat(rig.service.said).allMatch(said -> said.micros() >= 0);
    }
  }

  @Nested
  class Listening {
    @Test
    void takesOverASocketThatWasMadeElsewhere() throws IOException {
      var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Opener elsewhere = at -> OptionalInt.of(Sockets.listen(at.getAddress().getAddress(), 0));
      Listener listener = rig.server.listen("there", any, Optional.empty(), elsewhere);

      try (Guest guest = Guest.at(listener.address())) {
        assertThat(guest.ask(Guest.get("/a")).status()).isEqualTo(200);
      }
    }

    @Test
    void speaksIpv6() throws IOException {
      var any = new InetSocketAddress(InetAddress.ofLiteral("::1"), 0);
      Listener listener = rig.server.listen("six", any, Optional.empty(), Opener.HERE);
      try (Guest guest = Guest.at(listener.address())) {
        assertThat(guest.ask(Guest.get("/a")).status()).isEqualTo(200);
        assertThat(rig.service.arrivals.getFirst().peer()).isEqualTo(Ip.parse("::1"));
      }
    }

    @Test
    void refusesAnAddressThatIsTaken() throws IOException {
      InetSocketAddress taken = rig.listen("first").address();

      assertThatThrownBy(() -> rig.server.listen("second", taken, Optional.empty(), Opener.HERE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("second");
    }

    @Test
    void stopsArrivalsWhenClosedAndKeepsWhoIsThere() throws IOException {
      Listener listener = rig.listen("here");
      try (Guest guest = Guest.at(listener.address())) {
        guest.ask(Guest.get("/a"));
        listener.close();

        assertThat(guest.ask(Guest.get("/b")).status()).isEqualTo(200);
        assertThatThrownBy(
                () -> new Socket(listener.address().getAddress(), listener.address().getPort()))
            .isInstanceOf(IOException.class);
      }
    }

    @Test
    void fallsBackToPlainJava() throws IOException {
      try (Rig plain = new Rig(Transport.plainJava(), Limits.DEFAULT)) {
        try (Guest guest = plain.guest()) {
          assertThat(guest.ask(Guest.post("/a", "{}")).body()).isEqualTo("POST /a {}");
        }
        plain.service.serves = _ -> false;
        try (Guest guest = plain.guest()) {
          assertThat(guest.end()).isEqualTo("reset");
        }
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
