package io.sekisho.lab;

import io.sekisho.wire.Attachment;
import java.util.List;

/// What the lab's commands need of the running Sekisho.
public interface Server {
  /// Applies an inventory; returns when the node enforces it.
  void apply(byte[] inventory);

  /// Where every interface meets this host.
  List<Attachment> attachments();
}
