package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.kernel.Shot.Shape;
import io.sekisho.policy.Packet;
import io.sekisho.policy.Packet.Content;
import io.sekisho.policy.Packet.Stage;
import io.sekisho.policy.Place;
import io.sekisho.policy.Traffic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// What comes after a packet, whether that one passed or not: an answer, an error, the same again.
record Sequel(RandomGenerator dice, Side side) {
  private static final Map<Integer, Integer> ANSWERS =
      Map.of(8, 0, 13, 14, 15, 16, 17, 18, 128, 129, 139, 140);
  private static final List<Integer> ERRORS = List.of(3, 11, 12);
  private static final int LAST_ERROR_V6 = 4;

  /// What whoever has its destination says to it.
  Optional<Shot> answer(Shot shot, int number) {
    Optional<Place> from = side.owner(shot.packet().destination());
    Optional<Content> content = answering(shot.content());
    return from.isEmpty() || content.isEmpty()
        ? Optional.empty()
        : Optional.of(
            back(
                shot,
                from.get(),
                shot.packet().destination(),
                content.get(),
                new Part(number, 1, Shot.SYN | Shot.ACK)));
  }

  /// An ICMP error about it, from whoever has its destination, or from somebody else.
  Optional<Shot> error(Shot shot, int number) {
    boolean foreign = dice.nextInt(4) == 0;
    List<Place> places = side.envelope().places();
    Optional<Place> from =
        foreign
            ? Optional.of(places.get(dice.nextInt(places.size())))
            : side.owner(shot.packet().destination());
    Optional<Ip> source =
        from.flatMap(
            it ->
                it.addresses().stream()
                    .filter(ip -> ip.v6() == shot.v6())
                    .filter(ip -> foreign || ip.equals(shot.packet().destination()))
                    .findFirst());
    if (source.isEmpty() || shot.quoted().isPresent()) {
      return Optional.empty();
    }
    Content content =
        shot.v6()
            ? Content.icmpv6(1 + dice.nextInt(LAST_ERROR_V6), 0)
            : Content.icmp(ERRORS.get(dice.nextInt(ERRORS.size())), dice.nextInt(2));
    Part part = new Part(number, 0, 0);
    Shot error = back(shot, from.orElseThrow(), source.get(), content, part);
    return Optional.of(
        new Shot(
            number, number, 0, error.card(), error.packet(), 0, Shape.PLAIN, Optional.of(shot)));
  }

  /// What its sender sends next.
  Shot next(Shot shot, int number) {
    boolean again = dice.nextInt(4) == 0;
    Packet packet = shot.packet();
    return new Shot(
        number,
        shot.flow(),
        again ? 0 : 2,
        side.card(packet.sender().orElseThrow()),
        packet,
        again ? shot.flags() : Shot.ACK,
        shot.shape(),
        Optional.empty());
  }

  private record Part(int number, int step, int flags) {}

  private Shot back(Shot shot, Place from, Ip source, Content content, Part part) {
    return new Shot(
        part.number,
        shot.flow(),
        part.step,
        side.card(from.mark()),
        new Packet(
            OptionalInt.of(from.mark()),
            source,
            shot.packet().source(),
            content,
            Stage.BEGINS,
            false),
        part.flags,
        Shape.PLAIN,
        Optional.empty());
  }

  private static Optional<Content> answering(Content it) {
    return switch (it.protocol()) {
      case Traffic.TCP, Traffic.UDP ->
          Optional.of(new Content(it.protocol(), it.second(), it.first()));
      case Traffic.ICMP, Traffic.ICMPV6 ->
          Optional.ofNullable(ANSWERS.get(it.first()))
              .map(type -> new Content(it.protocol(), type, it.second()));
      default -> Optional.of(it);
    };
  }
}
