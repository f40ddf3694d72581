package io.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sekisho.address.Ip;
import io.sekisho.policy.Checkpoint.Stand;
import io.sekisho.policy.Packet.Content;
import io.sekisho.policy.Packet.Stage;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for every VPC and every packet.
class JudgePropertiesTest {
  private static final int WORLDS = 400;
  private static final int PACKETS = 60;

  /// What is looked at for a connection that is there.
  private static final Set<Stand> KEPT = EnumSet.of(Stand.GROUPS_OUT, Stand.ROUTE, Stand.GROUPS_IN);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anotherRuleOfAGroupNeverTakesAway(long seed) {
    Worlds worlds = new Worlds(seed);
    int gained = 0;
    int passed = 0;
    for (int i = 0; i < WORLDS; i++) {
      Envelope before = worlds.envelope();
      Envelope after = withRule(worlds, before);
      Judge narrow = Judge.of(before);
      Judge wide = Judge.of(after);
      for (int j = 0; j < PACKETS; j++) {
        Packet packet = worlds.packet(before);
        boolean was = narrow.judge(packet).passes();
        boolean is = wide.judge(packet).passes();
        assertThat(was && !is).as("%s in %s", packet, after).isFalse();
        assertThat(allows(narrow, packet) && !allows(wide, packet)).as("%s", packet).isFalse();
        gained += is && !was ? 1 : 0;
        passed += was ? 1 : 0;
      }
    }
    assertThat(gained).isGreaterThan(50);
    assertThat(passed).isBetween(WORLDS * PACKETS / 20, WORLDS * PACKETS / 2);
  }

