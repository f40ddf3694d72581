package io.sekisho.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.wire.BareMetalServerSpec;
import io.sekisho.wire.InstanceSpec;
import io.sekisho.wire.InterfaceSpec;
import io.sekisho.wire.Inventory;
import io.sekisho.wire.MetadataServiceSettings;
import io.sekisho.wire.ProfileSpec;
import io.sekisho.wire.Ref;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The schema and the records are written by hand, both: they must not drift apart.
class SchemaTest {
  private static final Map<String, Class<?>> RECORDS =
      Map.ofEntries(
          Map.entry("account", Inventory.AccountSpec.class),
          Map.entry("vpc", Inventory.VpcSpec.class),
          Map.entry("subnet", Inventory.SubnetSpec.class),
          Map.entry("security_group", Inventory.SecurityGroupSpec.class),
          Map.entry("security_group_rule", Inventory.SecurityGroupRuleSpec.class),
          Map.entry("network_acl", Inventory.NetworkAclSpec.class),
          Map.entry("network_acl_rule", Inventory.NetworkAclRuleSpec.class),
          Map.entry("key", Inventory.KeySpec.class),
          Map.entry("placement_group", Inventory.PlacementGroupSpec.class),
          Map.entry("instance", InstanceSpec.class),
          Map.entry("bare_metal_server", BareMetalServerSpec.class),
          Map.entry("metadata_service", MetadataServiceSettings.class),
          Map.entry("cloud_init", InstanceSpec.CloudInitSpec.class),
          Map.entry("default_trusted_profile", InstanceSpec.DefaultProfileSpec.class),
          Map.entry("password", InstanceSpec.PasswordSpec.class),
          Map.entry("catalog_offering", InstanceSpec.CatalogOfferingSpec.class),
          Map.entry("scheduling", InstanceSpec.SchedulingSpec.class),
          Map.entry("hardware", InstanceSpec.HardwareSpec.class),
          Map.entry("network_interface", InterfaceSpec.class),
          Map.entry("volume", InstanceSpec.VolumeSpec.class),
          Map.entry("software", InstanceSpec.SoftwareSpec.class),
          Map.entry("cluster_network", InstanceSpec.ClusterNetworkSpec.class),
          Map.entry("trusted_profile", ProfileSpec.class),
          Map.entry("ref", Ref.class));

  private final JsonNode schema = schema();

  @Test
  void knowsTheMembersOfEachRecordAndNoOthers() {
    RECORDS.forEach(
        (name, type) ->
            assertThat(members(schema.at("/$defs/" + name))).as(name).isEqualTo(members(type)));
  }

  @Test
  void describesWhatHasToBeGiven() {
    schema
        .path("$defs")
        .forEach(
            kind ->
                kind.path("required")
                    .forEach(
                        name ->
                            assertThat(described(kind.path("properties").path(name.asString())))
                                .as(name.asString())
                                .isTrue()));
  }

  @Test
  void refusesUnknownMembersEverywhere() {
    Stream.concat(Stream.of(schema), objects(schema.path("$defs")))
        .forEach(
            object ->
                assertThat(object.path("additionalProperties").asBoolean(true))
                    .as(object.path("properties").toString())
                    .isFalse());
  }

  private static Stream<JsonNode> objects(JsonNode node) {
    Stream<JsonNode> inner = node.valueStream().flatMap(SchemaTest::objects);
    boolean object = node.path("type").isString() && node.path("type").asString().equals("object");
    return object ? Stream.concat(Stream.of(node), inner) : inner;
  }

  private boolean described(JsonNode member) {
    JsonNode target =
        member.has("description")
            ? member
            : schema.at(member.path("$ref").asString("#").substring(1));
    return !target.path("description").asString("").isBlank();
  }

  private static Set<String> members(JsonNode object) {
    return new TreeSet<>(object.path("properties").propertyNames());
  }

  private static Set<String> members(Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode schema() {
    InputStream in = SchemaTest.class.getResourceAsStream(InventoryReader.SCHEMA);
    return JsonMapper.shared().readTree(in);
  }
}
