package io.sekisho.guard;

import io.sekisho.guard.Policy.Way;
import io.sekisho.guard.Subject.Kind;
import io.sekisho.guard.Target.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What an operator has to know of a policy before it is in force: a sentence each.
public final class Notes {
  private static final List<Subject> ROOT =
      List.of(new Subject(Kind.USER, "root"), new Subject(Kind.USER, "0"));

  private Notes() {}

  /// The sentences; the weightiest come first.
  public static List<String> of(Policy policy, Engine engine) {
    List<String> notes = new ArrayList<>();
    boolean allowing = policy.way() == Way.ALLOW;
    if (policy.mode() == Policy.Mode.AUDIT) {
      notes.add("In audit mode nobody is refused; what follows is so once it is enforced.");
    }
    if (allowing && policy.subjects().isEmpty()) {
      notes.add("Nobody is let through.");
    }
    if (allowing && Collections.disjoint(policy.subjects(), ROOT)) {
      notes.add(
          "Root is not let through: cloud-init, the cloud's agents and updates of credentials run as"
              + " root mostly. Logging in with SSH does not depend on it, but on a cloud that hands"
              + " out keys through its agent, new keys do. Name root, or their units, if they are"
              + " needed.");
    }
    if (policy.targets().stream()
        .filter(it -> Targets.named(it.name()).isEmpty())
        .anyMatch(it -> it.scope() instanceof Scope.Everything)) {
      notes.add(
          "At an address that is written out, everything is judged, DNS, NTP and DHCP too; named"
              + " targets leave these alone.");
    }
    if (policy.subjects().stream().anyMatch(it -> it.kind() == Kind.GROUP)) {
      notes.add(group(engine));
    }
    if (policy.subjects().stream()
        .anyMatch(it -> it.kind() == Kind.UNIT || it.kind() == Kind.CGROUP)) {
      notes.add(
          "A unit or control group is known by what it is when the rules are loaded: after it was"
              + " started anew, they have to be loaded again. With --persist, units do so"
              + " themselves.");
    }
    if (policy.forwarded().equals(Forwarding.DENIED)) {
      notes.add(
          "Containers and virtual machines with an address of their own get nothing through, except"
              + " DNS, NTP and DHCP; forwarded.allow_from lets some.");
    } else if (!policy.forwarded().sources().isEmpty()) {
      notes.add(
          "Who may send raw packets on this machine's networks can take an address that is let"
              + " through; the name of an interface is safer.");
    }
    if (engine == Engine.IPTABLES) {
      notes.add(
          "Somebody's rule that is put before these and accepts wins over them, as Docker's do after"
              + " each of its starts; firewalld takes these away at its start and at each reload; and"
              + " connection tracking is switched on. nft has none of that.");
    }
    return notes;
  }

  private static String group(Engine engine) {
    return engine == Engine.NFT
        ? "nftables can't match further groups: a group is those who run with it as their group, and"
            + " everything its members run, as they are members when the rules are loaded; the"
            + " timer of --persist looks again, and `sekisho guard watch`."
        : "A group is whoever has it, as first or further group, when the socket was made: a new"
            + " member has to log in anew.";
  }
}
