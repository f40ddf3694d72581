package io.sekisho.plug;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sekisho.wire.Attachment;
import java.util.List;

/// What is said at the [Door].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "say")
@JsonSubTypes({
  @JsonSubTypes.Type(name = "places", value = Reply.Places.class),
  @JsonSubTypes.Type(name = "refused", value = Reply.Refused.class)
})
sealed interface Reply {
  /// Where each interface of the guest is plugged in, in force; none if the guest is not here.
  ///
  /// @param taken whether it was taken for this question
  record Places(List<Attachment> places, boolean taken) implements Reply {
    public Places {
      places = List.copyOf(places);
    }
  }

  /// No, and why: a sentence.
  record Refused(String why) implements Reply {}
}
