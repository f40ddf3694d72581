package io.sekisho.kernel;

import io.sekisho.address.Mac;
import io.sekisho.host.Names;
import io.sekisho.linux.Device;
import io.sekisho.linux.NetworkNamespace;
import io.sekisho.nftables.CaptureRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Leads a guest that stays on somebody else's bridge to the metadata service, and nowhere else.
///
/// The guest's device stays where it is. What it says to the service's addresses, and only that,
/// goes through a pair of devices of ours to the VPC's namespace, as if the guest were plugged in
/// there; what comes from there goes to that guest alone. Nothing listens, routes or marks on the
/// host itself.
///
/// All of it is called by root, in the network namespace in which the guest's device is.
public final class Capture {
  private static final Mac SERVICE = Mac.parse(Wiring.HOST_MAC);
  private static final Pattern TAP = Pattern.compile("tap([1-9]\\d{0,8})");
  private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}");
  private static final Path SETTINGS = Path.of("/proc/sys/net/ipv6/conf");

  private final Commands commands = new Commands();
  private final String prefix;
  private final int mark;
  private final String tap;

  private Capture(String prefix, String tap) {
    Matcher name = TAP.matcher(tap);
    if (!name.matches()) {
      throw new IllegalArgumentException("\"" + tap + "\" is not the tap of an interface");
    }
    this.prefix = new Names(prefix).prefix();
    this.tap = tap;
    this.mark = Integer.parseInt(name.group(1));
  }

  /// Captures a guest's device, until [#end] or until the device is gone. If that is done already,
  /// does it again, and changes nothing by it.
  ///
  /// @param namespace the VPC's, which has to be there
  /// @param tap of the guest's interface, as in its attachment; nothing else may be plugged in
  ///   there
  /// @param device the guest's, such as `vnet0`
  /// @throws IllegalStateException if the device is not there, or is captured for another
  ///   interface, or there is no such namespace
  public static void begin(String prefix, String namespace, String tap, String device) {
    if (!new Names(prefix).owns(namespace) || !DEVICE.matcher(device).matches()) {
      throw new IllegalArgumentException(
          "no device \"" + device + "\" can be led to \"" + namespace + "\"");
    }
    new Capture(prefix, tap).capture(namespace, device);
  }

  /// Lets go of the guest of this interface; nothing of it stays. Does nothing if it is not
  /// captured.
  public static void end(String prefix, String tap) {
    new Capture(prefix, tap).letGo();
  }

  private void capture(String namespace, String device) {
    List<Device> devices = Device.all();
    Device guest =
        devices.stream()
            .filter(it -> it.name().equals(device))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException("there is no " + device + ": start its guest first"));
    Captured wanted = Captured.of(prefix, mark, guest);
    refuseTaken(wanted, Captured.among(devices, prefix));
    NetworkNamespace vpc =
        NetworkNamespace.find(namespace)
            .orElseThrow(() -> new IllegalStateException(namespace + " is not on this host"));
    if (devices.stream().noneMatch(it -> it.name().equals(wanted.end()))) {
      makePair(wanted, namespace, guest.mtu());
    }
    try {
      prepare(wanted, vpc);
    } catch (RuntimeException e) {
      letGo();
      throw e;
    }
  }

  private static void refuseTaken(Captured wanted, List<Captured> all) {
    for (Captured other : all) {
      if (other.mark() != wanted.mark() && other.note().equals(wanted.note())) {
        throw new IllegalStateException(
            "%s is captured for tap%d: end that first".formatted(wanted.device(), other.mark()));
      }
    }
  }

  private void makePair(Captured wanted, String namespace, int mtu) {
    commands.run(
        "ip link add %1$s mtu %2$d type veth peer name %3$s mtu %2$d netns %4$s"
            .formatted(wanted.end(), mtu, tap, namespace)
            .split(" "));
  }

  /// Up comes last: nothing passes before the rules stand.
  private void prepare(Captured wanted, NetworkNamespace vpc) {
    String end = wanted.end();
    set(end, "disable_ipv6", 1);
    vpc.inside(
        () -> {
          // The guest may ask for the service itself, and not for a router to it.
          set(tap, "proxy_ndp", 1);
          return commands.run("ip", "neigh", "replace", "proxy", "fd00:ec2::254", "dev", tap);
        });
    commands.run("ip", "link", "set", end, "alias", wanted.note(), "arp", "off");
    run(CaptureRules.begin(prefix, wanted.rules(), SERVICE));
    commands.run("ip", "link", "set", end, "up");
  }

  private void letGo() {
    run(CaptureRules.end(prefix, mark));
    String end = Captured.end(prefix, mark);
    if (Device.all().stream().anyMatch(it -> it.name().equals(end))) {
      commands.run("ip", "link", "del", end);
    }
    if (Captured.among(Device.all(), prefix).isEmpty()) {
      run(CaptureRules.endAll(prefix));
      // Who began meanwhile has lost its rules by that.
      Captured.among(Device.all(), prefix)
          .forEach(other -> run(CaptureRules.begin(prefix, other.rules(), SERVICE)));
    }
  }

  private void run(String transaction) {
    Nft nft = new Nft(commands);
    nft.run(transaction);
    nft.letGo();
  }

  /// Of this device in the calling thread's namespace; a host without IPv6 has none.
  private static void set(String device, String setting, int value) {
    Path file = SETTINGS.resolve(device).resolve(setting);
    try {
      if (Files.exists(file)) {
        Files.writeString(file, Integer.toString(value));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
