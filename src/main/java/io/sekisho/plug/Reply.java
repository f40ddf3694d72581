package io.sekisho.plug;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sekisho.nodewire.HostView;
import io.sekisho.wire.Attachment;
import java.util.List;
import java.util.stream.Stream;

/// What is said at the [Door].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "say")
@JsonSubTypes({
  @JsonSubTypes.Type(name = "places", value = Reply.Places.class),
  @JsonSubTypes.Type(name = "standing", value = Reply.Standing.class),
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

  /// What is in force, or a part of it.
  ///
  /// @param more whether there is more
  record Standing(HostView view, boolean more) implements Reply {
    /// Of each kind in one part: a frame has room for more.
    private static final int MOST = 1_000;

    /// @param from how many of each kind are left out
    static Standing part(HostView all, int from) {
      return new Standing(
          new HostView(
              part(all.networks(), from), part(all.interfaces(), from), part(all.rules(), from)),
          Stream.of(all.networks(), all.interfaces(), all.rules())
              .anyMatch(it -> it.size() - MOST > from));
    }

    private static <T> List<T> part(List<T> all, int from) {
      return all.stream().skip(from).limit(MOST).toList();
    }
  }

  /// No, and why: a sentence.
  record Refused(String why) implements Reply {}
}
