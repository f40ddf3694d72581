package io.sekisho.fleet;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;

/// What a node is sent while it watches: one JSON object on a line, `type` first.
///
/// The first is a [Everything], or [Resumed] where the node has all that it needs.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface Line {
  /// The longest line in bytes.
  int MAX_LENGTH = 256 << 20;

  /// All that the node's guests need, in an order in which what is needed comes first.
  @JsonTypeName("snapshot")
  record Everything(long revision, List<Document> documents) implements Line {
    public Everything {
      documents = List.copyOf(documents);
    }
  }

  /// Nothing is other than at the revision that the node has, which it may call this from now on.
  @JsonTypeName("resumed")
  record Resumed(long revision) implements Line {}

  /// What is other than it was.
  @JsonTypeName("change")
  record Change(long revision, List<Document> put, List<Document.Ref> delete) implements Line {
    public Change {
      put = List.copyOf(put);
      delete = List.copyOf(delete);
    }
  }

  /// The controller is there; up to this revision, nothing else concerns the node.
  @JsonTypeName("alive")
  record Alive(long revision) implements Line {}

  /// The node is none any more: it has to stop serving at once.
  @JsonTypeName("end")
  record End(String reason) implements Line {}
}
