package io.sekisho.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.fleet.Document;
import io.sekisho.fleet.Line;
import io.sekisho.fleet.Sort;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Samples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a node has of what it was told, in memory and on its disk.
class ReplicaTest {
  private static final Instance GUEST = Samples.minimalInstance();
  private static final Reference GROUP =
      GUEST.interfaces().getFirst().virtualNetworkInterface().securityGroups().getFirst();

  @TempDir private Path folder;

  @Test
  void goesOnFromWhatIsOnTheDisk() {
    Replica replica = open();
    replica.take(new Line.Everything(3, documents(List.of(Samples.group(GROUP, List.of())))));
    replica.keep();
    assertThat(open().known()).hasValue(3);
    assertThat(open().snapshot().subjects()).isEqualTo(replica.snapshot().subjects());
    assertThat(open().snapshot().contents().find(GROUP.id())).isPresent();
  }

  /// A node of a version that knew no groups has them nowhere; nor has one whose controller knew
  /// none. Nothing was written since, and still there is something to be told.
  @Test
  void isToldAllWhereItLacksWhatFiltersForItsGuests() {
    Replica replica = open();
    replica.take(new Line.Everything(3, documents(List.of())));
    assertThat(replica.revision()).hasValue(3);
    assertThat(replica.known()).isEmpty();
    replica.keep();
    assertThat(open().known()).isEmpty();
    assertThat(open().snapshot().subject(GUEST.id())).isPresent();

    Document group = Sort.document(Samples.group(GROUP, List.of()));
    replica.take(new Line.Change(4, List.of(group), List.of()));
    assertThat(replica.known()).hasValue(4);
  }

  /// As a newer controller sends them.
  @Test
  void passesOverWhatItDoesNotKnow() {
    List<Document> all = new ArrayList<>(documents(List.of()));
    all.add(new Document("wormhole", "w-1", all.getFirst().value()));
    Replica replica = open();
    replica.take(new Line.Everything(3, all));
    assertThat(replica.snapshot().subject(GUEST.id())).isPresent();
  }

  private Replica open() {
    return Replica.open(Folder.open(folder));
  }

  private static List<Document> documents(List<?> more) {
    var some = Samples.contents(GUEST);
    return Stream.of(some.accounts(), some.resources(), more)
        .flatMap(List::stream)
        .map(Sort::document)
        .toList();
  }
}
