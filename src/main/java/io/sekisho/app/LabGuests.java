package io.sekisho.app;

final class LabGuests implements AutoCloseable {
  static LabGuests of(House house) {
    return new LabGuests();
  }

  void make() {}

  @Override
  public void close() {}
}
