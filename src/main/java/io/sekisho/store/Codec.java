package io.sekisho.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.address.Prefix;
import io.sekisho.control.Kind;
import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.ApiKey;
import io.sekisho.iam.Crn;
import io.sekisho.iam.IdentityProvider;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Role;
import io.sekisho.iam.ServiceId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.iam.User;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/// Resources as JSON documents: the records of rooms `vpc` and `iam` member by member, in
/// snake_case; addresses, CRNs and account ids as their text.
final class Codec {
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
            .changeDefaultPropertyInclusion(
                included -> included.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .addModule(texts())
            .build();

    private static SimpleModule texts() {
      SimpleModule module = new SimpleModule();
      TEXTS.keySet().forEach(type -> module.addSerializer(type, ToStringSerializer.instance));
      return module;
    }
  }

  private final RecordReader reader = new RecordReader(TEXTS);

  static String write(Object resource) {
    return Writer.MAPPER.writeValueAsString(resource);
  }

  Object read(Kind kind, String document) {
    return reader.read(type(kind), document);
  }

  <T> T read(Class<T> type, String document) {
    return type.cast(reader.read(type, document));
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
      case USER -> User.class;
      case SERVICE_ID -> ServiceId.class;
      case API_KEY -> ApiKey.class;
      case IDENTITY_PROVIDER -> IdentityProvider.class;
      case ACCESS_GROUP -> AccessGroup.class;
      case POLICY -> Policy.class;
      case ROLE -> Role.class;
    };
  }
}
