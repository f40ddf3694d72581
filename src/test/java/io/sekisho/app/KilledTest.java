package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The program is killed, as by a power failure that spares the kernel.
@Tag("root")
class KilledTest {
  @RegisterExtension static final Product PRODUCT = new Product("at8");

  @Test
  void thenDownLeavesNothingAndTheNextStartGoesOnFromTheSameState() throws Exception {
    String instances = PRODUCT.operator("get instances -o json");
    String profiles = PRODUCT.operator("get trusted-profiles -o json");
    String key = PRODUCT.context().path("key").asString();
    String url = PRODUCT.context().path("url").asString();
    PRODUCT.operator("set instance web-1 --hop-limit 7");
    String token = PRODUCT.guest("shop-1").token(Guest.IPV4);

    PRODUCT.kill();
    assertThat(PRODUCT.traces()).isNotEmpty();
    Ran down = PRODUCT.sekisho("lab", "down");

    assertThat(down).isEqualTo(new Ran(0, "No guest is left.\n", ""));
    assertThat(PRODUCT.traces()).isEmpty();
    assertThat(PRODUCT.cli("get", "instances").err())
        .startsWith("Nothing answers at " + url + ": is `./sekisho up` running?");

    PRODUCT.start("--lab", Product.INVENTORY.toString());

    assertThat(PRODUCT.said()).doesNotContain(key);
    assertThat(PRODUCT.context().path("key").asString()).isEqualTo(key);
    assertThat(PRODUCT.operator("get trusted-profiles -o json")).isEqualTo(profiles);
    assertThat(ids(PRODUCT.operator("get instances -o json"))).isEqualTo(ids(instances));
    assertThat(PRODUCT.guest("shop-1").get(Guest.IPV4 + "/metadata/v1/instance", token).at("/name"))
        .as("by a token of before")
        .isEqualTo("shop-1");
  }

  @Test
  void thenTheNextStartNeedsNoDown() throws Exception {
    PRODUCT.kill();

    PRODUCT.start("--lab", Product.INVENTORY.toString());

    assertThat(PRODUCT.guest("web-1").whoAmI()).isEqualTo("web-1");
    assertThat(PRODUCT.guest("shop-1").whoAmI()).isEqualTo("shop-1");
  }

  private static List<String> ids(String instances) {
    return instances.lines().filter(line -> line.contains("\"id\"")).toList();
  }
}
