package io.sekisho.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.address.Prefix;
import io.sekisho.control.Kind;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/// Resources as JSON documents: the records of rooms `vpc` and `iam` member by member, in
/// snake_case; addresses, CRNs and account ids as their text.
final class Codec {
  private final JsonMapper mapper =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .changeDefaultPropertyInclusion(
              included -> included.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(texts())
          .build();

  String write(Object resource) {
    return mapper.writeValueAsString(resource);
  }

  Object read(Kind kind, String document) {
    return mapper.readValue(document, type(kind));
  }

  private static Class<?> type(Kind kind) {
    return switch (kind) {
      case ACCOUNT -> Account.class;
      case TRUSTED_PROFILE -> TrustedProfile.class;
      case VPC -> Vpc.class;
      case SUBNET -> Subnet.class;
      case KEY -> Key.class;
      case PLACEMENT_GROUP -> PlacementGroup.class;
      case INSTANCE -> Instance.class;
      case BARE_METAL_SERVER -> BareMetalServer.class;
    };
  }

  private static SimpleModule texts() {
    SimpleModule module = new SimpleModule();
    text(module, Ip.class, Ip::parse);
    text(module, Mac.class, Mac::parse);
    text(module, Prefix.class, Prefix::parse);
    text(module, Crn.class, Crn::parse);
    text(module, AccountId.class, AccountId::new);
    return module;
  }

  private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parse) {
    module.addSerializer(type, ToStringSerializer.instance);
    module.addDeserializer(
        type,
        new StdDeserializer<T>(type) {
          @Override
          public T deserialize(JsonParser parser, DeserializationContext context) {
            return parse.apply(parser.getValueAsString(""));
          }
        });
  }
}
