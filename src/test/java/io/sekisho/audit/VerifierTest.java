package io.sekisho.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.audit.Finding.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What is done to a trail of five writes with one, three, one, four and one record.
class VerifierTest {
  private static final Seal SEAL = new Seal();
  private static final SealKeys KEYS = SEAL.keys();
  private static final List<Entry> WRITTEN = written(SEAL, 1, 3, 1, 4, 1);

  private final List<Entry> trail = new ArrayList<>(WRITTEN);

  private static List<Entry> written(Sealer sealer, int... writes) {
    Chain chain = new Chain(sealer);
    List<Entry> entries = new ArrayList<>();
    Head head = Head.GENESIS;
    List<Draft> drafts = Samples.drafts(100);
    for (int write : writes) {
      int from = entries.size();
      entries.addAll(chain.extend(head, drafts.subList(from, from + write)));
      head = entries.getLast().head();
    }
    return entries;
  }

  @Test
  void aTrailThatNobodyTouchedIsGood() {
    Verdict verdict = verdict(List.of(WRITTEN.get(4).head()));
    assertThat(verdict.good()).isTrue();
    assertThat(verdict.records()).isEqualTo(10);
    assertThat(verdict.head()).isEqualTo(WRITTEN.getLast().head());
  }

  @Test
  void anEmptyTrailIsGoodUnlessMoreIsKnown() {
    trail.clear();
    assertThat(verdict(List.of()).good()).isTrue();
    found(List.of(WRITTEN.getLast().head()), finding(Kind.CUT, 1, 10));
  }

  @Test
  void aTrailOfTwoKeysIsGoodForBoth() {
    Seal other = new Seal();
    trail.addAll(new Chain(other).extend(trail.getLast().head(), Samples.drafts(2)));
    Verifier verifier = new Verifier(SealKeys.parse(SEAL.pem() + other.pem()), List.of());
    trail.forEach(verifier::add);
    assertThat(verifier.finish().good()).isTrue();
  }

  @Nested
  class AnEditor {
    @Test
    void ofATextIsFound() {
      edit(6, entry -> with(entry, entry.body().replace("event", "evils")));
      found(finding(Kind.EDITED, 6, 6));
    }

    @Test
    void ofAnyPartIsFound() {
      List<UnaryOperator<Entry>> edits =
          List.of(
              it -> copy(it, it.at().plusMillis(1), it.account(), it.target(), it.action()),
              it -> copy(it, it.at(), "b".repeat(32), it.target(), it.action()),
              it -> copy(it, it.at(), it.account(), "x", it.action()),
              it -> copy(it, it.at(), it.account(), it.target(), "x"),
              it -> hashed(it, "f".repeat(64)));
      for (UnaryOperator<Entry> edit : edits) {
        trail.clear();
        trail.addAll(WRITTEN);
        edit(5, edit);
        found(finding(Kind.EDITED, 5, 5));
      }
    }

    @Test
    void ofASealIsFound() {
      edit(5, entry -> sealed(entry, WRITTEN.getFirst().seal()));
      found(finding(Kind.FORGED, 5, 5), finding(Kind.EDITED, 6, 6));
    }

    @Test
    void whoPutsOneTextInPlaceOfAnotherIsFound() {
      edit(3, entry -> with(entry, WRITTEN.get(7).body()));
      found(finding(Kind.UNVOUCHED, 2, 2), finding(Kind.EDITED, 3, 3));
    }

    @Test
    void whoHidesBehindAnEditedRecordIsFoundToo() {
      recompute(2, 2, entry -> with(entry, "{\"message\":\"never happened\"}"));
      edit(3, entry -> with(entry, "{}"));
      found(finding(Kind.UNVOUCHED, 2, 2), finding(Kind.EDITED, 3, 3));
    }
  }

  @Nested
  class ARemover {
    @Test
    void ofARecordIsFound() {
      trail.remove(5);
      found(finding(Kind.MISSING, 6, 6));
    }

    @Test
    void ofTheFirstRecordsIsFound() {
      trail.subList(0, 4).clear();
      found(finding(Kind.MISSING, 1, 4));
    }

    @Test
    void whoMendsTheNumbersIsFound() {
      trail.remove(5);
      for (int i = 5; i < trail.size(); i++) {
        trail.set(i, trail.get(i).renumbered(i + 1));
      }
      found(finding(Kind.EDITED, 6, 6), finding(Kind.RENUMBERED, 7, 9), finding(Kind.FORGED, 6, 9));
    }

    @Test
    void ofTheEndIsFoundByItsSeal() {
      trail.removeLast();
      trail.removeLast();
      found(finding(Kind.UNSEALED, 6, 8));
    }

    @Test
    void ofTheEndWithItsSealIsFoundByANote() {
      trail.subList(5, 10).clear();
      assertThat(verdict(List.of()).good()).isTrue();
      found(List.of(WRITTEN.get(8).head()), finding(Kind.CUT, 6, 9));
    }
  }

  @Nested
  class AnInserter {
    @Test
    void atTheEndIsFound() {
      Entry more = new Chain(_ -> "").extend(trail.getLast().head(), Samples.drafts(1)).getFirst();
      trail.add(more);
      found(finding(Kind.UNSEALED, 11, 11));
    }

