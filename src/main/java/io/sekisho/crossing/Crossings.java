package io.sekisho.crossing;

import io.sekisho.address.Ip;
import io.sekisho.control.Edition;
import io.sekisho.control.Initiator;
import io.sekisho.control.Ledger;
import io.sekisho.estate.Permits;
import io.sekisho.estate.Refusal;
import io.sekisho.explanation.PacketExplanation;
import io.sekisho.explanation.PacketExplanation.Question;
import io.sekisho.explanation.PacketExplanation.Step;
import io.sekisho.iam.AccountId;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.Envelopes;
import io.sekisho.policy.Inhabitants;
import io.sekisho.policy.Judge;
import io.sekisho.policy.Packet;
import io.sekisho.policy.Packet.Content;
import io.sekisho.policy.Place;
import io.sekisho.policy.Verdict;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Answers what becomes of a packet, checkpoint by checkpoint.
public final class Crossings {
  private static final String FROM = "from";
  private static final String TO = "to";

  /// What `internet` stands for: the first of these that is outside (RFC 5737, RFC 3849).
  private static final List<Ip> SOMEWHERE =
      List.of(
          Ip.parse("198.51.100.1"),
          Ip.parse("203.0.113.1"),
          Ip.parse("192.0.2.1"),
          Ip.parse("2001:db8::1"));

  private final Ledger ledger;
  private final Permits permits;

  public Crossings(Ledger ledger, Permits permits) {
    this.ledger = ledger;
    this.permits = permits;
  }

  /// Who asks has to be allowed to read the servers at both ends.
  public Outcome<PacketExplanation> ask(Question question, Initiator by) {
    Edition now = ledger.edition();
    return Ends.account(now, question.account(), by)
        .then(account -> ask(now, question, account, by));
  }

  private Outcome<PacketExplanation> ask(
      Edition now, Question question, Optional<AccountId> account, Initiator by) {
    try {
      Ends ends = new Ends(now, permits, by, account);
      End from = ends.find(question.from(), FROM);
      End to = ends.find(question.to(), TO);
      return Outcome.of(new Crossing(now, ends, inside(from, to)).explain(question, from, to));
    } catch (Refusal refusal) {
      return Outcome.refuse(refusal.problem());
    }
  }

  /// One in the VPC that both are in, or one of them.
  private static End.Inside inside(End from, End to) {
    if (from instanceof End.Inside one && to instanceof End.Inside other) {
      if (!one.subject().vpc().id().equals(other.subject().vpc().id())) {
        throw Refusal.invalid(
            TO,
            "%s is in VPC %s, and %s in VPC %s: they reach each other over the internet alone. Give a floating IP."
                .formatted(one.name(), one.vpc(), other.name(), other.vpc()));
      }
      return one;
    }
    if (from instanceof End.Inside one) {
      return one;
    }
    if (to instanceof End.Inside other) {
      return other;
    }
    throw Refusal.invalid(
        FROM,
        "Name an instance or bare metal server at one end: an address may be in several VPCs.");
  }

  /// One VPC, in which a packet is on its way.
  private static final class Crossing {
    private final Edition now;
    private final Ends ends;
    private final End.Inside one;
    private final Envelope envelope;
    private final Judge judge;
    private final Map<Integer, String> names = new HashMap<>();

    /// @param one in it
    Crossing(Edition now, Ends ends, End.Inside one) {
      this.now = now;
      this.ends = ends;
      this.one = one;
      Inhabitants inhabitants = Inhabitants.of(now.snapshot(), one.subject().vpc().id());
      this.envelope = Envelopes.of(now.contents(), inhabitants);
      this.judge = Judge.of(envelope);
      for (Subject subject : inhabitants.subjects()) {
        for (NetworkInterface nic : subject.compute().interfaces()) {
          names.put(nic.mark(), new End.Inside(subject, nic, Optional.empty()).name());
        }
      }
    }