  private static Envelope withRule(Worlds worlds, Envelope in) {
    int which = worlds.number(in.groups().size());
    List<Group> groups = new ArrayList<>(in.groups());
    Group it = groups.get(which);
    boolean out = worlds.number(2) == 0;
    List<Group.Rule> rules = new ArrayList<>(out ? it.outbound() : it.inbound());
    rules.add(worlds.number(rules.size() + 1), worlds.rule("another"));
    groups.set(
        which,
        out ? new Group(it.id(), rules, it.inbound()) : new Group(it.id(), it.outbound(), rules));
    return new Envelope(in.places(), in.segments(), groups, in.acls());
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void orderDoesNotMatterInAGroup(long seed) {
    Worlds worlds = new Worlds(seed);
    for (int i = 0; i < WORLDS; i++) {
      Envelope before = worlds.envelope();
      List<Group> shuffled =
          before.groups().stream()
              .map(
                  it ->
                      new Group(it.id(), mixed(worlds, it.outbound()), mixed(worlds, it.inbound())))
              .toList();
      Judge one = Judge.of(before);
      Judge other =
          Judge.of(new Envelope(before.places(), before.segments(), shuffled, before.acls()));
      for (int j = 0; j < PACKETS; j++) {
        Packet packet = worlds.packet(before);
        assertThat(other.judge(packet).passes()).isEqualTo(one.judge(packet).passes());
      }
    }
  }

  private static <T> List<T> mixed(Worlds worlds, List<T> all) {
    List<T> mixed = new ArrayList<>(all);
    Collections.shuffle(mixed, worlds.random());
    return mixed;
  }

  /// Two rules of an ACL that change places decide otherwise just where both match, the upper one
  /// decided, and they say different things.
  @ParameterizedTest
  @ValueSource(longs = {6, 7})
  void orderMattersInAnAclWhereTwoRulesMatch(long seed) {
    Worlds worlds = new Worlds(seed);
    int mattered = 0;
    for (int i = 0; i < WORLDS; i++) {
      Envelope before = worlds.envelope();
      Acl acl = worlds.any(before.acls());
      if (acl.inbound().size() < 2) {
        continue;
      }
      int upper = worlds.number(acl.inbound().size() - 1);
      Judge one = Judge.of(before);
      Judge other = Judge.of(with(before, acl, swapped(acl, upper)));
      for (int j = 0; j < PACKETS; j++) {
        Packet packet = worlds.packet(before);
        Optional<Checkpoint> was = aclIn(one, packet, acl);
        Optional<Checkpoint> is = aclIn(other, packet, acl);
        boolean changed = !was.map(Checkpoint::passes).equals(is.map(Checkpoint::passes));
        assertThat(changed)
            .as("%s by %s", packet, acl)
            .isEqualTo(collides(was, acl, upper, one, packet));
        mattered += changed ? 1 : 0;
      }
    }
    assertThat(mattered).isGreaterThan(10);
  }

  private static Acl swapped(Acl acl, int upper) {
    List<Acl.Rule> rules = new ArrayList<>(acl.inbound());
    Collections.swap(rules, upper, upper + 1);
    return new Acl(acl.id(), acl.outbound(), rules);
  }

  private static Envelope with(Envelope in, Acl before, Acl after) {
    List<Acl> acls = new ArrayList<>(in.acls());
    acls.set(acls.indexOf(before), after);
    return new Envelope(in.places(), in.segments(), in.groups(), acls);
  }

  private static Optional<Checkpoint> aclIn(Judge judge, Packet packet, Acl acl) {
    return judge.judge(packet).checkpoints().stream()
        .filter(it -> it.stand() == Stand.ACL_IN)
        .filter(it -> it.reason() instanceof Reason.AclRule rule && rule.acl().equals(acl.id()))
        .findFirst();
  }

  private static boolean collides(
      Optional<Checkpoint> was, Acl acl, int upper, Judge judge, Packet packet) {
    Acl.Rule first = acl.inbound().get(upper);
    Acl.Rule second = acl.inbound().get(upper + 1);
    return was.filter(it -> ((Reason.AclRule) it.reason()).rule().equals(first.id())).isPresent()
        && first.allows() != second.allows()
        && second.source().contains(packet.source())
        && second.destination().contains(inner(judge, packet))
        && second.traffic().covers(packet.content());
  }

  private static Ip inner(Judge judge, Packet packet) {
    return judge.answer(packet.at(Stage.BEGINS)).map(Packet::source).orElse(packet.destination());
  }

  /// The quick question has the answer that the whole judgement has.
  @ParameterizedTest
  @ValueSource(longs = {8, 9, 10})
  void connectionsAreKeptThatMightBegin(long seed) {
    Worlds worlds = new Worlds(seed);
    int kept = 0;
    for (int i = 0; i < WORLDS; i++) {
      Envelope envelope = worlds.envelope();
      Judge judge = Judge.of(envelope);
      for (int j = 0; j < PACKETS; j++) {
        Packet packet = worlds.packet(envelope).at(Stage.BEGINS);
        boolean any = candidates(envelope, packet).stream().anyMatch(it -> mightBegin(judge, it));
        assertThat(allows(judge, packet)).as("%s in %s", packet, envelope).isEqualTo(any);
        kept += any ? 1 : 0;
      }
    }
    assertThat(kept).isGreaterThan(WORLDS * PACKETS / 20);
  }

  /// Those that sent what has these addresses, as far as it says who did.
  private static List<Packet> candidates(Envelope envelope, Packet packet) {
    List<Packet> all = new ArrayList<>();
    List<Place> owners =
        envelope.places().stream().filter(it -> it.addresses().contains(packet.source())).toList();
    owners.forEach(
        it ->
            all.add(
                Packet.from(it.mark(), packet.source(), packet.destination(), packet.content())));
    if (owners.isEmpty()) {
      all.add(Packet.fromOutside(packet.source(), packet.destination(), packet.content()));
    }
    return all;
  }

  private static boolean mightBegin(Judge judge, Packet packet) {
    List<Checkpoint> all = judge.judge(packet).checkpoints();
    return all.stream()
        .filter(it -> KEPT.contains(it.stand()) || it.stand() == Stand.ORIGIN)
        .allMatch(Checkpoint::passes);
  }

  private static boolean allows(Judge judge, Packet packet) {
    return judge.allows(packet.source(), packet.destination(), packet.content());
  }

  @Test
  void lookingAtAConnectionMakesNothing() {
    Worlds worlds = new Worlds(11);
    Envelope envelope = worlds.envelope();
    Judge judge = Judge.of(envelope);
    List<Packet> packets = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      packets.add(worlds.packet(envelope));
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    UnaryOperator<Integer> round =
        seen -> {
          int all = seen;
          for (int i = 0; i < packets.size(); i++) {
            all += allows(judge, packets.get(i)) ? 1 : 0;
          }
          return all;
        };
    int allowed = 0;
    for (int i = 0; i < 50; i++) {
      allowed = round.apply(allowed);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 50; i++) {
      allowed = round.apply(allowed);
    }
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / (50L * packets.size());

    assertThat(allowed).isPositive();
    assertThat(each).as("bytes for each").isLessThan(16);
  }

  /// A connection whose end is gone, or whose floating IP is, is not kept.
  @Test
  void connectionsWithoutAnEndAreCut() {
    Scene scene = new Scene().floating(5);
    Content content = Scene.POSTGRES;
    Judge all = scene.judge();
    assertThat(all.allows(Scene.WEB, Scene.DB, content)).isTrue();
    assertThat(all.allows(Scene.WEB, Scene.OUTSIDE, content)).isTrue();
    assertThat(all.allows(Scene.OUTSIDE, Scene.FLOATING, content)).isTrue();

    scene.places.remove(7);
    scene.put(Scene.place(5, "front", "web", Scene.WEB));
    Judge some = scene.judge();
    assertThat(some.allows(Scene.WEB, Scene.DB, content)).isFalse();
    assertThat(some.allows(Scene.DB, Scene.WEB, content)).isFalse();
    assertThat(some.allows(Scene.WEB, Scene.OUTSIDE, content)).isFalse();
    assertThat(some.allows(Scene.OUTSIDE, Scene.FLOATING, content)).isFalse();
    assertThat(some.allows(Scene.WEB, Scene.NEIGHBOUR, content)).isTrue();
  }
}
