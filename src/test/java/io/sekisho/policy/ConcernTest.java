package io.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.address.Ip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Of a change it is known whom it may have forbidden something.
class ConcernTest {
  private static final int WORLDS = 1_500;
  private static final int PACKETS = 60;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsNotTouchedIsAllowedAsBefore(long seed) {
    Worlds worlds = new Worlds(seed);
    int forbidden = 0;
    int spared = 0;
    for (int i = 0; i < WORLDS; i++) {
      Envelope before = worlds.envelope();
      Envelope now = changed(worlds, before);
      Judge was = Judge.of(before);
      Judge is = Judge.of(now);
      Concern concern = Concern.between(before, now);
      for (int j = 0; j < PACKETS; j++) {
        Packet packet = worlds.packet(before);
        boolean lost = allows(was, packet) && !allows(is, packet);
        boolean touched = !concern.none() && concern.touches(packet.source(), packet.destination());
        assertThat(lost && !touched).as("%s from %s to %s", packet, before, now).isFalse();
        forbidden += lost ? 1 : 0;
        spared += touched ? 0 : 1;
      }
    }
    assertThat(forbidden).isGreaterThan(300);
    assertThat(spared).isGreaterThan(WORLDS * PACKETS / 4);
  }

  private static boolean allows(Judge judge, Packet packet) {
    return judge.allows(packet.source(), packet.destination(), packet.content());
  }

  private static Envelope changed(Worlds worlds, Envelope all) {
    return switch (worlds.number(7)) {
      case 0, 1, 2 -> withGroups(all, replaced(worlds, all.groups(), it -> lessRules(worlds, it)));
      case 3 -> withGroups(all, without(worlds, all.groups()));
      case 4 -> withPlaces(all, without(worlds, all.places()));
      case 5 -> withPlaces(all, replaced(worlds, all.places(), it -> other(worlds, it)));
      default ->
          withPlaces(all, replaced(worlds, all.places(), it -> it.outside(Optional.empty())));
    };
  }

  private static Group lessRules(Worlds worlds, Group it) {
    return worlds.number(2) == 0
        ? new Group(it.id(), without(worlds, it.outbound()), it.inbound())
        : new Group(it.id(), it.outbound(), without(worlds, it.inbound()));
  }

  private static Place other(Worlds worlds, Place it) {
    List<Ip> addresses = worlds.number(2) == 0 ? List.of(Ip.parse("10.0.1.99")) : it.addresses();
    List<String> groups = it.groups().stream().skip(worlds.number(2)).toList();
    return new Place(
        it.mark(), addresses, it.segment(), groups, false, it.stateful(), it.floatingIp());
  }

  private static <T> List<T> replaced(Worlds worlds, List<T> all, Function<T, T> other) {
    List<T> some = new ArrayList<>(all);
    int at = worlds.number(all.size());
    some.set(at, other.apply(some.get(at)));
    return some;
  }

  private static <T> List<T> without(Worlds worlds, List<T> all) {
    List<T> some = new ArrayList<>(all);
    some.remove(worlds.number(all.size()));
    return some;
  }

  private static Envelope withGroups(Envelope in, List<Group> groups) {
    return new Envelope(in.places(), in.segments(), groups, in.acls());
  }

  private static Envelope withPlaces(Envelope in, List<Place> places) {
    return new Envelope(places, in.segments(), in.groups(), in.acls());
  }

  private static final String WORLD =
      """
      place 1 front web 10.0.0.5 floating=203.0.113.5
      place 2 front web 10.0.0.6
      place 3 front db 10.0.0.7
      segment front - 10.0.0.0/24
      group web
      in tcp/80 0.0.0.0/0
      group db
      in tcp/5432 web
      """;
  private static final Ip WEB = Ip.parse("10.0.0.5");
  private static final Ip OTHER = Ip.parse("10.0.0.6");
  private static final Ip DB = Ip.parse("10.0.0.7");
  private static final Ip OUTSIDE = Ip.parse("198.51.100.7");

  private static Concern after(String now) {
    return Concern.between(EnvelopeText.read(WORLD), EnvelopeText.read(now));
  }

  @Test
  void whatIsAddedConcernsNobody() {
    assertThat(after(WORLD + "in tcp/5433 web\nplace 4 front db 10.0.0.8\n").none()).isTrue();
    assertThat(after(WORLD).none()).isTrue();
  }

  @Test
  void aGroupsRuleThatGoesConcernsItsInterfaces() {
    Concern concern = after(WORLD.replace("in tcp/5432 web\n", ""));
    assertThat(concern.touches(WEB, DB)).isTrue();
    assertThat(concern.touches(DB, WEB)).isTrue();
    assertThat(concern.touches(WEB, OTHER)).isFalse();
    assertThat(concern.touches(WEB, OUTSIDE)).isFalse();
    // Whoever sent that as somebody else.
    assertThat(concern.touches(OUTSIDE, WEB)).isTrue();
  }

  @Test
  void whoLeavesAGroupIsConcernedAndNobodyElse() {
    Concern concern = after(WORLD.replace("place 2 front web", "place 2 front -"));
    assertThat(concern.touches(OTHER, DB)).isTrue();
    assertThat(concern.touches(WEB, DB)).isFalse();
  }

  @Test
  void anotherWayConcernsAll() {
    assertThat(after(WORLD.replace("10.0.0.0/24", "10.0.0.0/24 gateway=203.0.113.1")).all())
        .isTrue();
  }

  @Test
  void aFloatingIpThatGoesConcernsIt() {
    Concern concern = after(WORLD.replace(" floating=203.0.113.5", ""));
    assertThat(concern.touches(WEB, OUTSIDE)).isTrue();
    assertThat(concern.touches(OUTSIDE, Ip.parse("203.0.113.5"))).isTrue();
    assertThat(concern.touches(OTHER, DB)).isFalse();
  }

  @Test
  void whatWasOutsideAndIsAnInterfacesIsLookedAt() {
    Concern concern = after(WORLD + "place 4 front db 198.51.100.7\n");
    assertThat(concern.touches(WEB, OUTSIDE)).isTrue();
    assertThat(concern.touches(WEB, DB)).isFalse();
  }

  @Test
  void whatSomebodyMayHaveSentAsTheNewInterfaceIsLookedAt() {
    String spoofing =
        WORLD.replace("place 2 front web 10.0.0.6", "place 2 front web 10.0.0.6 spoofing");
    Concern concern =
        Concern.between(
            EnvelopeText.read(spoofing),
            EnvelopeText.read(spoofing + "place 4 front db 10.0.0.8\n"));
    assertThat(concern.touches(Ip.parse("10.0.0.8"), DB)).isTrue();
    assertThat(concern.touches(WEB, DB)).isFalse();
  }
}
