package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.policy.Packet.Stage;
import io.sekisho.policy.Traffic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What the kernel has seen begin in one VPC since it forgot all: says of a packet at which stage
/// it is.
final class Tracked {
  /// ICMP's types that ask, and what answers.
  private static final Map<Integer, Integer> ASKS =
      Map.of(8, 0, 13, 14, 15, 16, 17, 18, 128, 129, 139, 140);

  private final Map<Way, Flow> flows = new LinkedHashMap<>();

  /// What packets of one direction of a flow have in common.
  private record Way(Ip source, Ip destination, int protocol, int first, int second, int id) {
    static Way of(Shot shot) {
      Ip source = shot.packet().source();
      Ip destination = shot.packet().destination();
      int protocol = shot.content().protocol();
      int first = shot.content().first();
      int second = shot.content().second();
      return switch (protocol) {
        case Traffic.ICMP, Traffic.ICMPV6 ->
            new Way(source, destination, protocol, first, second, shot.flow() & 0xffff);
        case Shot.SCTP -> {
          boolean answers = shot.step() == 1;
          int mine = answers ? 2905 : shot.beginner();
          yield new Way(source, destination, protocol, mine, answers ? shot.beginner() : 2905, 0);
        }
        default -> new Way(source, destination, protocol, first, second, 0);
      };
    }

    Way back() {
      boolean icmp = protocol == Traffic.ICMP || protocol == Traffic.ICMPV6;
      return new Way(
          /* source= */ destination,
          /* destination= */ source,
          protocol,
          icmp ? ASKS.getOrDefault(first, -1) : second,
          icmp ? second : first,
          id);
    }
  }

  private static final class Flow {
    private final Shot shot;
    private final Way began;
    private boolean answered;

    Flow(Shot shot) {
      this.shot = shot;
      this.began = Way.of(shot);
    }
  }

  /// Whether anything is known of it.
  boolean knows(Shot shot) {
    return flows.containsKey(Way.of(shot));
  }

  Stage stage(Shot shot) {
    if (about(shot).isPresent()) {
      return isForeign(shot) ? Stage.BEGINS : Stage.CONTINUES;
    }
    Flow flow = flows.get(Way.of(shot));
    boolean belongs = flow != null && (flow.answered || isAnswer(shot, flow));
    if (belongs) {
      return Stage.CONTINUES;
    }
    return shot.content().protocol() != Traffic.TCP || begins(shot) ? Stage.BEGINS : Stage.STRAYS;
  }

  /// What somebody sends to itself may be both.
  private static boolean isAnswer(Shot shot, Flow flow) {
    return flow.began.back().equals(Way.of(shot));
  }

  /// Whether it reports an error of a flow and comes from neither of its ends.
  boolean isForeign(Shot shot) {
    Ip source = shot.packet().source();
    return about(shot)
        .filter(it -> !it.began.source.equals(source) && !it.began.destination.equals(source))
        .isPresent();
  }

  private Optional<Flow> about(Shot shot) {
    return shot.quoted().flatMap(it -> Optional.ofNullable(flows.get(Way.of(it))));
  }

  /// It has come in from whom it says. The kernel takes note of an answer before anything can
  /// refuse it, and of something new only if nothing does.
  void seen(Shot shot, boolean passed) {
    Way way = Way.of(shot);
    Flow flow = flows.get(way);
    if (flow != null) {
      flow.answered |= isAnswer(shot, flow);
    } else if (passed && isFollowed(shot)) {
      put(new Flow(shot));
    }
  }

  private void put(Flow flow) {
    flows.put(flow.began, flow);
    flows.put(flow.began.back(), flow);
  }

  /// The packets that began something.
  List<Shot> begun() {
    return flows.values().stream().map(it -> it.shot).distinct().toList();
  }

  /// What is left when the others are cut.
  Tracked only(Predicate<Shot> kept) {
    Tracked left = new Tracked();
    flows.values().stream().filter(it -> kept.test(it.shot)).forEach(left::put);
    return left;
  }

  private static boolean begins(Shot shot) {
    return (shot.flags() & (Shot.FIN | Shot.SYN | Shot.RST | Shot.ACK)) == Shot.SYN;
  }

  /// Whether the kernel takes it for the first packet of something; with TCP also one that comes in
  /// the middle.
  private static boolean isFollowed(Shot shot) {
    int type = shot.content().first();
    return switch (shot.content().protocol()) {
      case Traffic.TCP ->
          begins(shot) || (shot.flags() & (Shot.FIN | Shot.SYN | Shot.RST | Shot.ACK)) == Shot.ACK;
      case Traffic.ICMP -> !shot.v6() && type < 128 && ASKS.containsKey(type);
      case Traffic.ICMPV6 -> shot.v6() && type >= 128 && ASKS.containsKey(type);
      case Shot.SCTP -> shot.step() == 0;
      default -> true;
    };
  }
}