    PacketExplanation explain(Question question, End first, End last) {
      End from = known(first);
      End to = known(last);
      boolean v6 = isV6(from) || isV6(to);
      Packet packet = packet(from, to, Header.read(question, v6), v6);
      Verdict verdict = judge.judge(packet);
      boolean inwards = packet.sender().isEmpty();
      Steps steps = new Steps(now.contents(), one.vpc(), names);
      List<Step> path = steps.of(verdict.checkpoints(), inwards);
      boolean back = judge.answer(packet).stream().anyMatch(it -> it.sender().isEmpty());
      List<Step> answer = steps.of(verdict.answer().orElse(List.of()), back);
      Content it = packet.content();
      boolean ports = Header.hasPorts(it.protocol());
      boolean icmp = Header.isIcmp(it.protocol());
      return new PacketExplanation(
          verdict.passes(),
          reason(verdict, path, answer),
          told(from, packet.source()),
          told(to, packet.destination()),
          one.subject().account().name(),
          one.subject().vpc().name(),
          Header.word(it),
          some(ports, it.first()),
          some(ports, it.second()),
          some(icmp, it.first()),
          some(icmp, it.second()),
          path,
          verdict.answer().map(_ -> verdict.answered()),
          answer);
    }

    /// An address that an interface has, is that interface.
    private End known(End end) {
      return end instanceof End.Address(Ip ip)
          ? ends.at(one.subject().vpc().id(), ip).<End>map(it -> it).orElse(end)
          : end;
    }

    private static boolean isV6(End end) {
      return switch (end) {
        case End.Address(Ip ip) -> ip.v6();
        case End.Inside it -> it.address().filter(Ip::v6).isPresent();
        case End.Internet() -> false;
      };
    }

    private Packet packet(End from, End to, Content content, boolean v6) {
      return switch (from) {
        case End.Inside it ->
            Packet.from(it.nic().mark(), own(it, v6, FROM), destination(to, v6), content);
        case End.Address(Ip ip) -> {
          if (!judge.isOutside(ip)) {
            throw Refusal.invalid(
                FROM,
                "No interface of VPC %s has %s, and it is not outside.".formatted(one.vpc(), ip));
          }
          yield Packet.fromOutside(ip, entrance(to, v6), content);
        }
        case End.Internet() -> Packet.fromOutside(somewhere(v6, FROM), entrance(to, v6), content);
      };
    }

    private static Ip own(End.Inside it, boolean v6, String field) {
      return it.address()
          .or(() -> it.nic().addresses().stream().filter(ip -> ip.v6() == v6).findFirst())
          .filter(ip -> ip.v6() == v6)
          .orElseThrow(
              () ->
                  Refusal.invalid(
                      field, "%s has no IPv%d address.".formatted(it.name(), v6 ? 6 : 4)));
    }

    private Ip destination(End to, boolean v6) {
      return switch (to) {
        case End.Inside it -> own(it, v6, TO);
        case End.Address(Ip ip) -> ip;
        case End.Internet() -> somewhere(v6, TO);
      };
    }

    private Ip somewhere(boolean v6, String field) {
      return SOMEWHERE.stream()
          .filter(it -> it.v6() == v6 && judge.isOutside(it))
          .findFirst()
          .orElseThrow(() -> Refusal.invalid(field, "Give an address in place of internet."));
    }

    /// To what something outside sends that is for an end: to its floating IP; or else to its own
    /// address, to see that nothing gets in and what would be asked if it did.
    private Ip entrance(End to, boolean v6) {
      if (!(to instanceof End.Inside it)) {
        return destination(to, v6);
      }
      Optional<Place> place =
          envelope.places().stream().filter(each -> each.mark() == it.nic().mark()).findFirst();
      return place
          .flatMap(Place::floatingIp)
          .filter(ip -> ip.v6() == v6)
          .orElseGet(() -> own(it, v6, TO));
    }

    private static PacketExplanation.End told(End end, Ip address) {
      return switch (end) {
        case End.Inside it ->
            new PacketExplanation.End(it.name(), Optional.of(it.nic().id()), address.toString());
        case End.Address _ -> new PacketExplanation.End("", Optional.empty(), address.toString());
        case End.Internet() ->
            new PacketExplanation.End("internet", Optional.empty(), address.toString());
      };
    }

    private static String reason(Verdict verdict, List<Step> path, List<Step> answer) {
      if (!verdict.passes()) {
        return "It does not pass: " + refusal(path) + ".";
      }
      if (verdict.answer().isEmpty()) {
        return "It passes.";
      }
      return verdict.answered()
          ? "It passes, and so does what answers it."
          : "It passes, but what answers it does not: " + refusal(answer) + ".";
    }

    private static String refusal(List<Step> steps) {
      return steps.stream().filter(it -> !it.passes()).findFirst().map(Step::reason).orElse("");
    }

    private static Optional<Integer> some(boolean has, int value) {
      return has ? Optional.of(value) : Optional.empty();
    }
  }
}
