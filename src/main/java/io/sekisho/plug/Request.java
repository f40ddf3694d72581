package io.sekisho.plug;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/// All that may be asked at the [Door]. A guest is named by its name, `account/name`, or its id.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "ask")
@JsonSubTypes({
  @JsonSubTypes.Type(name = "plug", value = Request.Plug.class),
  @JsonSubTypes.Type(name = "find", value = Request.Find.class),
  @JsonSubTypes.Type(name = "status", value = Request.Status.class),
  @JsonSubTypes.Type(name = "unplugged", value = Request.Unplugged.class)
})
sealed interface Request {
  /// This guest is about to run here: where is it plugged in?
  ///
  /// @param nic an interface that it has to have, by name or MAC address
  record Plug(String guest, Optional<String> nic) implements Request {
    public Plug {
      expectGuest(guest);
      nic.ifPresent(Request::expectNic);
    }
  }

  /// Where is this guest plugged in, if it is one of this host's?
  record Find(String guest) implements Request {
    public Find {
      expectGuest(guest);
    }
  }

  /// This guest runs here no more.
  record Unplugged(String guest) implements Request {
    public Unplugged {
      expectGuest(guest);
    }
  }

  /// What is in force on this host, and what was counted?
  ///
  /// @param from how many of each kind are left out, for they were told already
  record Status(int from) implements Request {
    public Status {
      if (from < 0) {
        throw new IllegalArgumentException("what is told begins with 0");
      }
    }
  }

  private static void expectNic(String nic) {
    if (nic.isBlank() || nic.length() > 100) {
      throw new IllegalArgumentException("that is no interface's name or MAC address");
    }
  }

  private static void expectGuest(String guest) {
    if (guest.isBlank() || guest.length() > 200 || guest.chars().anyMatch(it -> it <= ' ')) {
      throw new IllegalArgumentException("that is no guest's name, account/name or id");
    }
  }
}
