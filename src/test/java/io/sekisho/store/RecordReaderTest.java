package io.sekisho.store;

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
  void leavesOutWhatIsNotThere() {
    assertThat(reader.read(Tree.class, "{\"leaves\":[]}"))
        .isEqualTo(new Tree(0, 0, null, Optional.empty(), List.of()));
  }

  @Test
  void keepsATextThatOccursTwiceOnce() {
    Leaf one = (Leaf) reader.read(Leaf.class, "{\"vein_count\":\"many\"}");
    Leaf other = (Leaf) reader.read(Leaf.class, "{\"vein_count\":\"many\"}");
    assertThat(one.veinCount()).isSameAs(other.veinCount());
  }

  @Test
  void refusesWhatIsNotSuchARecord() {
    for (String document :
        List.of(
            "{\"height\":1}",
            "{\"age\":-1}",
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
