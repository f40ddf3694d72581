package io.sekisho.computeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How much can be said of instances over IBM's API: no more than the memory of all should hold.
class InstanceLimitsTest {
  private static final LiveInstances live = new LiveInstances();
  private static final LiveVpc vpc = live.vpc;

  @AfterEach
  void clear() {
    live.clear();
  }

  @AfterAll
  static void close() {
    live.close();
  }

  @Test
  void haveSixtyFourKibibytesOfUserData() {
    String longest = "'user_data':'%s',".formatted("ä".repeat(32_768));
    String path = "/instances/" + live.id(longest);
    assertThat(live.guest(path.substring(11)).compute().initialization().userData())
        .hasValueSatisfying(it -> assertThat(it).hasSize(32_768));
    String more = longest.replace("ä'", "äa'");
    for (String where : List.of("/instances", "/instance/templates")) {
      assertThat(vpc.post(where, live.body(more)).at("/errors/0/target/name"))
          .isEqualTo("user_data");
    }
    vpc.make(path + "/actions", "{'type':'stop'}");
    assertThat(
            vpc.post(path + "/reinitialize", "{" + more + "'image':{'id':'r006-abc'}}")
                .at("/errors/0/target/name"))
        .isEqualTo("user_data");
    String key = "{'id':'%s'}".formatted(live.key);
    String keys = "'keys':[" + (key + ",").repeat(4_000) + key + "],";
    assertThat(vpc.post("/instance/templates", live.body(keys)).status())
        .as("a template as a store")
        .isEqualTo(413);
  }
}
