package io.sekisho.plug;

import io.sekisho.client.Failure;
import io.sekisho.host.Names;
import io.sekisho.kernel.Capture;
import io.sekisho.kernel.Commands;
import io.sekisho.kernel.Ends;
import io.sekisho.kernel.Ends.Device;
import io.sekisho.kernel.Ends.Place;
import io.sekisho.wire.Attachment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Plugs guests of this host in, and out. Done twice, it is as if it was done once.
final class Plug {
  /// The patrol comes by twice a second.
  private static final Duration WIRING = Duration.ofSeconds(5);

  private static final Duration LOOKING = Duration.ofMillis(20);

  private final Names names;
  private final Caller caller;
  private final Ends ends;

  Plug(Names names, Caller caller, Commands commands) {
    this.names = names;
    this.caller = caller;
    this.ends = new Ends(commands);
  }

  /// What is to be plugged in.
  ///
  /// @param nic which of the guest's interfaces, by its name or MAC address; all, if none is named
  /// @param device what becomes the host's end; without it, a tap is made
  /// @param bridged whether the device stays where it is, and only what it asks is served
  record Wish(String guest, Optional<String> nic, Optional<String> device, boolean bridged) {
    Wish {
      device.ifPresent(Wish::expectDevice);
    }

    private static void expectDevice(String name) {
      if (!name.matches("[^\\s/:-][^\\s/:]{0,14}")) {
        throw new Failure("--device: \"" + name + "\" is no device's name.");
      }
    }
  }

  /// Waits until the guest runs here.
  ///
  /// @throws Failure if that is not to be
  void await(Wish wish) {
    for (String device : wish.device.stream().toList()) {
      expectFree(device, wish);
      if (ends.here(device).isPresent()) {
        ends.open(device);
        new FirstPacket(device).await();
      }
    }
  }

  /// @throws Failure if it can't be
  List<Plugged> in(Wish wish) {
    wish.device.ifPresent(name -> expectFree(name, wish));
    Reply.Places here = caller.ask(new Request.Plug(wish.guest, wish.nic));
    try {
      List<Attachment> places = chosen(here.places(), wish);
      places.forEach(place -> put(place, wish));
      return places.stream().map(place -> wired(place, wish)).toList();
    } catch (Failure e) {
      giveBack(here);
      throw e;
    } catch (RuntimeException e) {
      giveBack(here);
      throw new Failure("%s can't be plugged in: %s".formatted(wish.guest, e.getMessage()), e);
    }
  }

  /// @param device what was plugged in: nothing else goes, and the guest is given up with its last
  ///   end; empty if all of it goes
  /// @return the ends that were there, each with its namespace
  /// @throws Failure if it is not known which guest is meant
  List<Place> out(String guest, Optional<String> device) {
    try {
      return remove(guest, device);
    } catch (Failure e) {
      throw e;
    } catch (RuntimeException e) {
      throw new Failure("%s can't be unplugged: %s".formatted(guest, e.getMessage()), e);
    }
  }

  private List<Place> remove(String guest, Optional<String> device) {
    List<Place> all = new ArrayList<>(noted(guest));
    Optional<Failure> unanswered = Optional.empty();
    try {
      for (Attachment place : caller.ask(new Request.Find(guest)).places()) {
        if (device.isEmpty()) {
          Capture.end(names.prefix(), place.device());
        }
        ends.in(place.networkNamespace(), place.device())
            .map(end -> new Place(place.networkNamespace(), end))
            .filter(it -> all.stream().noneMatch(other -> same(it, other)))
            .ifPresent(all::add);
      }
    } catch (Failure e) {
      unanswered = Optional.of(e);
    }
    List<Place> there =
        all.stream().filter(it -> device.stream().allMatch(name -> isOf(it, name))).toList();
    there.forEach(place -> Capture.end(names.prefix(), place.device().name()));
    there.forEach(place -> ends.remove(place.namespace(), place.device().name()));
    if (unanswered.isPresent()) {
      throw unanswered.get();
    }
    if (device.isEmpty() || (!there.isEmpty() && there.size() == all.size())) {
      caller.ask(new Request.Unplugged(guest));
    }
    return there;
  }

  /// Whether an end is this device, or was made for it. The patrol, which may have made the end of
  /// a captured one anew, writes no note.
  private boolean isOf(Place end, String device) {
    String tap = end.device().name();
    Optional<String> noted = Note.parse(end.device().note()).flatMap(Note::from);
    return noted.or(() -> Capture.captured(names.prefix(), tap)).equals(Optional.of(device));
  }

  private static boolean same(Place one, Place other) {
    return one.namespace().equals(other.namespace())
        && one.device().name().equals(other.device().name());
  }

