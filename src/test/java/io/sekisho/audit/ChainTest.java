package io.sekisho.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainTest {
  private final Chain chain = new Chain(new Seal());

  @Test
  void recordsFollowOneAnotherAndTheLastIsSealed() {
    List<Entry> entries = chain.extend(Head.GENESIS, Samples.drafts(3));
    assertThat(entries).extracting(Entry::sequence).containsExactly(1L, 2L, 3L);
    assertThat(entries).extracting(entry -> entry.seal().length()).containsExactly(0, 0, 86);
    List<Entry> more = chain.extend(entries.getLast().head(), Samples.drafts(1));
    assertThat(more.getFirst().sequence()).isEqualTo(4);
    assertThat(more.getFirst().hash())
        .isEqualTo(Chain.link(entries.getLast().head(), more.getFirst()));
  }

  @Test
  void theFirstHashIsWhatItAlwaysWas() {
    Entry first = chain.extend(Head.GENESIS, Samples.drafts(1)).getFirst();
    assertThat(first.hash())
        .isEqualTo("6ee0e16376562875a5243926bd4981b266f333d8c5e29edee38929a1ce9f25d4");
  }

  @Test
  void noTwoRecordsAreTheSameBytes() {
    Set<String> hashes = new HashSet<>();
    List<String> parts = List.of("", "a", "aa", "b", "ab", "a\u0000", "1");
    int records = 0;
    for (String account : parts) {
      for (String target : parts) {
        for (String action : parts) {
          for (String body : parts) {
            Entry entry = new Entry(1, Samples.NOW, account, target, action, body, "", "");
            hashes.add(Chain.link(Head.GENESIS, entry));
            records++;
          }
        }
      }
    }
    assertThat(hashes).hasSize(records);
  }

  @Test
  void aHashCoversTheSealBefore() {
    Entry entry = chain.extend(Head.GENESIS, Samples.drafts(1)).getFirst();
    Head sealed = new Head(0, Head.GENESIS.hash(), "another");
    assertThat(Chain.link(sealed, entry)).isNotEqualTo(entry.hash());
  }

  @Test
  void aNoteOfAHeadIsReadAsItWasWritten() {
    Head head = chain.extend(Head.GENESIS, Samples.drafts(2)).getLast().head();
    assertThat(Head.parse(head.note()).note()).isEqualTo(head.note());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1:abc", "-1:0", "x:y", "9999999999999999999:0"})
  void whatIsNoNoteIsRefused(String text) {
    assertThatThrownBy(() -> Head.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "hello"
      })
  void whatIsNoPublicKeyIsRefused(String pem) {
    assertThatThrownBy(() -> SealKeys.parse(pem)).isInstanceOf(IllegalArgumentException.class);
  }
}
