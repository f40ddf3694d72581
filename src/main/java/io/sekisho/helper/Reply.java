package io.sekisho.helper;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sekisho.kernel.HalfOpenWatch.Stuck;
import io.sekisho.kernel.UnplugWatch.Unplugged;
import io.sekisho.linux.RuleCounters.Count;
import io.sekisho.telemetry.Event.Notice;
import java.util.List;
import java.util.Map;

/// What the helper says to a [Request].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "say")
@JsonSubTypes({
  @JsonSubTypes.Type(name = "done", value = Reply.Done.class),
  @JsonSubTypes.Type(name = "failed", value = Reply.Failed.class),
  @JsonSubTypes.Type(name = "counted", value = Reply.Counted.class),
  @JsonSubTypes.Type(name = "happened", value = Reply.Happened.class)
})
sealed interface Reply {
  /// It is done; if a socket was asked for, it comes along.
  record Done() implements Reply {}

  /// It could not be done, or not all of it.
  record Failed(String reason) implements Reply {}

  /// What was counted, by namespace; all of it, or a part.
  ///
  /// @param more whether there is more
  record Counted(Map<String, List<Count>> counts, boolean more) implements Reply {
    public Counted {
      counts = Map.copyOf(counts);
    }
  }

  /// What the kernel's side had to say: notices for the operator, guests whose handshakes are never
  /// completed, and guests that are not there any more.
  record Happened(List<Notice> notices, List<Stuck> stuck, List<Unplugged> unplugged)
      implements Reply {
    public Happened {
      notices = List.copyOf(notices);
      stuck = List.copyOf(stuck);
      unplugged = List.copyOf(unplugged);
    }
  }
}
