package io.sekisho.node;

import io.sekisho.document.Codec;
import io.sekisho.fleet.Document;
import io.sekisho.fleet.FleetJson;
import io.sekisho.fleet.Line;
import io.sekisho.fleet.Sort;
import io.sekisho.snapshot.Contents;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What a controller told, as the node has it: in memory as a snapshot, on the disk as documents.
///
/// Used by the thread that watches, and by nobody else but for [#snapshot].
final class Replica {
  private static final String FILE = "snapshot.json";

  private final Folder folder;
  private final Map<Document.Ref, Held> held = new LinkedHashMap<>();
  private OptionalLong revision = OptionalLong.empty();
  private boolean changed;
  private boolean whole;
  private volatile Snapshot snapshot = Snapshot.EMPTY;

  /// @param value the document, read
  private record Held(Document document, Object value) {}

  private Replica(Folder folder) {
    this.folder = folder;
  }

  /// What was on the disk. What can't be read is left out: a controller tells it again.
  static Replica open(Folder folder) {
    Replica replica = new Replica(folder);
    try {
      Optional<Line> kept = folder.read(FILE).map(bytes -> FleetJson.read(Line.class, bytes));
      if (kept.isPresent() && kept.get() instanceof Line.Everything everything) {
        replica.take(everything);
      }
    } catch (IllegalArgumentException | IllegalStateException damaged) {
      replica.clear();
    }
    replica.changed = false;
    return replica;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  /// Up to where the node knows everything; empty if it knows nothing.
  OptionalLong revision() {
    return revision;
  }

  /// From where on a controller has to tell; empty if it has to tell all. That is so as well where
  /// a group or network ACL of a guest is not there: who told, or who heard it, was older.
  OptionalLong known() {
    return whole ? revision : OptionalLong.empty();
  }

  /// @throws IllegalArgumentException if it makes no sense
  /// @throws IllegalStateException if it can't be read
  void take(Line.Everything everything) {
    Map<Document.Ref, Held> next = new LinkedHashMap<>();
    put(next, everything.documents());
    settle(everything.revision(), next);
  }

  /// As above; what the node has is as before then.
  void take(Line.Change change) {
    Map<Document.Ref, Held> next = new LinkedHashMap<>(held);
    change.delete().forEach(next::remove);
    put(next, change.put());
    settle(change.revision(), next);
  }

  /// Nothing that concerns this node happened up to a revision.
  void passed(long to) {
    revision = OptionalLong.of(to);
  }

  /// Forgets everything, on the disk too.
  void clear() {
    held.clear();
    revision = OptionalLong.empty();
    snapshot = Snapshot.EMPTY;
    changed = false;
    folder.erase(FILE);
  }

  /// Forgets up to where it knows everything, so that all of it is told again.
  void doubt() {
    revision = OptionalLong.empty();
  }

  /// Puts it on the disk, if it is other than there.
  void keep() {
    if (changed && revision.isPresent()) {
      List<Document> documents = held.values().stream().map(Held::document).toList();
      folder.replace(FILE, FleetJson.line(new Line.Everything(revision.getAsLong(), documents)));
      changed = false;
    }
  }

  private static void put(Map<Document.Ref, Held> into, List<Document> documents) {
    Codec codec = new Codec();
    for (Document document : documents) {
      // Of a sort that a newer controller knows, no guest of this node is served.
      Sort.named(document.kind())
          .map(sort -> sort.read(document, codec))
          .ifPresent(value -> into.put(document.ref(), new Held(document, value)));
    }
  }

  private void settle(long to, Map<Document.Ref, Held> next) {
    Contents contents = Contents.of(next.values().stream().map(Held::value).toList());
    snapshot = snapshot.next(to, contents);
    whole = snapshot.subjects().stream().flatMap(Replica::filters).allMatch(next::containsKey);
    held.clear();
    held.putAll(next);
    revision = OptionalLong.of(to);
    changed = true;
  }

  /// What filters packets of a guest's interfaces.
  private static Stream<Document.Ref> filters(Subject guest) {
    return Stream.concat(
        guest.compute().interfaces().stream()
            .flatMap(it -> it.virtualNetworkInterface().securityGroups().stream())
            .map(it -> new Document.Ref(Sort.SECURITY_GROUP.word(), it.id())),
        guest.subnets().values().stream()
            .flatMap(it -> it.networkAcl().stream())
            .map(it -> new Document.Ref(Sort.NETWORK_ACL.word(), it)));
  }
}
