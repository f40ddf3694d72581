package io.sekisho.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.address.Ip;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
  private final RecordReader reader = new RecordReader(Map.of(Ip.class, Ip::parse));

  enum Colour {
    RED
  }

  record Leaf(String veinCount, boolean dry) {}

  record Tree(int age, long rings, Colour colour, Optional<Ip> at, List<Leaf> leaves) {
    Tree {
      if (age < 0) {
        throw new IllegalArgumentException("a tree has an age");
      }
    }
  }

  @Test
  void readsEveryKindOfMember() {
    assertThat(
            reader.read(
                Tree.class,
                """
                {"age":3,"rings":5000000000,"colour":"RED","at":"10.0.0.1",
                 "leaves":[{"vein_count":"two","dry":true}]}"""))
        .isEqualTo(
            new Tree(
                3,
                5_000_000_000L,
                Colour.RED,
                Optional.of(Ip.parse("10.0.0.1")),
                List.of(new Leaf("two", true))));
  }

  @Test
  void leavesOutOnlyWhatIsOptionalAndLists() {
    String whole = "{\"age\":3,\"rings\":1,\"colour\":\"RED\"}";
    assertThat(reader.read(Tree.class, whole))
        .isEqualTo(new Tree(3, 1, Colour.RED, Optional.empty(), List.of()));
    for (String member : whole.substring(1, whole.length() - 1).split(",", -1)) {
      String less = whole.replace(member, "").replace(",,", ",").replace("{,", "{");
      less = less.replace(",}", "}");
      String document = less;
      assertThatThrownBy(() -> reader.read(Tree.class, document))
          .as(document)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("not all members are there");
    }
  }

  @Test
  void keepsATextThatOccursTwiceOnce() {
    Leaf one = (Leaf) reader.read(Leaf.class, "{\"vein_count\":\"many\",\"dry\":true}");
    Leaf other = (Leaf) reader.read(Leaf.class, "{\"vein_count\":\"many\",\"dry\":false}");
    assertThat(one.veinCount()).isSameAs(other.veinCount());
  }

  @Test
  void refusesWhatFollowsTheRecord() {
    String leaf = "{\"vein_count\":\"many\",\"dry\":true}";
    for (String more : List.of(leaf, "1", "}", "junk")) {
      assertThatThrownBy(() -> reader.read(Leaf.class, leaf + more))
          .as(more)
          .isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void refusesWhatIsNotSuchARecord() {
    for (String document :
        List.of(
            "{\"height\":1}",
            "{\"age\":-1,\"rings\":1,\"colour\":\"RED\",\"leaves\":[]}",
            "{\"age\":\"3\"}",
            "{\"colour\":\"BLUE\"}",
            "{\"colour\":null}",
            "{\"leaves\":{}}",
            "[]",
            "{\"age\":3")) {
      assertThatThrownBy(() -> reader.read(Tree.class, document))
          .as(document)
          .isInstanceOf(RuntimeException.class);
    }
  }
}
