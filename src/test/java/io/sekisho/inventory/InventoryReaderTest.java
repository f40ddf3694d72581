package io.sekisho.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.inventory.InventoryReader.Reading;
import io.sekisho.wire.InstanceSpec;
import io.sekisho.wire.Inventory;
import io.sekisho.wire.Inventory.AccountSpec;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InventoryReaderTest {
  @Nested
  class Formats {
    @Test
    void readsYamlAndJsonAlike() {
      Inventory yaml =
          read("accounts:\n  - name: acme\n    instances: [{name: web-1, image: debian}]");
      Inventory json =
          read(
              "{\"accounts\":[{\"name\":\"acme\",\n\t\"instances\":[{\"name\":\"web-1\",\"image\":{\"name\":\"debian\"}}]}]}");
      assertThat(yaml).isEqualTo(json);
    }

    @Test
    void takesAMemberWithoutAValueForNone() {
      Inventory inventory = read("accounts:\n  - name: acme\n    instances:\n    keys: null\n");
      assertThat(inventory.accounts().getFirst().instances()).isEmpty();
    }

    @Test
    void takesAddressesAndMacsForText() {
      InstanceSpec web =
          instance(
              "{name: web-1, network_interfaces: [{mac_address: 10:20:30:40:50:59, address: 10.0.0.5, ipv6_address: fd00::5}]}");
      assertThat(web.networkInterfaces().getFirst().macAddress()).contains("10:20:30:40:50:59");
      assertThat(web.networkInterfaces().getFirst().ipv6Address()).contains("fd00::5");
    }

    @Test
    void keepsUserDataToTheByte() {
      InstanceSpec web =
          instance("{name: web-1, user_data: \"#!/bin/sh\\r\\n\\techo 'é' \\u2713\\n\\n\"}");
      assertThat(web.userData()).contains("#!/bin/sh\r\n\techo 'é' \u2713\n\n");
    }
  }

  @Nested
  class Attacks {
    @Test
    void refusesABillionLaughs() {
      String bomb =
          "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\naccounts: *c\n";
      assertThat(mistakes(bomb)).isNotEmpty().allMatch(m -> m.matches("(?s).*(anchor|alias).*"));
    }

    @Test
    void refusesDeepNesting() {
      assertThat(mistakes("accounts: " + "[".repeat(50_000))).hasSize(1);
      assertThat(mistakes("{\"accounts\":" + "[".repeat(50_000))).hasSize(1);
    }

    @Test
    void refusesMoreThanSixteenMebibytes() {
      byte[] large = "#".repeat(StrictReader.MAX_BYTES + 1).getBytes(UTF_8);
      assertThat(InventoryReader.read(large)).isInstanceOf(Reading.Unreadable.class);
    }

    @Test
    void readsWhatIsJustSmallEnough() {
      String head = "accounts: []\n";
      String line = "# " + "x".repeat(1021) + "\n";
      String large = head + line.repeat((StrictReader.MAX_BYTES - head.length()) / 1024);
      assertThat(read(large).accounts()).isEmpty();
    }

    @Test
    void refusesALineThatWouldTakeMinutes() {
      String large = "accounts: []\n# " + "x".repeat(8 << 20);
      assertThat(mistakes(large))
          .containsExactly(
              "the inventory can't be read: line 2 is longer than 128 KiB; break it, or send JSON.");
    }

    @Test
    void refusesAMillionValues() {
      assertThat(mistakes("{\"accounts\":[" + "1,".repeat(1_000_000) + "1]}"))
          .containsExactly(
              "the inventory can't be read: more than 1000000 values; split it by account.");
    }

    @Test
    void keepsFewOfAMillionMistakes() {
      assertThat(mistakes("{\"accounts\":[" + "1,".repeat(900_000) + "1]}"))
          .hasSize(Findings.MAX_KEPT + 1)
          .contains("the inventory has 899501 more mistakes; put these right first.");
    }

    @Test
    void refusesTagsThatNameClasses() {
      assertThat(mistakes("accounts: !!javax.script.ScriptEngineManager [x]")).isNotEmpty();
    }

    @Test
    void refusesMergeKeys() {
      assertThat(mistakes("accounts: [{name: acme, <<: {id: x}}]")).isNotEmpty();
    }

    @Test
    void countsMistakesThatNobodyWouldRead() {
      String many = "accounts: [" + "{name: X},".repeat(2_000) + "]";
      assertThat(mistakes(many))
          .hasSize(Findings.MAX_KEPT + 1)
          .contains("the inventory has 1500 more mistakes; put these right first.");
    }

    @Test
    void refusesBytesThatAreNoText() {
      byte[] bytes = {'a', ':', ' ', (byte) 0xff, (byte) 0xfe, 0, 1, 2};
      assertThat(mistakes(bytes)).containsExactly("the inventory is not text in UTF-8.");
      byte[] archive = {0x50, 0x4b, 3, 4, (byte) 0xa0, (byte) 0xc3, 0x28};
      assertThat(mistakes(archive)).containsExactly("the inventory is not text in UTF-8.");
    }
  }

  private static InstanceSpec instance(String text) {
    AccountSpec account =
        read("accounts:\n  - name: acme\n    instances:\n      - " + text).accounts().getFirst();
    return account.instances().getFirst();
  }

  private static Inventory read(String text) {
    return switch (InventoryReader.read(text.getBytes(UTF_8))) {
      case Reading.Read(Inventory inventory) -> inventory;
      case Reading.Unreadable(List<Mistake> mistakes) ->
          throw new AssertionError(mistakes.toString());
    };
  }

  private static List<String> mistakes(String text) {
    return mistakes(text.getBytes(UTF_8));
  }

  private static List<String> mistakes(byte[] document) {
    return switch (InventoryReader.read(document)) {
      case Reading.Read(Inventory inventory) -> throw new AssertionError("read: " + inventory);
      case Reading.Unreadable(List<Mistake> mistakes) ->
          mistakes.stream().map(Mistake::text).toList();
    };
  }
}