    @Test
    void atTheEndWithAnotherKeyIsFound() {
      trail.addAll(new Chain(new Seal()).extend(trail.getLast().head(), Samples.drafts(1)));
      found(finding(Kind.FORGED, 11, 11));
    }

    @Test
    void inTheMiddleIsFound() {
      trail.add(4, with(trail.get(4), "{\"message\":\"another\"}"));
      for (int i = 5; i < trail.size(); i++) {
        trail.set(i, trail.get(i).renumbered(i + 1));
      }
      assertThat(verdict(List.of()).findings())
          .extracting(Finding::kind)
          .contains(Kind.EDITED, Kind.RENUMBERED);
    }

    @Test
    void ofTheSameRecordTwiceIsFound() {
      trail.add(4, trail.get(3));
      found(finding(Kind.OUT_OF_ORDER, 4, 4));
    }
  }

  @Nested
  class WhoMixesTheOrder {
    @Test
    void ofRecordsIsFound() {
      Entry moved = trail.remove(3);
      trail.add(6, moved);
      assertThat(verdict(List.of()).findings())
          .extracting(Finding::kind, Finding::from)
          .contains(Tuple.tuple(Kind.OUT_OF_ORDER, 4L))
          .doesNotContain(Tuple.tuple(Kind.MISSING, 4L));
    }

    @Test
    void ofNumbersIsFound() {
      Entry five = trail.get(4);
      Entry six = trail.get(5);
      trail.set(4, six.renumbered(5));
      trail.set(5, five.renumbered(6));
      found(finding(Kind.EDITED, 5, 7), finding(Kind.UNVOUCHED, 5, 5), finding(Kind.FORGED, 6, 6));
    }
  }

  @Nested
  class WhoComputesTheChainAnew {
    @Test
    void isFoundByTheSeals() {
      recompute(3, 10, entry -> with(entry, "{\"message\":\"never happened\"}"));
      found(finding(Kind.FORGED, 2, 10));
    }

    @Test
    void andLeavesTheSealsOutIsFound() {
      for (int number = 3; number <= 10; number++) {
        edit(number, entry -> sealed(entry, ""));
      }
      recompute(3, 10, entry -> with(entry, "{}"));
      found(finding(Kind.UNSEALED, 2, 10));
    }

    @Test
    void andSealsItWithAnotherKeyIsFound() {
      trail.clear();
      trail.addAll(written(new Seal(), 1, 3, 1, 4, 1));
      found(finding(Kind.FORGED, 1, 10));
    }

    @Test
    void andHasTheKeyIsFoundByANote() {
      Head noted = WRITTEN.get(6).head();
      trail.clear();
      trail.addAll(new Chain(SEAL).extend(Head.GENESIS, Samples.drafts(11).subList(1, 11)));
      assertThat(verdict(List.of()).good()).isTrue();
      found(List.of(noted), finding(Kind.REWRITTEN, 7, 7));
    }
  }

  @Test
  void findingsSayWhatToDo() {
    for (Kind kind : Kind.values()) {
      Finding one = new Finding(kind, 7, 7, "");
      assertThat(one.sentence()).matches("(Record|Line) 7 .*\\.");
      assertThat(new Finding(kind, 7, 9, "why").sentence()).contains("7 to 9").contains("why");
      assertThat(one.advice()).hasSizeGreaterThan(30);
    }
  }

  private void edit(int number, UnaryOperator<Entry> edit) {
    trail.set(number - 1, edit.apply(trail.get(number - 1)));
  }

  /// What an attacker does who has the database and not the key.
  private void recompute(int from, int to, UnaryOperator<Entry> edit) {
    edit(from, edit);
    for (int i = from - 1; i < to; i++) {
      Head before = trail.get(i - 1).head();
      trail.set(i, hashed(trail.get(i), Chain.link(before, trail.get(i))));
    }
  }

  private static Entry copy(Entry it, Instant at, String account, String target, String action) {
    return new Entry(it.sequence(), at, account, target, action, it.body(), it.hash(), it.seal());
  }

  private static Entry hashed(Entry it, String hash) {
    return new Entry(
        it.sequence(), it.at(), it.account(), it.target(), it.action(), it.body(), hash, it.seal());
  }

  private static Entry with(Entry it, String body) {
    return new Entry(
        it.sequence(), it.at(), it.account(), it.target(), it.action(), body, it.hash(), it.seal());
  }

  private static Entry sealed(Entry it, String seal) {
    return new Entry(
        it.sequence(), it.at(), it.account(), it.target(), it.action(), it.body(), it.hash(), seal);
  }

  private Verdict verdict(List<Head> known) {
    Verifier verifier = new Verifier(KEYS, known);
    trail.forEach(verifier::add);
    return verifier.finish();
  }

  private void found(Finding... findings) {
    found(List.of(), findings);
  }

  private void found(List<Head> known, Finding... findings) {
    assertThat(verdict(known).findings())
        .extracting(Finding::kind, Finding::from, Finding::to)
        .containsExactlyInAnyOrderElementsOf(
            List.of(findings).stream()
                .map(it -> Tuple.tuple(it.kind(), it.from(), it.to()))
                .toList());
  }

  private static Finding finding(Kind kind, long from, long to) {
    return new Finding(kind, from, to, "");
  }
}
