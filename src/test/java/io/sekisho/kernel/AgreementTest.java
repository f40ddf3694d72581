package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.host.HostPlan;
import io.sekisho.nftables.GuestRules;
import io.sekisho.nftables.Listing;
import io.sekisho.policy.EnvelopeDice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the judge says of packets, against what the kernel does with them: envelopes of two VPCs
/// with the same addresses, thrown with dice and changed step by step, and packets of every kind.
///
/// `-Dsekisho.agree.packets=10000 -Dsekisho.agree.seed=7` for more of it, or other.
@Tag("root")
@ExtendWith(Root.class)
class AgreementTest {
  private static final int PACKETS = Integer.getInteger("sekisho.agree.packets", 2_000);
  private static final long SEED = Long.getLong("sekisho.agree.seed", 20_261_126L);
  private static final int MOST_PLACES = 8;
  private static final int FIRST_PACKETS = 30;
  private static final int ENOUGH = 5;

  private final Random dice = new Random(SEED);
  private final List<String> disagreements = new ArrayList<>();
  private final Map<String, Integer> fates = new TreeMap<>();
  private Lab lab;
  private Wires wires;
  private int number;
  private int revision;

  @BeforeEach
  void plugIn() {
    lab = new Lab();
    List<Side> all = IntStream.of(1, 2).mapToObj(AgreementTest::everyPort).toList();
    enforce(all);
    wires = new Wires(lab, all);
  }

  @AfterEach
  void close() throws IOException {
    lab.close();
    wires.close();
  }

  private static int firstMark(int vpc) {
    return vpc * 10 + 1;
  }

  /// A VPC in which nothing passes.
  private static Side everyPort(int vpc) {
    String places =
        IntStream.range(firstMark(vpc), firstMark(vpc) + MOST_PLACES)
            .mapToObj(mark -> "place %d s0 - 10.0.0.%d\n".formatted(mark, mark))
            .collect(Collectors.joining());
    return Side.of(vpc, places + "segment s0 - 10.0.0.0/24\n", 0);
  }

  @Test
  void kernelAndJudgeSayTheSameOfEveryPacket() throws Exception {
    List<Side> sides = List.of();
    while (number < PACKETS && disagreements.size() < ENOUGH) {
      List<Side> before = sides;
      sides = next(before);
      enforce(sides);
      Volley volley = new Volley(lab, wires, dice, number);
      volley.goOn(before, sides, FIRST_PACKETS / 2);
      sides.forEach(it -> Wires.forget(it.vpc()));
      if (revision % 4 == 0) {
        sides.forEach(this::expectWholeRuleset);
      }
      volley.fire(sides, FIRST_PACKETS);
      number = volley.last();
      volley.fates().forEach((fate, count) -> fates.merge(fate, count, Integer::sum));
      disagreements.addAll(volley.disagreements());
    }

    System.out.println("%d packets, seed %d: %s".formatted(number, SEED, fates));
    assertThat(disagreements).as("seed %d, %d packets", SEED, number).isEmpty();
    assertThat(fates.getOrDefault("passes", 0)).isBetween(number / 3, number * 2 / 3);
    assertThat(fates.keySet())
        .contains("ORIGIN", "GROUPS_OUT", "ACL_OUT", "ROUTE", "ACL_IN", "GROUPS_IN")
        .contains("went on", "was cut");
  }

  /// Other envelopes, or the same ones with a few changes.
  private List<Side> next(List<Side> sides) {
    revision++;
    return IntStream.of(1, 2)
        .mapToObj(
            vpc -> {
              boolean fresh = sides.isEmpty() || dice.nextInt(4) == 0;
              return Side.of(
                  vpc,
                  fresh
                      ? EnvelopeDice.text(dice, firstMark(vpc))
                      : changed(sides.get(vpc - 1).text()),
                  dice.nextInt(3));
            })
        .toList();
  }

  private String changed(String text) {
    return IntStream.range(0, 1 << dice.nextInt(4))
        .boxed()
        .reduce(text, (it, _) -> EnvelopeDice.changed(dice, it), (_, it) -> it);
  }

  private void enforce(List<Side> sides) {
    lab.network.enforce(new HostPlan(sides.stream().map(Side::plan).toList(), Map.of()));
  }

  /// What change by change has led to is what loading all of it at once leads to.
  private void expectWholeRuleset(Side side) {
    String list = "nft -j list ruleset";
    String whole = GuestRules.compile(side.ports(), side.envelope()).text();
    String incremental =
        lab.network.inside(Lab.namespace(side.vpc()), () -> lab.commands.run(list.split(" ")));
    String atOnce = lab.commands.feed(whole, "unshare", "--net", "sh", "-c", "nft -f - && " + list);
    assertThat(Listing.canonical(incremental))
        .as("seed %d, revision %d%n%s", SEED, revision, side.text())
        .isEqualTo(Listing.canonical(atOnce));
  }
}
