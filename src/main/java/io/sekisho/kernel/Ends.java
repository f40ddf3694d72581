package io.sekisho.kernel;

import io.sekisho.host.Names;
import io.sekisho.linux.NetworkNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The host's ends of guests' interfaces, as those make, move and remove them who plug guests in,
/// beside the process that enforces: what is put in its place here, the patrol configures.
///
/// Each end carries a note of whose it is, so that it is found when nobody serves the guest any
/// more.
public record Ends(Commands commands) {
  private static final JsonMapper JSON = new JsonMapper();

  /// A device.
  ///
  /// @param kind as the kernel calls it: `tun` is a tap, `veth` the end of a pair; empty if it is
  ///   hardware
  /// @param mtu in bytes
  /// @param master the bridge or bond that it is a port of
  /// @param note what was written on it; empty if nothing was
  public record Device(String name, String kind, int mtu, Optional<String> master, String note) {
    /// Whether all that its guest says comes in there, where the kernel's rules look: a macvtap
    /// shares its place with others, and hardware may be had in part.
    public boolean isGuests() {
      return Capture.KINDS.contains(kind);
    }
  }

  /// Where an end is.
  public record Place(String namespace, Device device) {}

  /// A device in the namespace of this process.
  public Optional<Device> here(String device) {
    return look("ip", "-d", "-j", "link", "show", "dev", device).stream().findFirst();
  }

  /// A device in a named namespace.
  public Optional<Device> in(String namespace, String device) {
    return look("ip", "-n", namespace, "-d", "-j", "link", "show", "dev", device).stream()
        .findFirst();
  }

  /// Makes a tap for a virtual machine; it stays when no machine has it open.
  public void make(String namespace, String tap) {
    commands.run("ip", "-n", namespace, "tuntap", "add", "dev", tap, "mode", "tap");
  }

  /// Lets a device of the namespace of this process hear what is sent through it.
  public void open(String device) {
    commands.run("ip", "link", "set", "dev", device, "up");
  }

  /// Moves a device from the namespace of this process to its place.
  public void move(String device, String namespace, String tap) {
    commands.run("ip", "link", "set", "dev", device, "down");
    commands.run("ip", "link", "set", "dev", device, "netns", namespace, "name", tap);
  }

  /// Writes on an end whose it is.
  ///
  /// @param note up to 255 characters
  public void note(String namespace, String tap, String note) {
    commands.run("ip", "-n", namespace, "link", "set", "dev", tap, "alias", note);
  }

  /// Removes an end, if it is there.
  public void remove(String namespace, String tap) {
    if (in(namespace, tap).isPresent()) {
      commands.run("ip", "-n", namespace, "link", "del", "dev", tap);
    }
  }

  /// Whether the patrol has done with an end what is to be done: the last it gives it is fe80::1.
  public boolean isWired(String namespace, String tap) {
    return NetworkNamespace.find(namespace)
        .map(it -> it.inside(Links::read).routers().contains(tap))
        .orElse(false);
  }

  /// The ends of a Sekisho's guests, as far as they carry such a note.
  public List<Place> noted(Names names, Predicate<String> note) {
    List<Place> found = new ArrayList<>();
    for (String namespace : new Namespaces(names, commands).ofVpcs().keySet()) {
      look("ip", "-n", namespace, "-d", "-j", "link", "show").stream()
          .filter(device -> note.test(device.note()))
          .forEach(device -> found.add(new Place(namespace, device)));
    }
    return found;
  }

  /// Nothing if there is no such device, or no such namespace.
  private List<Device> look(String... argv) {
    try {
      List<Device> found = new ArrayList<>();
      for (JsonNode link : JSON.readTree(commands.run(argv))) {
        if (link.has("ifname")) {
          found.add(device(link));
        }
      }
      return found;
    } catch (Commands.Failed absent) {
      return List.of();
    }
  }

  private static Device device(JsonNode link) {
    return new Device(
        link.path("ifname").asString(),
        link.path("linkinfo").path("info_kind").asString(""),
        link.path("mtu").asInt(),
        Optional.of(link.path("master").asString("")).filter(it -> !it.isEmpty()),
        link.path("ifalias").asString(""));
  }
}
