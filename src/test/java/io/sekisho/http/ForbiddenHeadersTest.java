package io.sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that fetches for strangers, or a browser, gives itself away by these.
class ForbiddenHeadersTest {
  private static final List<String> VERBS =
      List.of("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE", "get");

  private static Rig rig;
  private static Listener listener;

  @BeforeAll
  static void open() throws IOException {
    rig = Rig.standard();
    listener = rig.listen("here");
  }

  @AfterAll
  static void close() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Forwarded-Port",
        "X-Forwarded-Server",
        "X-Forwarded-Prefix",
        "X-Forwarded-By",
        "X-Forwarded-Anything",
        "X-Forwarded",
        "X-Forward-For",
        "Forwarded",
        "Forwarded-For",
        "Via",
        "X-Real-IP",
        "True-Client-IP",
        "CF-Connecting-IP",
        "CF-Ray",
        "X-Client-IP",
        "X-Cluster-Client-IP",
        "X-Original-URL",
        "X-Original-Host",
        "X-Rewrite-URL",
        "X-ProxyUser-IP",
        "Proxy-Connection",
        "Proxy-Authorization",
        "X-Originating-IP",
        "X-Remote-IP",
        "X-Remote-Addr",
        "Fastly-Client-IP",
        "Client-IP",
        "X-Envoy-External-Address",
        "X-HTTP-Method-Override",
        "CDN-Loop",
        "Origin",
        "Referer",
        "Sec-Fetch-Site",
        "Sec-Fetch-Mode",
        "Sec-Fetch-Dest"
      })
  void refusesOnEveryVerbHoweverSpelled(String name) throws IOException {
    for (String verb : VERBS) {
      for (String spelled :
          List.of(
              name,
              name.toLowerCase(Locale.ROOT),
              name.toUpperCase(Locale.ROOT),
              name.replace('-', '_'))) {
        assertRefused(verb, spelled, "10.0.0.9");
        assertRefused(verb, spelled, "");
      }
    }
  }

  @Test
  void letsOrdinaryHeadersPass() throws IOException {
    String headers =
        """
        Host: metadata.test
        User-Agent: curl/8
        Accept: */*
        Authorization: Bearer x
        Metadata-Flavor: ibm
        Content-Type: application/json
        X-Request-ID: 1
        Accept-Encoding: gzip
        Connection: keep-alive

        """;
    try (Guest guest = Guest.at(listener.address())) {
      String request = "GET /a HTTP/1.1\r\n" + headers.replace("\n", "\r\n");
      assertThat(guest.ask(request).status()).isEqualTo(200);
    }
  }

  private static void assertRefused(String verb, String name, String value) throws IOException {
    rig.service.seen.clear();
    String request =
        "%s /a HTTP/1.1\r\nHost: %s\r\n%s: %s\r\n\r\n".formatted(verb, Rig.HOST, name, value);
    try (Guest guest = Guest.at(listener.address())) {
      Guest.Reply reply = guest.send(request).reply(!verb.equals("HEAD"));
      assertThat(reply.status()).as(request).isEqualTo(403);
      if (!verb.equals("HEAD")) {
        assertThat(reply.body()).isEqualToIgnoringCase("forbidden_header " + name);
      }
    }
    assertThat(rig.service.seen).isEmpty();
  }
}
