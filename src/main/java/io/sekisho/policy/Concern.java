package io.sekisho.policy;

import io.sekisho.address.Ip;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which flows a change may have forbidden: those with one of these ends, and those that an address
/// began that is no interface's, where there is any. Network ACLs apart, which look at each packet
/// anyway.
///
/// @param all whether it may be any
/// @param ends addresses of interfaces that may do less than before, inside and outside
/// @param owned those that are an interface's now
public record Concern(boolean all, Set<Ip> ends, Set<Ip> owned) {
  public static final Concern ALL = new Concern(true, Set.of(), Set.of());

  private static final Concern NONE = new Concern(false, Set.of(), Set.of());

  public static Concern between(Envelope before, Envelope now) {
    if (!ways(before).equals(ways(now))) {
      return ALL;
    }
    Map<Integer, Place> here = new HashMap<>();
    now.places().forEach(it -> here.put(it.mark(), it));
    Set<String> less = less(before.groups(), now.groups());
    Set<Ip> ends = new HashSet<>();
    boolean spoofing = false;
    for (Place place : before.places()) {
      Place is = here.get(place.mark());
      spoofing |= place.spoofing();
      if (!covers(is, place) || place.groups().stream().anyMatch(less::contains)) {
        addEnds(ends, place);
        Optional.ofNullable(is).ifPresent(it -> addEnds(ends, it));
      }
    }
    if (ends.isEmpty() && before.places().equals(now.places())) {
      return NONE;
    }
    Set<Ip> owned = Bindings.of(now).owners().keySet();
    addFresh(ends, before, owned, spoofing);
    return new Concern(false, ends, owned);
  }

  public boolean none() {
    return !all && ends.isEmpty();
  }

  /// Whether a flow with these ends may be forbidden. Makes nothing.
  public boolean touches(Ip source, Ip destination) {
    return all
        || ends.contains(source)
        || ends.contains(destination)
        || (!ends.isEmpty() && !owned.contains(source));
  }

  /// What a new interface has for its own, another may have sent from as somebody else; or it was
  /// outside, and so reached without asking the new one's groups.
  private static void addFresh(Set<Ip> ends, Envelope before, Set<Ip> owned, boolean spoofing) {
    Set<Ip> had = Bindings.of(before).owners().keySet();
    for (Ip ip : owned) {
      if (!had.contains(ip) && (spoofing || isElsewhere(before, ip))) {
        ends.add(ip);
      }
    }
  }

  private static boolean isElsewhere(Envelope envelope, Ip ip) {
    return envelope.segments().stream()
        .flatMap(it -> it.blocks().stream())
        .noneMatch(it -> it.contains(ip));
  }

  private static void addEnds(Set<Ip> ends, Place place) {
    ends.addAll(place.addresses());
    place.floatingIp().ifPresent(ends::add);
  }

  /// The segments without their ACLs.
  private static List<Segment> ways(Envelope envelope) {
    return envelope.segments().stream()
        .map(it -> new Segment(it.id(), it.blocks(), Optional.empty(), it.publicGateway()))
        .toList();
  }

  /// The groups that lost a rule, or are gone.
  private static Set<String> less(List<Group> before, List<Group> now) {
    Map<String, Group> rules = new HashMap<>();
    now.forEach(it -> rules.put(it.id(), it));
    Set<String> less = new HashSet<>();
    for (Group group : before) {
      if (!covers(rules.get(group.id()), group)) {
        less.add(group.id());
      }
    }
    return less;
  }

  private static boolean covers(@Nullable Place place, Place other) {
    if (place == null || place.equals(other)) {
      return place != null;
    }
    return place.addresses().equals(other.addresses())
        && place.segment().equals(other.segment())
        && place.floatingIp().equals(other.floatingIp())
        && (place.spoofing() || !other.spoofing())
        && place.groups().containsAll(other.groups());
  }

  private static boolean covers(@Nullable Group group, Group other) {
    if (group == null || group.equals(other)) {
      return group != null;
    }
    return new HashSet<>(group.outbound()).containsAll(other.outbound())
        && new HashSet<>(group.inbound()).containsAll(other.inbound());
  }
}
