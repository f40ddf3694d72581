package io.sekisho.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What kinds of resource are called.
class KindTest {
  @ParameterizedTest
  @CsvSource({
    "instance,INSTANCE",
    "Instances,INSTANCE",
    "vsi,INSTANCE",
    "bms,BARE_METAL_SERVER",
    "bare_metal_servers,BARE_METAL_SERVER",
    "bare-metal-server,BARE_METAL_SERVER",
    "profiles,TRUSTED_PROFILE",
    "trusted-profile,TRUSTED_PROFILE",
    "groups,PLACEMENT_GROUP",
    "vpcs,VPC",
    "keys,KEY"
  })
  void goByManyWords(String word, Kind kind) {
    assertThat(Kind.of(word)).contains(kind);
  }

  @ParameterizedTest
  @EnumSource
  void goByTheirCollections(Kind kind) {
    assertThat(Kind.of(kind.collection())).contains(kind);
    assertThat(Kind.of(kind.word())).contains(kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "host", "inst", "attachments"})
  void goByNoOther(String word) {
    assertThat(Kind.of(word)).isEmpty();
  }
}
