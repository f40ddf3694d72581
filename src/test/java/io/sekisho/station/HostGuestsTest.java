package io.sekisho.station;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.wire.Attachment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class HostGuestsTest {
  private static final Problem NO = Problem.of(Code.UNAUTHORIZED, "It may not.");

  private final List<Attachment> here = new CopyOnWriteArrayList<>();
  private final List<String> done = new ArrayList<>();
  private Outcome<Boolean> may = Outcome.of(true);
  private List<Attachment> comes = List.of();

  private final HostGuests guests =
      new HostGuests(
          () -> here,
          new HostGuests.Fleet() {
            @Override
            public Outcome<Boolean> take(String guest) {
              done.add("take " + guest);
              here.addAll(comes);
              return may;
            }

            @Override
            public void took(String compute) {
              done.add("took " + compute);
            }

            @Override
            public Outcome<Boolean> release(String compute) {
              done.add("release " + compute);
              return Outcome.of(true);
            }
          });

  @Test
  void takesAGuestThatIsNotHereAndAnswersWhenItIs() {
    comes = List.of(place("acme", "web-1", "1", "tap1"), place("acme", "web-1", "1", "tap2"));
    assertThat(devices(guests.plug("acme/web-1"))).containsExactly("tap1", "tap2");
    assertThat(done).containsExactly("take acme/web-1", "took 1");
  }

  @Test
  void asksForOneThatIsHereTooForAnotherHostMayHaveIt() {
    here.add(place("acme", "web-1", "1", "tap1"));
    assertThat(devices(guests.plug("web-1"))).containsExactly("tap1");
    // It was here before: whoever saw to that sees to its end.
    assertThat(done).containsExactly("take web-1");
  }

  @Test
  void servesWhoAnOperatorPlacedHereWhereItMayTakeNobody() {
    may = Outcome.refuse(NO);
    here.add(place("acme", "web-1", "1", "tap1"));
    assertThat(devices(guests.plug("1"))).containsExactly("tap1");
  }

  @Test
  void saysWhyNotWhereItMayNot() {
    may = Outcome.refuse(NO);
    assertThat(guests.plug("web-1")).isEqualTo(Outcome.refuse(NO));
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
        "02:00:00:00:00:01",
        List.of("10.0.0.4"),
        "10.0.0.1",
        24,
        "http",
        1);
  }
}
