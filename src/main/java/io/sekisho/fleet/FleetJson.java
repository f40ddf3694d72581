package io.sekisho.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// The room's records as JSON: snake_case, absent members left out, times in RFC 3339. Unknown
/// members are passed over: one of two that talk may be newer.
public final class FleetJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .changeDefaultPropertyInclusion(
              included -> included.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .withConfigOverride(
              List.class,
              lists -> lists.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .withConfigOverride(
              String.class,
              texts -> texts.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private FleetJson() {}

  public static byte[] write(Object record) {
    return MAPPER.writeValueAsBytes(record);
  }

  /// A line with its end.
  public static byte[] line(Line line) {
    byte[] text = MAPPER.writerFor(Line.class).writeValueAsBytes(line);
    byte[] whole = java.util.Arrays.copyOf(text, text.length + 1);
    whole[text.length] = '\n';
    return whole;
  }

  /// @throws IllegalArgumentException if it is not such a record
  public static <T> T read(Class<T> type, byte[] body) {
    try {
      T read = MAPPER.readValue(body, type);
      if (read == null) {
        throw new IllegalArgumentException("null in place of a " + type.getSimpleName());
      }
      return read;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "not a %s: %s".formatted(type.getSimpleName(), e.getOriginalMessage()), e);
    }
  }

  /// @throws IllegalArgumentException if it is not such a record
  public static <T> T read(Class<T> type, String text) {
    return read(type, text.getBytes(UTF_8));
  }
}
