package io.sekisho.witness;

import io.sekisho.audit.Action;
import io.sekisho.audit.Activity;
import io.sekisho.audit.Activity.Credential;
import io.sekisho.audit.Activity.Initiator;
import io.sekisho.audit.Activity.Result;
import io.sekisho.audit.Activity.Target;
import io.sekisho.audit.Detail;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Journal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A journal that takes what guests were given, or were not, along to the audit trail. It is told
/// of that when the answer is on its way: guests are fast and many, and must not wait for a disk.
/// While the trail is behind, nothing that would have to be recorded is given out.
public final class GuestRecords implements Journal {
  private static final Set<Action> GUESTS =
      Set.of(
          Action.INSTANCE_TOKEN,
          Action.INSTANCE_EXCHANGE,
          Action.SERVER_TOKEN,
          Action.SERVER_EXCHANGE,
          Action.GUEST_CERTIFICATE);

  private final Journal journal;
  private final Tally tally;

  /// @param journal gets everything
  public GuestRecords(Journal journal, Tally tally) {
    this.journal = journal;
    this.tally = tally;
  }

  @Override
  public void write(Event event) {
    journal.write(event);
    if (event instanceof Event.Activity activity) {
      record(activity).ifPresent(tally::take);
    }
  }

  /// What an event of a guest's is in the trail; nothing, if it is none that has to be there.
  public static Optional<Activity> record(Event.Activity event) {
    return Action.named(event.action())
        .filter(GUESTS::contains)
        .map(action -> activity(event, action));
  }

  private static Activity activity(Event.Activity event, Action action) {
    String failure =
        event.success()
            ? ""
            : event.code() + (event.detail().isEmpty() ? "" : ": " + event.detail());
    return new Activity(
        UUID.randomUUID().toString(),
        event.at(),
        event.trace(),
        action,
        event.account().isEmpty() ? AccountId.HOUSE : new AccountId(event.account()),
        initiator(event, action),
        target(event, action),
        new Result(event.reason(), failure),
        List.of(),
        details(event, action));
  }

  /// The first token is given to a place in the network, all else to who shows it.
  private static Initiator initiator(Event.Activity event, Action action) {
    boolean first = action == Action.INSTANCE_TOKEN || action == Action.SERVER_TOKEN;
    return Initiator.of(
        event.initiator(),
        id(event.initiator()),
        Activity.Type.COMPUTE_RESOURCE,
        first ? Credential.COMPUTE_RESOURCE : Credential.INSTANCE_IDENTITY_TOKEN,
        "",
        "");
  }

  private static Target target(Event.Activity event, Action action) {
    if (isExchange(action) && !event.target().isEmpty() && !event.account().isEmpty()) {
      Crn profile =
          new Crn("iam-identity", "", new AccountId(event.account()), "profile", event.target());
      return new Target(profile.toString(), event.target(), event.target());
    }
    return new Target(event.initiator(), id(event.initiator()), id(event.initiator()));
  }

  private static Map<Detail, String> details(Event.Activity event, Action action) {
    return Optional.of(event.target())
        .filter(target -> !target.isEmpty())
        .<Map<Detail, String>>map(
            target ->
                switch (action) {
                  case INSTANCE_EXCHANGE, SERVER_EXCHANGE ->
                      Map.of(Detail.PROFILE_ID, target, Detail.COMPUTE_CRN, event.initiator());
                  case GUEST_CERTIFICATE -> Map.of(Detail.SERIAL_NUMBER, target);
                  default -> Map.of();
                })
        .orElseGet(Map::of);
  }

  private static boolean isExchange(Action action) {
    return action == Action.INSTANCE_EXCHANGE || action == Action.SERVER_EXCHANGE;
  }

  /// The last part of a CRN.
  private static String id(String crn) {
    return crn.substring(crn.lastIndexOf(':') + 1);
  }
}
