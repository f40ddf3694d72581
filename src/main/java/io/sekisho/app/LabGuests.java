package io.sekisho.app;

import io.sekisho.host.Names;
import io.sekisho.kernel.Commands;
import io.sekisho.lab.Lab;
import io.sekisho.lab.LabFile;
import java.nio.file.Path;

/// The guests that `up --lab` makes, and removes again with all of the host's half when it stops.
final class LabGuests implements AutoCloseable {
  private final House house;
  private final Lab lab;

  LabGuests(House house, Path ca) {
    this.house = house;
    this.lab = new Lab(new Names(house.settings().prefix()), new Commands(), ca);
  }

  /// Makes the guests of an inventory that was applied.
  void make(byte[] inventory) {
    lab.up(house.attachments(), LabFile.parse(inventory));
  }

  @Override
  public void close() {
    if (house.settings().lab().isEmpty()) {
      return;
    }
    try {
      lab.down();
    } finally {
      house.removeNetwork();
    }
  }
}
