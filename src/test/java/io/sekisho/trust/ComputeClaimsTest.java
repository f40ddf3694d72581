package io.sekisho.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Whichever way a claim rule comes in, it may speak of the same claims.
class ComputeClaimsTest {
  @Test
  void areThoseThatAnInventoryMayName() throws IOException {
    Set<String> inSchema = new HashSet<>();
    try (InputStream in =
        ComputeClaimsTest.class.getResourceAsStream(
            "/io/sekisho/inventory/inventory.schema.json")) {
      for (JsonNode claim : Json.mapper().readTree(in).findValue("claim").get("enum")) {
        inSchema.add(claim.asString());
      }
    }

    assertThat(Conditions.COMPUTE_CLAIMS).isEqualTo(inSchema);
  }
}
