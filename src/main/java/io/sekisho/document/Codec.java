package io.sekisho.document;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.address.Prefix;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/// Values as JSON documents: the ground floor's records member by member, in snake_case; addresses,
/// CRNs and account ids as their text; what is one of several records in an object whose one member
/// is named as the record is.
///
/// Not for several threads at once: each text is kept once in what one codec reads.
public final class Codec {
  private static final Map<Class<?>, Function<String, ?>> TEXTS =
      Map.of(
          Ip.class, Ip::parse,
          Mac.class, Mac::parse,
          Prefix.class, Prefix::parse,
          Crn.class, Crn::parse,
          AccountId.class, AccountId::new);

  /// Made when something is written first: a start only reads.
  private static final class Writer {
    static final JsonMapper MAPPER =
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            // What a record works out, such as isPublic, is none of its members.
            .changeDefaultVisibility(
                seen -> seen.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
            .changeDefaultPropertyInclusion(
                included -> included.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .addModule(texts())
            .annotationIntrospector(new Alternatives())
            .build();

    private static SimpleModule texts() {
      SimpleModule module = new SimpleModule();
      TEXTS.keySet().forEach(type -> module.addSerializer(type, ToStringSerializer.instance));
      return module;
    }
  }

  /// Writes which of its records a sealed type is.
  private static final class Alternatives extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    private static final JsonTypeInfo.Value BY_NAME =
        JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.SIMPLE_NAME,
            JsonTypeInfo.As.WRAPPER_OBJECT,
            "",
            null,
            false,
            null,
            null);

    @Override
    public JsonTypeInfo.Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated type) {
      return type.getRawType().isSealed() ? BY_NAME : super.findPolymorphicTypeInfo(config, type);
    }
  }

  private final RecordReader reader = new RecordReader(TEXTS);

  public static String write(Object resource) {
    return Writer.MAPPER.writeValueAsString(resource);
  }

  /// The same as a part of a greater document.
  public static JsonNode tree(Object value) {
    return Writer.MAPPER.valueToTree(value);
  }

  /// @throws IllegalStateException if the document is not such a record
  public <T> T read(Class<T> type, String document) {
    return type.cast(reader.read(type, document));
  }
}
