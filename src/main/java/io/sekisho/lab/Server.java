package io.sekisho.lab;

import io.sekisho.wire.Attachment;
import java.util.List;

/// What the lab's commands need of the running Sekisho.
public interface Server {
  /// Applies an inventory; returns when the node enforces it.
  void apply(byte[] inventory);

  /// Where every interface meets this host.
  List<Attachment> attachments();

  /// Whether no server runs on this host any more: it was stopped, or killed.
  boolean forsaken();

  /// Removes what a server that is gone left in the kernel.
  void removeHostHalf();
}
