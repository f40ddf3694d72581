package io.sekisho.helper;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.address.Prefix;
import java.io.IOException;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// Requests and replies as bytes. Reading one builds its types, whose constructors refuse nonsense:
/// what is read is valid.
final class Frames {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(Ip.class, new AsText<>())
                  .addDeserializer(Ip.class, new FromText<>(Ip::parse))
                  .addSerializer(Prefix.class, new AsText<>())
                  .addDeserializer(Prefix.class, new FromText<>(Prefix::parse))
                  .addSerializer(Mac.class, new AsText<>())
                  .addDeserializer(Mac.class, new FromText<>(Mac::parse)))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Frames() {}

  static byte[] write(Object value) {
    return JSON.writeValueAsBytes(value);
  }

  /// @throws IOException if these bytes are no such thing
  static <T> T read(byte[] bytes, Class<T> type) throws IOException {
    try {
      T value = JSON.readValue(bytes, type);
      if (value == null) {
        throw new IOException("nothing where a " + type.getSimpleName() + " should be");
      }
      return value;
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException("not a " + type.getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  private static final class AsText<T> extends ValueSerializer<T> {
    @Override
    public void serialize(T value, JsonGenerator out, SerializationContext context) {
      out.writeString(value.toString());
    }
  }

  private static final class FromText<T> extends ValueDeserializer<T> {
    private final Function<String, T> parse;

    FromText(Function<String, T> parse) {
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) {
      return parse.apply(in.getString());
    }
  }
}
