package io.sekisho.telemetry;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/// Something that happened and is written down, one JSON object on a line.
public sealed interface Event {
  Instant at();

  /// A request was answered. Written for every request, so it is kept flat and small.
  ///
  /// @param trace the id that the caller sees in a refusal's `trace`
  /// @param caller id of the compute resource that asked, or `operator:` and the name of the key
  /// @param path the path alone, without the query
  /// @param action IBM's name for what was done, such as `is.metadata.instance.read`; empty if none
  /// @param micros from the last byte of the request to the answer handed to the kernel
  record Access(
      Instant at,
      String trace,
      String caller,
      String method,
      String path,
      int status,
      int bytes,
      long micros,
      boolean tls,
      String action)
      implements Event {}

  /// A credential was given out, or a request was refused, or an operator changed something.
  ///
  /// @param action IBM's event name; empty if it never was clear what was asked for
  /// @param reason the HTTP status
  /// @param code the refusal's code; empty on success
  /// @param account whose resource it is
  /// @param initiator CRN of the compute resource, or the operator
  /// @param authn who stands behind it, if it is an assumed identity; else empty
  /// @param target what it was about: a profile's id, a certificate's serial number
  /// @param detail the refusal's private detail
  record Activity(
      Instant at,
      String trace,
      String action,
      boolean success,
      int reason,
      String code,
      String account,
      String initiator,
      String authn,
      String target,
      String detail)
      implements Event {
    /// Of one who acts for itself.
    public Activity(
        Instant at,
        String trace,
        String action,
        boolean success,
        int reason,
        String code,
        String account,
        String initiator,
        String target,
        String detail) {
      this(at, trace, action, success, reason, code, account, initiator, "", target, detail);
    }

    /// The same, with somebody behind its initiator.
    public Activity actedBy(String who) {
      return new Activity(
          at, trace, action, success, reason, code, account, initiator, who, target, detail);
    }
  }

  /// The system itself has something to say to its operator.
  record Notice(Instant at, Kind kind, Map<String, String> fields) implements Event {
    public Notice {
      fields = Map.copyOf(fields);
    }
  }

  /// Every notice there is.
  enum Kind {
    STARTED,
    STOPPED,
    INVENTORY_APPLIED,
    SIGNING_KEY_ROTATED,
    /// The native code that signs does not load here: the JDK's signs, a quarter as fast.
    SIGNING_SLOW,
    TOKENS_REVOKED,
    /// A connection arrived and it can't be told whose it is: it was closed without an answer.
    CALLER_UNKNOWN,
    /// The address says one interface and the packet's mark another: it was closed without an
    /// answer.
    CALLER_CONTRADICTED,
    /// A guest retries handshakes and never completes one: its hop limit stops the answers.
    HOP_LIMIT_STOPS_ANSWERS,
    /// The host's end of a guest's interface went.
    GUEST_UNPLUGGED,
    /// An interface reached one of its limits.
    LIMIT_REACHED,
    /// Kernel state differed from what was asked for and was put right.
    KERNEL_DRIFT_REPAIRED,
    KERNEL_CHANGE_FAILED,
    /// Not all of what is declared for a VPC is in force on this host: what is left out lets
    /// nothing pass.
    VPC_NOT_WHOLE,
    /// Somebody else's rules are in a VPC's namespace: they stay, and nobody here knows what they
    /// do.
    KERNEL_FOREIGN_TABLES,
    /// Flows went on that a change had forbidden: they were cut.
    FLOWS_CUT,
    /// A change was saved, and something that has to put it into force failed.
    CHANGE_NOT_IN_FORCE,
    /// The audit trail can't be written: what would have to be recorded is refused.
    AUDIT_TRAIL_BEHIND,
    /// The audit trail ends before, or has another record than, where it was seen.
    AUDIT_TRAIL_CUT,
    /// An operator's key in the database that this Sekisho did not put there: it opens nothing.
    OPERATOR_KEY_FOREIGN,
    /// Where the audit trail ends, for whoever wants to compare later.
    AUDIT_TRAIL_HEAD,
    /// A node does not hear its controller: guests are served what it has.
    CONTROLLER_LOST,
    CONTROLLER_FOUND,
    /// A controller said that this host is no node any more: no guest is served.
    NODE_DISMISSED,
    /// A bug: the request was answered with `service_error`.
    FAULT,
    /// A caller filled more lines than its share of the log, and this many were left out.
    LINES_LEFT_OUT,
    /// Events could not be written fast enough and this many were dropped.
    EVENTS_LOST;

    /// The kind as written, such as `caller_unknown`.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
