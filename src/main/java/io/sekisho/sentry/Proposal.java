package io.sekisho.sentry;

import io.sekisho.guard.Counters;
import io.sekisho.guard.Forwarding;
import io.sekisho.guard.Identities.Found;
import io.sekisho.guard.Policy;
import io.sekisho.guard.PolicyText;
import io.sekisho.guard.Ruling;
import io.sekisho.guard.Subject;
import io.sekisho.guard.Subject.Kind;
import io.sekisho.sentry.Tally.Seen;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/// A policy that lets those through who were seen, and nobody else.
///
/// @param entries everybody who was seen, and whom the policy so far names
record Proposal(Policy policy, List<Entry> entries) {
  private static final long NOBODY = 65_534;

  /// Somebody.
  ///
  /// @param who as a person says it
  /// @param isProposed whether the policy lets them through
  /// @param why what was seen of them, and why they are not proposed
  record Entry(String who, boolean isProposed, String why) {}

  /// @param packets how many packets each counter of the policy so far has
  static Proposal of(
      Ruling ruling, Accounts accounts, Tally tally, ToLongFunction<String> packets) {
    Proposer proposer = new Proposer(ruling, accounts, tally);
    proposer.keep(packets);
    tally.users().forEach(proposer::user);
    tally.devices().forEach(proposer::device);
    return proposer.proposal();
  }

  boolean letsNobodyThrough() {
    return policy.subjects().isEmpty() && policy.forwarded().equals(Forwarding.DENIED);
  }

  /// A policy file that says why.
  String text() {
    StringBuilder text = new StringBuilder("# Proposed by `sekisho guard learn`. Read it first.\n");
    comments(text, "Let through:", true);
    comments(text, "Seen or named, and not proposed:", false);
    return text.append(PolicyText.of(policy)).toString();
  }

  private void comments(StringBuilder text, String heading, boolean proposed) {
    List<Entry> some = entries.stream().filter(it -> it.isProposed() == proposed).toList();
    if (!some.isEmpty()) {
      text.append("#\n# ").append(heading).append('\n');
      some.forEach(
          it -> text.append("#   %s: %s%n".formatted(printable(it.who()), printable(it.why()))));
    }
  }

  /// A process calls itself what it likes.
  private static String printable(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  /// Decides about one after the other.
  private static final class Proposer {
    private final Ruling ruling;
    private final Accounts accounts;
    private final Tally tally;
    private final Set<Subject> subjects = new LinkedHashSet<>();
    private final Set<String> devices = new LinkedHashSet<>();
    private final List<Entry> entries = new ArrayList<>();

    private Proposer(Ruling ruling, Accounts accounts, Tally tally) {
      this.ruling = ruling;
      this.accounts = accounts;
      this.tally = tally;
      devices.addAll(ruling.policy().forwarded().devices());
    }

    private void keep(ToLongFunction<String> packets) {
      List<Subject> named = ruling.policy().subjects();
      List<String> counters = Counters.subjects(ruling.policy());
      for (int i = 0; i < named.size(); i++) {
        long count = packets.applyAsLong(counters.get(i));
        if (count > 0) {
          propose(named.get(i), "named so far, " + count(count, "packet"));
        } else {
          leave(named.get(i).toString(), "named so far, and nothing came from them");
        }
      }
    }

    private void user(long uid, Seen seen) {
      if (isNamed(uid)) {
        return;
      }
      Optional<Accounts.User> account = accounts.user(uid);
      String who = account.map(it -> "user " + it.name()).orElse("user " + uid);
      if (uid == 0) {
        root(seen);
      } else if (account.isPresent() && uid != NOBODY) {
        propose(Kind.USER, account.get().name(), who, said(seen));
      } else if (seen.units().size() == 1 && seen.elsewhere() == 0) {
        propose(Kind.UNIT, seen.units().keySet().iterator().next(), who, said(seen));
      } else {
        leave(
            who,
            said(seen)
                + (uid == NOBODY
                    ? "; many programs run as this user: give them one of their own"
                    : "; there is no account of this number"));
      }
    }

    /// Root is everything: its units are named, it is not.
    private void root(Seen seen) {
      seen.units()
          .forEach(
              (unit, count) ->
                  propose(
                      Kind.UNIT, unit, "unit " + unit, count(count, "connection") + " as root"));
      if (seen.elsewhere() > 0 || seen.units().isEmpty()) {
        leave(
            "user root",
            said(seen)
                + (seen.connections() == 0
                    ? "; no connection was met, so which unit it is can't be told: learn for longer"
                    : "; %d of them in no unit".formatted(seen.elsewhere())));
      }
    }

    private void device(String device, Seen seen) {
      String why =
          "%s forwarded, of %s".formatted(count(seen.logged(), "packet"), listed(seen.programs()));
      if (Forwarding.isDevice(device)) {
        devices.add(device);
        entries.add(new Entry("forwarded from " + device, true, why + times(seen)));
      } else {
        leave("forwarded from " + device, why + times(seen));
      }
    }

    private boolean isNamed(long uid) {
      return subjects.stream()
          .map(it -> ruling.identities().found().get(it))
          .anyMatch(
              it ->
                  switch (it) {
                    case Found.User user -> user.uid() == uid;
                    case Found.Group group -> group.members().contains(uid);
                    case null, default -> false;
                  });
    }

    private void propose(Kind kind, String name, String who, String why) {
      try {
        propose(new Subject(kind, name), why);
      } catch (IllegalArgumentException e) {
        leave(who, why + "; " + e.getMessage());
      }
    }

    private void propose(Subject subject, String why) {
      subjects.add(subject);
      entries.add(new Entry(subject.toString(), true, why));
    }

    private void leave(String who, String why) {
      entries.add(new Entry(who, false, why));
    }

    private static String said(Seen seen) {
      return count(seen.logged(), "packet")
          + " in the log"
          + (seen.connections() == 0 ? "" : ", " + count(seen.connections(), "connection"))
          + (seen.programs().isEmpty() ? "" : " of " + listed(seen.programs()))
          + (seen.units().isEmpty() ? "" : " in " + String.join(", ", seen.units().keySet()))
          + times(seen);
    }

    private static String count(long number, String what) {
      return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String listed(Set<String> all) {
      List<String> some = all.stream().limit(5).toList();
      return String.join(", ", some) + (some.size() < all.size() ? " and others" : "");
    }

    private static String times(Seen seen) {
      String first = second(seen.first());
      String last = second(seen.last());
      return first.isEmpty() ? "" : ", " + first + (first.equals(last) ? "" : " to " + last);
    }

    private static String second(Optional<Instant> time) {
      return time.map(it -> it.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("");
    }

    private Proposal proposal() {
      if (tally.ownerless() > 0) {
        leave("packets without an owner", tally.ownerless() + " of them in the log");
      }
      Policy now = ruling.policy();
      Policy policy =
          new Policy(
              Policy.Mode.ENFORCE,
              now.targets(),
              Policy.Way.ALLOW,
              List.copyOf(subjects),
              new Forwarding(List.copyOf(devices), now.forwarded().sources()),
              Math.min(now.logPerMinute(), Policy.LOG_PER_MINUTE));
      return new Proposal(policy, entries);
    }
  }

  /// For programs.
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("policy", PolicyText.of(policy));
    document.put("seen", entries);
    return document;
  }
}
