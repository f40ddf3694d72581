package io.sekisho.policy;

import io.sekisho.address.Ip;
import io.sekisho.firewall.Direction;
import io.sekisho.policy.Group.Rule;
import io.sekisho.policy.Packet.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a group lets begin in one direction: found by reading its rules, and by a [Sieve] once that
/// was asked so often that making one pays. Not for two threads at once.
final class Rulings {
  /// Making a sieve costs about what reading the rules so often does.
  private static final int OFTEN = 200;

  private final Direction direction;
  private final List<Rule> rules;
  private int asked;
  private @Nullable Sieve sieve;

  Rulings(Group group, Direction direction) {
    this.direction = direction;
    this.rules = group.rules(direction);
  }

  /// Makes nothing, but for the sieve.
  boolean lets(Ip source, Ip destination, @Nullable Seat remote, Content content) {
    boolean out = direction == Direction.OUTBOUND;
    Ip here = out ? source : destination;
    Ip there = out ? destination : source;
    if (asked < OFTEN) {
      asked++;
      return Seat.first(rules, here, there, remote, content) != null;
    }
    Sieve made = sieve;
    if (made == null) {
      made = new Sieve(rules);
      sieve = made;
    }
    return made.lets(here, there, remote == null ? null : remote.place(), content);
  }
}
