package io.sekisho.guest;

import io.sekisho.http.Response;
import io.sekisho.problem.Problem;
import io.sekisho.problem.Problem.Target;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// How answers look on the wire: IBM's error body, and dates to the millisecond.
final class Replies {
  static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  static final String TYPE = "application/json";
  static final String PLAIN = "text/plain; charset=utf-8";

  private static final JsonFactory JSON = new JsonFactory();

  private Replies() {}

  /// A refusal as IBM documents it: `{"errors": [{code, message, target}], "status_code",
  /// "trace"}`.
  static Response refusal(Problem problem, String trace) {
    return json(
        problem.status(),
        out -> {
          out.writeArrayPropertyStart("errors");
          out.writeStartObject();
          out.writeStringProperty("code", problem.code().wireName());
          out.writeStringProperty("message", problem.message());
          problem.target().ifPresent(target -> write(out, target));
          out.writeEndObject();
          out.writeEndArray();
          out.writeNumberProperty("status_code", problem.status());
          out.writeStringProperty("trace", trace);
        });
  }

  /// A JSON object whose members the caller writes.
  static Response json(int status, Members members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      out.writeStartObject();
      members.write(out);
      out.writeEndObject();
    }
    return Response.of(status, TYPE, bytes.toByteArray());
  }

  /// The four members that every credential's answer has in common.
  static void life(JsonGenerator out, Instant createdAt, Instant expiresAt) {
    out.writeStringProperty("created_at", MILLIS.format(createdAt));
    out.writeStringProperty("expires_at", MILLIS.format(expiresAt));
    out.writeNumberProperty("expires_in", expiresAt.getEpochSecond() - createdAt.getEpochSecond());
  }

  private static void write(JsonGenerator out, Target target) {
    out.writeObjectPropertyStart("target");
    out.writeStringProperty("name", target.name());
    out.writeStringProperty("type", target.type().name().toLowerCase(Locale.ROOT));
    target.value().ifPresent(value -> out.writeStringProperty("value", value));
    out.writeEndObject();
  }

  /// Writes the members of an object.
  @FunctionalInterface
  interface Members {
    void write(JsonGenerator out);
  }
}
