package io.sekisho.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.credential.MemoryVault;
import io.sekisho.credential.Mint;
import io.sekisho.credential.NodeKeys;
import io.sekisho.fleet.Deeds;
import io.sekisho.fleet.FleetJson;
import io.sekisho.fleet.JoinText;
import io.sekisho.fleet.Joining;
import io.sekisho.fleet.Line;
import io.sekisho.fleet.Node;
import io.sekisho.fleet.Paths;
import io.sekisho.vpc.Subject;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// What a node and an operator would send.
final class Wire {
  private final House house;
  private final String key;

  Wire(House house) {
    this(house, house.keys().createFirst().orElseThrow());
  }

  Wire(House house, String key) {
    this.house = house;
    this.key = key;
  }

  /// The same operator at another controller, or one that was started anew.
  Wire at(House other) {
    return new Wire(other, key);
  }

  URI nodesPort() {
    return URI.create("https://127.0.0.1:" + house.nodesPort().orElseThrow());
  }

  /// What lets a node join.
  JoinText joinText() throws Exception {
    String made = operator("POST", "/sekisho/v1/join_tokens", "{}");
    return JoinText.parse(made.replaceFirst("(?s).*\"token\":\"([^\"]+)\".*", "$1")).orElseThrow();
  }

  /// A node without a program, and what it signs identity tokens with.
  record Joined(String id, SSLContext tls, Mint mint) {}

