package io.sekisho.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.internal.bind.TypeAdapters;
import com.google.gson.stream.JsonReader;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Outcome.Granted;
import io.sekisho.problem.Outcome.Refused;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;

/// The body of an identity method. What is accepted, another JSON reader takes for the same.
public final class BodyFuzz {
  private static final TypeAdapter<JsonElement> GSON = TypeAdapters.JSON_ELEMENT;

  private BodyFuzz() {}

  /// What a body can say.
  private record Said(int seconds, Optional<String> nonce, Optional<String> id) {}

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    verdict(input);
  }

  public static String verdict(byte[] input) throws IOException {
    return switch (read(input)) {
      case Refused<Said>(var problem) -> {
        assertThat(problem.status()).isBetween(400, 499);
        yield "refused";
      }
      case Granted<Said>(Said said) -> {
        assertThat(said.seconds).isBetween(5, 3_600);
        if (input.length > 0) {
          assertThat(said).isEqualTo(gsons(new String(input, UTF_8)));
        }
        yield "accepted";
      }
    };
  }

  private static Outcome<Said> read(byte[] input) {
    return Body.parse(input, "expires_in", "nonce", "trusted_profile")
        .then(
            body ->
                body.integer("expires_in", 5, 3_600, 300)
                    .then(
                        seconds ->
                            body.text("nonce", 256)
                                .then(
                                    nonce ->
                                        profile(body).map(id -> new Said(seconds, nonce, id)))));
  }

  private static Outcome<Optional<String>> profile(Body body) {
    return body.object("trusted_profile", "id")
        .then(
            profile ->
                profile.isEmpty() ? Outcome.of(Optional.empty()) : profile.get().text("id", 512));
  }

  private static Said gsons(String text) throws IOException {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    JsonObject body = GSON.read(reader).getAsJsonObject();
    int seconds = body.has("expires_in") ? body.get("expires_in").getAsInt() : 300;
    return new Said(
        seconds,
        text(body, "nonce"),
        body.has("trusted_profile")
            ? text(body.getAsJsonObject("trusted_profile"), "id")
            : Optional.empty());
  }

  private static Optional<String> text(JsonObject object, String name) {
    return Optional.ofNullable(object.get(name)).map(JsonElement::getAsString);
  }
}
