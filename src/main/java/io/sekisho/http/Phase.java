package io.sekisho.http;

/// What a connection waits for. Each phase but `WORKING` ends at its deadline at the latest.
enum Phase {
  HANDSHAKE,
  RECEIVING,
  WORKING,
  /// For the guest to read its answers.
  STALLED,
  /// For a guest that asked too much to have paused.
  RESTING,
  IDLE,
  CLOSING;

  boolean reads() {
    return this != WORKING && this != STALLED && this != RESTING;
  }
}