  private List<Place> noted(String guest) {
    List<Place> there =
        ends.noted(names, text -> Note.parse(text).filter(it -> it.isOf(guest)).isPresent());
    List<String> guests =
        there.stream()
            .flatMap(place -> Note.parse(place.device().note()).stream())
            .map(Note::guest)
            .distinct()
            .toList();
    if (guests.size() > 1) {
      throw new Failure(
          "Several guests here are named %s: say which, as one of %s."
              .formatted(guest, String.join(", ", guests)));
    }
    return there;
  }

  /// Before any guest is taken for it.
  private void expectFree(String name, Wish wish) {
    Optional<Device> device = ends.here(name);
    if (device.isEmpty() && !wasPluggedIn(name, wish.guest)) {
      throw new Failure("There is no device %s in this network namespace.".formatted(name));
    }
    if (device.filter(it -> !it.isGuests()).isPresent()) {
      throw new Failure(
          "%s is no tap and no end of a veth pair: nothing else can be a guest's.".formatted(name));
    }
    device
        .filter(_ -> !wish.bridged)
        .flatMap(Device::master)
        .ifPresent(
            bridge -> {
              throw new Failure(
                  "%s is a port of %s: take it off (ip link set dev %s nomaster), or leave it there and say --bridged."
                      .formatted(name, bridge, name));
            });
  }

  private boolean wasPluggedIn(String device, String guest) {
    return noted(guest).stream()
        .flatMap(place -> Note.parse(place.device().note()).stream())
        .anyMatch(note -> note.from().equals(Optional.of(device)));
  }

  private static List<Attachment> chosen(List<Attachment> all, Wish wish) {
    List<Attachment> places =
        all.stream()
            .filter(place -> wish.nic.stream().allMatch(nic -> isCalled(place, nic)))
            .toList();
    String known = String.join(", ", all.stream().map(Plug::words).toList());
    if (places.isEmpty()) {
      throw new Failure(
          "%s has no interface %s: it has %s."
              .formatted(wish.guest, wish.nic.orElse("at all"), known));
    }
    if (places.size() > 1 && wish.device.isPresent()) {
      throw new Failure(
          "%s has several interfaces: say with --interface which of %s %s is."
              .formatted(wish.guest, known, wish.device.get()));
    }
    return places;
  }

  private static boolean isCalled(Attachment place, String nic) {
    return place.networkInterface().equals(nic)
        || place.macAddress().equals(nic.toLowerCase(Locale.ROOT));
  }

  private static String words(Attachment place) {
    return place.networkInterface() + " (" + place.macAddress() + ")";
  }

  private void put(Attachment place, Wish wish) {
    String namespace = place.networkNamespace();
    String tap = place.device();
    Note note = Note.of(place, wish.device);
    Optional<Device> there = ends.in(namespace, tap);
    if (wish.device.isEmpty()) {
      if (there.isPresent()) {
        return;
      }
      ends.make(namespace, tap);
    } else if (wish.bridged) {
      capture(place, wish.device.get());
    } else if (ends.here(wish.device.get()).isPresent()) {
      // The same device made anew is what the guest has now.
      if (there.filter(it -> it.note().equals(note.toString())).isPresent()) {
        ends.remove(namespace, tap);
      } else {
        expectRoom(place, there);
      }
      ends.move(wish.device.get(), namespace, tap);
    } else {
      return;
    }
    ends.note(namespace, tap, note.toString());
  }

  /// A guest that was started anew may have another device on its bridge.
  private void capture(Attachment place, String device) {
    String namespace = place.networkNamespace();
    String tap = place.device();
    // What is captured already is replaced, and at no time let go of.
    if (Capture.captured(names.prefix(), tap).isEmpty()) {
      expectRoom(place, ends.in(namespace, tap));
    }
    Capture.begin(names.prefix(), namespace, tap, device);
  }

  private static void expectRoom(Attachment place, Optional<Device> there) {
    if (there.isPresent()) {
      throw new Failure(
          "%2$s/%3$s is plugged in already, as %1$s in %4$s: `sekisho unplug %2$s/%3$s` first."
              .formatted(
                  place.device(), place.account(), place.compute(), place.networkNamespace()));
    }
  }

  private Plugged wired(Attachment place, Wish wish) {
    String namespace = place.networkNamespace();
    String tap = place.device();
    long end = System.nanoTime() + WIRING.toNanos();
    while (!ends.isWired(namespace, tap)) {
      if (System.nanoTime() - end > 0) {
        throw new Failure(
            "%s is in its place, as %s in %s, and is not served: see the events of this host's Sekisho."
                .formatted(wish.guest, tap, namespace));
      }
      Pause.of(LOOKING);
    }
    return Plugged.of(place, ends.in(namespace, tap).map(Device::mtu).orElse(0));
  }

  /// A guest that was taken for this and could not be plugged in is nobody's here.
  private void giveBack(Reply.Places here) {
    here.places().stream()
        .map(Attachment::computeId)
        .findFirst()
        .filter(id -> here.taken() && noted(id).isEmpty())
        .ifPresent(id -> caller.ask(new Request.Unplugged(id)));
  }
}
