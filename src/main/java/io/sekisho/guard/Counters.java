package io.sekisho.guard;

import java.util.ArrayList;
import java.util.List;

/// What the counters of a policy are called, which is how a listing tells what was counted.
public final class Counters {
  /// Packets of those who are not named, where the named are denied.
  public static final String OTHERS = "others";

  private static final String REFUSED = "refused";
  private static final String FORWARDED = "forwarded";

  private Counters() {}

  /// The counter of whom is refused, or would be.
  static String refused(Policy policy) {
    return verdict(policy, REFUSED);
  }

  /// The counter of packets that may be forwarded.
  static String forwarded() {
    return FORWARDED;
  }

  /// The counter of packets that may not be forwarded, or should not.
  static String forwardedRefused(Policy policy) {
    return verdict(policy, FORWARDED + "_" + REFUSED);
  }

  private static String verdict(Policy policy, String name) {
    return policy.mode() == Policy.Mode.ENFORCE ? name : "would_be_" + name;
  }

  /// One for each subject, in their order; such as `user_apache`.
  public static List<String> subjects(Policy policy) {
    List<String> names = new ArrayList<>();
    for (Subject subject : policy.subjects()) {
      String name = subject.kind() + "_" + subject.name().replaceAll("[^A-Za-z0-9_.-]", "_");
      names.add(names.contains(name) ? name + "_" + (names.size() + 1) : name);
    }
    return names;
  }

  /// All that a policy has.
  static List<String> all(Policy policy) {
    List<String> names = new ArrayList<>(subjects(policy));
    if (policy.way() == Policy.Way.DENY) {
      names.add(OTHERS);
    }
    names.add(refused(policy));
    names.add(FORWARDED);
    names.add(forwardedRefused(policy));
    return names;
  }
}
