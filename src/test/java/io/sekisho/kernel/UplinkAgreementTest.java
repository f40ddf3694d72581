package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.address.Ip;
import io.sekisho.kernel.Lab.Answer;
import io.sekisho.policy.EnvelopeText;
import io.sekisho.policy.Judge;
import io.sekisho.policy.Packet;
import io.sekisho.policy.Packet.Content;
import io.sekisho.policy.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the judge says of packets that leave a VPC or come in, against what the kernel does.
@Tag("root")
@ExtendWith(Root.class)
class UplinkAgreementTest {
  private static final List<Integer> PORTS = List.of(22, 25, 80, 81);
  private static final int AT_ONCE = 24;
  private static final int ANY_PORT = 40_000;

  private final Lab lab = new Lab();
  private final Internet internet = new Internet(lab);

  @BeforeEach
  void begin() {
    internet.enforce(UplinkTest.WORLD);
    internet.begin(UplinkTest.FLOATING, UplinkTest.GATEWAY, "10.0.0.5", "192.0.2.5");
    internet.ip("addr add 10.0.0.99/32 dev lo", "addr add 192.0.2.9/32 dev lo");
    for (int i = 1; i <= Internet.GUESTS.size(); i++) {
      lab.attached(i, 1, Internet.GUESTS.get(i - 1));
    }
    internet.settle();
  }

  @AfterEach
  void end() throws IOException {
    lab.close();
  }

  /// Of each way that the first packet of a connection can take: a closed port answers, too.
  @Test
  void kernelAndJudgeSayTheSame() throws Exception {
    for (String world :
        List.of(
            UplinkTest.WORLD,
            UplinkTest.MOVED,
            UplinkTest.WORLD.replace("gateway=203.0.113.1", ""),
            UplinkTest.WORLD.replace("floating=203.0.113.5", "spoofing"))) {
      internet.enforce(world);
      Judge judge = Judge.of(EnvelopeText.read(world));
      List<Callable<String>> all = new ArrayList<>();
      PORTS.forEach(port -> all.addAll(fromGuests(judge, port)));
      PORTS.forEach(port -> all.addAll(fromOutside(judge, port)));
      assertThat(outcomes(all))
          .as(world)
          .contains("passed", "stopped")
          .isSubsetOf("passed", "stopped");
    }
  }

  private static List<Callable<String>> fromGuests(Judge judge, int port) {
    List<Callable<String>> all = new ArrayList<>();
    for (String to :
        List.of(Internet.ADDRESS, "10.9.9.9", "192.0.2.9", "10.0.0.5", "192.0.2.5", "10.0.0.7")) {
      for (String from : Internet.GUESTS) {
        int mark = Internet.GUESTS.indexOf(from) + 1;
        Content content = Content.tcp(ANY_PORT, port);
        if (!from.equals(to)) {
          Packet packet = Packet.from(mark, Ip.parse(from), Ip.parse(to), content);
          all.add(() -> outcome(judge, packet, Lab.NAMES.guest(mark)));
        }
      }
    }
    return all;
  }

  private static List<Callable<String>> fromOutside(Judge judge, int port) {
    List<Callable<String>> all = new ArrayList<>();
    for (String from : List.of(Internet.ADDRESS, "10.0.0.99", "192.0.2.9")) {
      for (String to : List.of(UplinkTest.FLOATING, UplinkTest.GATEWAY, "10.0.0.5", "192.0.2.5")) {
        Packet packet =
            Packet.fromOutside(Ip.parse(from), Ip.parse(to), Content.tcp(ANY_PORT, port));
        all.add(() -> outcome(judge, packet, Internet.NAME));
      }
    }
    return all;
  }

  private static String outcome(Judge judge, Packet packet, String namespace) {
    Verdict verdict = judge.judge(packet);
    Answer answer =
        Lab.connect(
            namespace,
            packet.source().toString(),
            packet.destination().toString(),
            packet.content().second());
    boolean passed = answer != Answer.SILENCE;
    if (passed != (verdict.passes() && verdict.answered())) {
      return packet + ": " + answer + ", but the judge says " + verdict;
    }
    return passed ? "passed" : "stopped";
  }

  private static List<String> outcomes(List<Callable<String>> all) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<String> outcomes = new ArrayList<>();
      for (Future<String> each : threads.invokeAll(all)) {
        outcomes.add(each.get());
      }
      return outcomes;
    }
  }
}
