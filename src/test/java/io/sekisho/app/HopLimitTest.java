package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How far an answer travels: to `web-1`, and no further unless the operator says so.
@Tag("root")
class HopLimitTest {
  @RegisterExtension static final Product PRODUCT = new Product("at4");

  private final Guest web = PRODUCT.guest("web-1");
  private final Guest container = PRODUCT.container("web-1", "app");

  @AfterEach
  void reset() {
    limit(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {Guest.IPV4, Guest.IPV6})
  void aContainerIsAnsweredOnlyWhileItIsAllowed(String base) {
    assertThat(container.put(base).isSilence()).isTrue();
    assertThat(web.put(base).status()).isEqualTo(200);

    limit(2);

    assertThat(container.put(base).status()).isEqualTo(200);
    assertThat(web.put(base).status()).isEqualTo(200);

    limit(1);

    assertThat(container.put(base).isSilence()).isTrue();
    assertThat(web.put(base).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {Guest.IPV4, Guest.IPV6})
  void everyPacketCarriesIt(String base) throws Exception {
    for (int hops : new int[] {1, 2}) {
      limit(hops);
      try (Capture capture = new Capture(web)) {
        web.token(base);

        assertThat(capture.with("S.")).as("SYN-ACK").isNotEmpty();
        assertThat(capture.with("P.")).as("data").isNotEmpty();
        assertThat(capture.packets()).allMatch(Capture.hops(hops));
      }
    }
  }

  @Test
  void anAnswerThatIsUnderWayKeepsToANewLimit() throws Exception {
    limit(2);
    String token = web.token(Guest.IPV4);
    try (KeptConnection kept = new KeptConnection(container)) {
      assertThat(kept.get("/metadata/v1/instance", token)).isEqualTo(200);

      limit(1);

      assertThat(kept.get("/metadata/v1/instance", token)).isZero();
    }
  }

  @Test
  void theOperatorHearsOfAContainerThatAsksInVain() throws Exception {
    container.curl("--connect-timeout", "8", Guest.IPV4);

    List<JsonNode> heard =
        PRODUCT
            .eventsWith("hop_limit_stops_answers")
            .lines()
            .map(line -> JsonMapper.shared().readTree(line))
            .filter(it -> it.path("kind").asString("").equals("hop_limit_stops_answers"))
            .toList();
    assertThat(heard).hasSize(1);
    assertThat(heard.getFirst().toString())
        .contains(PRODUCT.resource("instance", "web-1").path("id").asString());
  }

  @Test
  void nobodyElsesChanges() throws Exception {
    limit(2);
    Guest metal = PRODUCT.guest("metal-1");
    try (Capture capture = new Capture(metal)) {
      metal.token(Guest.IPV4);

      assertThat(capture.packets()).isNotEmpty().allMatch(Capture.hops(1));
    }
  }

  private static void limit(int hops) {
    PRODUCT.operator("set instance web-1 --hop-limit " + hops);
  }
}
