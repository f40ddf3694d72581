package io.sekisho.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Optional;

/// A resource that the inventory names but does not hold, such as an image. Written as its name
/// alone, or with the id and CRN that it has elsewhere.
public record Ref(String name, Optional<String> id, Optional<String> crn) {
  /// Only here to be marked for the JSON codec.
  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  public Ref {}

  /// The short form: the name alone.
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Ref named(String name) {
    return new Ref(name, Optional.empty(), Optional.empty());
  }
}