  Subject subject(String name) {
    return house.controller().snapshot().subjects().stream()
        .filter(it -> it.compute().identity().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  Joined join(String name) throws Exception {
    String token = joinText().text();
    NodeKeys.Fresh fresh = NodeKeys.make();
    SSLContext stranger = tls();
    MemoryVault vault = new MemoryVault();
    Joining.Join wish =
        new Joining.Join(
            token, name, fresh.csr(), fresh.serverCsr(), identityKey(mint(vault, "x")));
    HttpResponse<String> response = post(stranger, Paths.JOIN, wish);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    Joining.Joined joined = FleetJson.read(Joining.Joined.class, response.body());
    NodeKeys keys = fresh.vouched(joined.certificate(), joined.serverCertificate());
    return new Joined(
        joined.node().id(), keys.client(joined.ca()), mint(vault, joined.installation()));
  }

  SSLContext renew(SSLContext tls) throws Exception {
    NodeKeys.Fresh fresh = NodeKeys.make();
    HttpResponse<String> response =
        post(
            tls,
            Paths.RENEW,
            new Joining.Renewal(
                fresh.csr(),
                fresh.serverCsr(),
                List.of(identityKey(mint(new MemoryVault(), "x")))));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    Joining.Joined joined = FleetJson.read(Joining.Joined.class, response.body());
    return fresh.vouched(joined.certificate(), joined.serverCertificate()).client(joined.ca());
  }

  private static Mint mint(MemoryVault vault, String installation) {
    return Mint.ofNode(vault, installation, Mint.Settings.of("us-south"), Instant.now(), _ -> {});
  }

  static Node.Key identityKey(Mint mint) {
    String jwk = mint.identityKeys().replaceFirst("^\\{\"keys\":\\[(.*)]}$", "$1");
    return new Node.Key(jwk.replaceFirst("(?s).*\"kid\":\"([^\"]+)\".*", "$1"), jwk);
  }

  void place(String guest, String node) throws Exception {
    operator("PUT", "/sekisho/v1/nodes/" + node + "/guests/" + guest);
  }

  void unplace(String guest) throws Exception {
    operator("DELETE", "/sekisho/v1/nodes/one/guests/" + guest);
  }

  /// @param lines `GUEST NODE` each
  String placeAll(String... lines) throws Exception {
    return operator("POST", "/sekisho/v1/placements", placements(lines));
  }

  String refusedPlacements(String... lines) throws Exception {
    HttpResponse<String> answer =
        send("POST", "/sekisho/v1/placements", "application/json", placements(lines));
    assertThat(answer.statusCode()).isEqualTo(400);
    return answer.body();
  }

  private static String placements(String... lines) {
    return java.util.stream.Stream.of(lines)
        .map(it -> "{\"guest\":\"%s\",\"node\":\"%s\"}".formatted((Object[]) it.split(" ")))
        .collect(java.util.stream.Collectors.joining(",", "{\"placements\":[", "]}"));
  }

  String guestsOf(String node) throws Exception {
    return operator("GET", "/sekisho/v1/nodes/" + node).replaceFirst("(?s).*\"guests\"", "");
  }

  /// What a guest was given on its node.
  Deeds.Deed deed(String guest, String trace, String target) {
    Subject subject = subject(guest);
    return new Deeds.Deed(
        Instant.now(),
        trace,
        "is.metadata.jwt-token.create",
        true,
        // Equal ones are counted: these differ.
        200 + trace.charAt(trace.length() - 1) - '0',
        "",
        subject.account().id().value(),
        subject.compute().identity().crn().toString(),
        target,
        "");
  }

  long kept(SSLContext tls, Deeds deeds) throws Exception {
    HttpResponse<String> response = post(tls, Paths.RECORDS, deeds);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return FleetJson.read(Deeds.Kept.class, response.body()).last();
  }

  HttpResponse<String> recordsOf(Joined node, Deeds deeds) throws Exception {
    return post(node.tls(), Paths.RECORDS, deeds);
  }

  String trail() throws Exception {
    return operator("GET", "/sekisho/v1/audit/export");
  }

  String trailOf(String account) throws Exception {
    return trail()
        .lines()
        .filter(it -> it.contains("\"account\":\"" + account))
        .toList()
        .toString();
  }

  /// What an account's owner would do over IBM's API, with quotes that are easy to write.
  String ibm(String method, String path, String account, String body) throws Exception {
    return operator(
        method,
        "/v1/%s?version=2026-06-23&generation=2&account_id=%s".formatted(path, account),
        body.replace('\'', '"'));
  }

  String operator(String method, String path) throws Exception {
    return operator(method, path, "");
  }

  String operator(String method, String path, String body) throws Exception {
    HttpResponse<String> response = send(method, path, "application/json", body);
    assertThat(response.statusCode()).as(path + response.body()).isBetween(200, 299);
    return response.body();
  }

  /// What a guest's identity token is exchanged for, by whoever has it.
  HttpResponse<String> exchange(String token, String profile) throws Exception {
    return send(
        "POST",
        "/identity/token",
        "application/x-www-form-urlencoded",
        "grant_type=urn:ibm:params:oauth:grant-type:cr-token&cr_token=%s&profile_id=%s"
            .formatted(token, profile));
  }

  private HttpResponse<String> send(String method, String path, String type, String body)
      throws Exception {
    try (HttpClient http = client(tls())) {
      return http.send(
          HttpRequest.newBuilder(URI.create(house.apiUrl() + path))
              .header("Authorization", "Bearer " + key)
              .header("Content-Type", type)
              .method(method, BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }
  }

  HttpResponse<String> get(SSLContext tls, String path) throws Exception {
    return send(tls, "GET", path, new byte[0]);
  }

  HttpResponse<String> post(SSLContext tls, String path, Object body) throws Exception {
    return send(tls, "POST", path, FleetJson.write(body));
  }

  HttpResponse<String> send(SSLContext tls, String method, String path, byte[] body)
      throws Exception {
    try (HttpClient http = client(tls)) {
      return http.send(
          request(path).method(method, BodyPublishers.ofByteArray(body)).build(),
          BodyHandlers.ofString());
    }
  }

  /// What a node is told that takes a guest.
  String claim(SSLContext tls, String guest) throws Exception {
    return send(tls, "PUT", Paths.GUESTS + guest, new byte[0])
        .body()
        .replaceFirst("\"trace\":\"[^\"]+\"", "");
  }

  Stream watch(SSLContext tls, Optional<Long> after) throws Exception {
    HttpClient http = client(tls);
    String query = after.map(it -> "?after=" + it).orElse("");
    var response =
        http.send(request(Paths.WATCH + query).GET().build(), BodyHandlers.ofInputStream());
    return new Stream(http, response.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(nodesPort().resolve(path))
        .timeout(NodesPortTest.SOON)
        .header("Content-Type", "application/json");
  }

  private static HttpClient client(SSLContext tls) {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls).build();
  }

  private SSLContext tls() throws Exception {
    return FleetScene.tls(house);
  }

  /// What a node is told.
  record Stream(HttpClient http, InputStream in) implements AutoCloseable {
    Line next() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new EOFException(line.toString(UTF_8));
        }
        line.write(next);
      }
      return FleetJson.read(Line.class, line.toString(UTF_8));
    }

    Line.Change change() throws IOException {
      Line line = next();
      while (line instanceof Line.Alive) {
        line = next();
      }
      return (Line.Change) line;
    }

    /// The last one before the connection ends.
    Line last() throws IOException {
      Line last = next();
      while (last instanceof Line.Alive) {
        last = next();
      }
      assertThat(in.read()).isEqualTo(-1);
      return last;
    }

    @Override
    public void close() throws IOException {
      http.shutdownNow();
    }
  }
}
