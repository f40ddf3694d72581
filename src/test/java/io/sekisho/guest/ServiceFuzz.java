package io.sekisho.guest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sekisho.address.Ip;
import io.sekisho.http.Answer;
import io.sekisho.http.Arrival;
import io.sekisho.http.Response;
import io.sekisho.message.Body;
import io.sekisho.message.Head;
import io.sekisho.message.HeadReader;
import io.sekisho.message.Request;
import io.sekisho.message.Screen;
import io.sekisho.message.Size;
import io.sekisho.message.Target;
import io.sekisho.problem.Outcome.Granted;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One request of instance `web`, from its bytes to the answer, with real tokens and keys and
/// without a socket. `Bearer MINE` and `Bearer THEIRS` in the bytes become tokens of `web` and of
/// `twin`, another account's instance that has the same address.
///
/// Whatever is asked, nothing fails, nothing of the twin's is told, and no document without a
/// token.
public final class ServiceFuzz {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Size SIZE = new Size(8_192, 16_384, 64, 32_768);
  private static final Screen SCREEN = new Screen(Set.of("169.254.169.254"), SIZE.body());
  private static final Bench BENCH = new Bench(World.WEB, World.TWIN);
  private static final String MINE = BENCH.token(World.WEB);
  private static final String THEIRS = BENCH.token(World.TWIN);

  /// Long enough to be in no trace and no signature by chance.
  private static final String OTHER = World.TWIN.id();

  private static final String OTHER_ACCOUNT = World.GLOBEX.id().toString();

  private ServiceFuzz() {}

  /// Has the keys made before the time of the first input is taken.
  public static void fuzzerInitialize() {}

  public static void fuzzerTestOneInput(byte[] input) {
    verdict(input);
  }

  /// The answer's status; `unread` if the bytes are no whole request.
  public static String verdict(byte[] input) {
    String sent = new String(input, ISO_8859_1);
    ByteBuf bytes =
        Unpooled.copiedBuffer(
            sent.replace("Bearer MINE", "Bearer " + MINE)
                .replace("Bearer THEIRS", "Bearer " + THEIRS),
            ISO_8859_1);
    return request(bytes).map(request -> answer(request, sent)).orElse("unread");
  }

  private static String answer(Request request, String sent) {
    Caller caller =
        BENCH
            .service
            .admit(new Arrival(World.WEB.vpc(), Ip.parse("10.0.0.5"), 40_000, 1, false))
            .orElseThrow();
    Response response =
        switch (BENCH.service.answer(caller, request)) {
          case Answer.Now(Response now) -> now;
          case Answer.Later(var work, var last) -> last.apply(work.get());
        };
    BENCH.service.answered(caller, request, response, 1);
    String body = new String(response.body(), ISO_8859_1);
    JsonNode json = JSON.readTree(response.body());
    if (response.status() == 200) {
      assertThat(request.path().startsWith("/metadata") && !sent.contains("Bearer MINE")).isFalse();
    } else {
      assertThat(response.status()).isBetween(400, 429);
      assertThat(json.get("status_code").asInt()).isEqualTo(response.status());
      assertThat(json.get("errors").get(0).get("code").asString()).isNotEmpty();
    }
    assertThat(body).doesNotContain(MINE, THEIRS);
    if (!sent.contains("twin") && !sent.contains(OTHER_ACCOUNT)) {
      assertThat(body + payload(json)).doesNotContain(OTHER, OTHER_ACCOUNT);
    }
    return Integer.toString(response.status());
  }

  /// What a token in the answer says.
  private static String payload(JsonNode answer) {
    String token = answer.path("access_token").asString("");
    return token.isEmpty()
        ? ""
        : new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), ISO_8859_1);
  }

  private static Optional<Request> request(ByteBuf bytes) {
    if (!(new HeadReader(SIZE).read(bytes) instanceof Granted<Optional<Head>>(var head))
        || head.isEmpty()
        || !(SCREEN.examine(head.get(), 80) instanceof Granted<Target>(Target target))) {
      return Optional.empty();
    }
    if (!head.get().hasBody()) {
      return Optional.of(head.get().as(target, Request.NO_BODY));
    }
    return Body.of(head.get(), SIZE).read(bytes) instanceof Granted<Optional<byte[]>>(var body)
        ? body.map(content -> head.get().as(target, content))
        : Optional.empty();
  }
}
