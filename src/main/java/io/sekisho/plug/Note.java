package io.sekisho.plug;

import io.sekisho.wire.Attachment;
import java.util.Optional;

/// What is written on the host's end of an interface: whose it is, and which device it was before.
///
/// @param guest as `account/name`
/// @param id of the compute resource
/// @param from the device that was plugged in; empty if the end was made for the guest
record Note(String guest, String id, Optional<String> from) {
  private static final String MARK = "sekisho";

  static Note of(Attachment place, Optional<String> from) {
    return new Note(place.account() + "/" + place.compute(), place.computeId(), from);
  }

  /// What a note says; empty if somebody else wrote it.
  static Optional<Note> parse(String text) {
    String[] words = text.split(" ", -1);
    return words.length >= 3 && words.length <= 4 && words[0].equals(MARK)
        ? Optional.of(
            new Note(
                words[1], words[2], words.length == 4 ? Optional.of(words[3]) : Optional.empty()))
        : Optional.empty();
  }

  /// Whether somebody means this guest by a name, an account's name and a name, or an id.
  boolean isOf(String which) {
    return which.equals(id) || which.equals(guest) || guest.endsWith("/" + which);
  }

  @Override
  public String toString() {
    return MARK + " " + guest + " " + id + from.map(it -> " " + it).orElse("");
  }
}
