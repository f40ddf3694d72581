package io.sekisho.station;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.fleet.Claimed;
import io.sekisho.plug.Guests;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.wire.Attachment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class HostGuestsTest {
  private static final String MAC = "02:00:00:00:00:01";
  private static final Problem NO = Problem.of(Code.UNAUTHORIZED, "It may not.");

  private final List<Attachment> here = new CopyOnWriteArrayList<>();
  private final List<String> done = new CopyOnWriteArrayList<>();
  private Outcome<Claimed> may = Outcome.of(new Claimed("1", true));
  private List<Attachment> comes = List.of();

  private final HostGuests guests =
      new HostGuests(
          () -> here,
          new HostGuests.Fleet() {
            @Override
            public Outcome<Claimed> take(String guest, Optional<String> nic) {
              done.add("take " + guest + nic.map(it -> " with " + it).orElse(""));
              here.addAll(comes);
              return may;
            }

            @Override
            public Supplier<Outcome<Boolean>> releasing(String compute) {
              return () -> {
                done.add("release " + compute);
                return Outcome.of(true);
              };
            }
          });

  @Test
  void takesAGuestThatIsNotHereAndAnswersWhenItIs() {
    comes = List.of(place("acme", "web-1", "1", "tap1"), place("acme", "web-1", "1", "tap2"));
    assertThat(plug("acme/web-1", MAC)).isEqualTo(Outcome.of(new Guests.Here(comes, true)));
    assertThat(done).containsExactly("take acme/web-1 with " + MAC);
  }

  @Test
  void takesNobodyForAnInterfaceThatItHasNot() {
    here.add(place("acme", "web-1", "1", "tap1"));
    assertThat(plug("web-1", "02:00:00:00:00:99")).isInstanceOf(Outcome.Refused.class);
    assertThat(done).isEmpty();
    assertThat(plug("web-1", "eth0")).isInstanceOf(Outcome.Granted.class);
  }

  @Test
  void asksForOneThatIsHereTooForAnotherHostMayHaveIt() {
    here.add(place("acme", "web-1", "1", "tap1"));
    may = Outcome.of(new Claimed("1", false));
    // It was here before: whoever saw to that sees to its end.
    assertThat(plug("web-1")).isEqualTo(Outcome.of(new Guests.Here(List.copyOf(here), false)));
    assertThat(done).containsExactly("take web-1");
  }

  @Test
  void servesWhoAnOperatorPlacedHereWhereItMayTakeNobody() {
    may = Outcome.refuse(NO);
    here.add(place("acme", "web-1", "1", "tap1"));
    assertThat(devices(plug("1").map(Guests.Here::places))).containsExactly("tap1");
  }

  @Test
  void saysWhyNotWhereItMayNot() {
    may = Outcome.refuse(NO);
    assertThat(plug("web-1")).isEqualTo(Outcome.refuse(NO));
    assertThat(done).containsExactly("take web-1");
  }

  @Test
  void wantsToKnowWhichOfTwoOfOneName() {
    here.add(place("acme", "web-1", "1", "tap1"));
    here.add(place("beta", "web-1", "2", "tap2"));
    assertThat(guests.find("web-1"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            it -> assertThat(it.problem().message()).contains("acme/web-1, beta/web-1"));
    assertThat(devices(guests.find("beta/web-1"))).containsExactly("tap2");
    assertThat(devices(guests.find("other"))).isEmpty();
  }

  @Test
  void givesUpWhoWasUnpluggedAndNobodyElse() {
    here.add(place("acme", "web-1", "1", "tap1"));
    assertThat(guests.unplugged("web-1")).isEqualTo(Outcome.of(true));
    assertThat(guests.unplugged("other")).isEqualTo(Outcome.of(false));
    assertThat(done).containsExactly("release 1");
  }

  @Test
  void givesUpAGuestWithTheLastOfItsEndsThatGoes() throws Exception {
    here.add(place("acme", "web-1", "1", "tap1"));
    here.add(place("acme", "web-1", "1", "tap2"));
    guests.left("1", "tap1");
    guests.left("1", "tap1");
    // It was started anew.
    plug("web-1");
    guests.left("1", "tap2");
    assertThat(done).containsExactly("take web-1");
    guests.left("1", "tap1");
    for (int i = 0; i < 500 && !done.contains("release 1"); i++) {
      Thread.sleep(10);
    }
    assertThat(done).contains("release 1");
  }

  private Outcome<Guests.Here> plug(String guest) {
    return guests.plug(guest, Optional.empty());
  }

  private Outcome<Guests.Here> plug(String guest, String nic) {
    return guests.plug(guest, Optional.of(nic));
  }

  private static List<String> devices(Outcome<List<Attachment>> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Granted.class);
    return ((Outcome.Granted<List<Attachment>>) outcome)
        .value().stream().map(Attachment::device).toList();
  }

  private static Attachment place(String account, String name, String id, String device) {
    return new Attachment(
        account,
        name,
        id,
        "prod",
        "front",
        "eth0",
        1,
        "sekisho-vpc-1",
        device,
        MAC,
        List.of("10.0.0.4"),
        "10.0.0.1",
        24,
        "http",
        1);
  }
}
