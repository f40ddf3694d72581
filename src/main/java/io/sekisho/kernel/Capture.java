package io.sekisho.kernel;

import io.sekisho.address.Mac;
import io.sekisho.host.Names;
import io.sekisho.linux.Device;
import io.sekisho.linux.NetworkNamespace;
import io.sekisho.nftables.CaptureRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  /// Of devices at whose ingress is what a guest says.
  static final Set<String> KINDS = Set.of("tun", "veth");

  private static final Path SETTINGS = Path.of("/proc/sys/net/ipv6/conf");

  private static final Set<StandardOpenOption> OPTIONS =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Commands commands = new Commands();
  private final String prefix;
  private final int mark;
  private final String tap;

  Capture(String prefix, int mark) {
    this.prefix = new Names(prefix).prefix();
    this.tap = "tap" + mark;
    this.mark = mark;
  }

  private static Capture of(String prefix, String tap) {
    Matcher name = TAP.matcher(tap);
    if (!name.matches()) {
      throw new IllegalArgumentException("\"" + tap + "\" is not the tap of an interface");
    }
    return new Capture(prefix, Integer.parseInt(name.group(1)));
  }

  /// Captures a guest's device, until [#end] or until the device is gone. If that is done already,
  /// does it again, and changes nothing by it.
  ///
  /// @param namespace the VPC's, which has to be there
  /// @param tap of the guest's interface, as in its attachment; nothing else may be plugged in
  ///   there
  /// @param device the guest's, such as `vnet0`
  /// @throws IllegalStateException if the device is not there, or is of a kind that can't be
  ///   captured, or is captured for another interface, or there is no such namespace
  public static void begin(String prefix, String namespace, String tap, String device) {
    if (!new Names(prefix).owns(namespace) || !DEVICE.matcher(device).matches()) {
      throw new IllegalArgumentException(
          "no device \"" + device + "\" can be led to \"" + namespace + "\"");
    }
    Capture capture = of(prefix, tap);
    alone(prefix, () -> capture.capture(namespace, device));
  }

  /// Lets go of the guest of this interface; nothing of it stays. Does nothing if it is not
  /// captured.
  public static void end(String prefix, String tap) {
    Capture capture = of(prefix, tap);
    if (capture.isThere()) {
      alone(prefix, capture::letGo);
    }
  }

  /// The device that is captured for this interface.
  public static Optional<String> captured(String prefix, String tap) {
    return Captured.find(Device.all(), prefix, of(prefix, tap).mark).map(Captured::device);
  }

  private boolean isThere() {
    return isPaired(Device.all()) || isRuled();
  }

  private boolean isPaired(List<Device> devices) {
    return Captured.find(devices, prefix, mark).isPresent();
  }

  private boolean isRuled() {
    try {
      commands.run("nft", "list", "chain", "netdev", CaptureRules.table(prefix), "taken" + mark);
      return true;
    } catch (Commands.Failed none) {
      return false;
    }
  }

  /// Does this while no other process, nor thread, captures or lets go.
  static void alone(String prefix, Runnable work) {
    locked(prefix, FileChannel::lock, work);
  }

  /// The same, unless somebody does so just now.
  ///
  /// @return whether it was done
  static boolean aloneIfFree(String prefix, Runnable work) {
    return locked(prefix, FileChannel::tryLock, work);
  }

  private interface Locking {
    @Nullable FileLock by(FileChannel channel) throws IOException;
  }

  private static boolean locked(String prefix, Locking locking, Runnable work) {
    Path file = Path.of("/run/sekisho-" + prefix + "-capture.lock");
    // A file lock knows processes only, not the threads of this one.
    synchronized (Capture.class) {
      try (var channel = FileChannel.open(file, OPTIONS, OWNER_ONLY);
          var lock = locking.by(channel)) {
        if (lock != null) {
          work.run();
        }
        return lock != null;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  void capture(String namespace, String device) {
    List<Device> devices = Device.all();
    Device guest =
        devices.stream()
            .filter(it -> it.name().equals(device))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException("there is no " + device + ": start its guest first"));
    expectKind(guest);
    Captured wanted = Captured.of(prefix, mark, guest);
    refuseTaken(wanted, Captured.among(devices, prefix));
    NetworkNamespace vpc =
        NetworkNamespace.find(namespace)
            .orElseThrow(() -> new IllegalStateException(namespace + " is not on this host"));
    boolean made = !isPaired(devices);
    if (made) {
      makePair(wanted, devices, namespace, guest.mtu());
    } else {
      commands.feed(noted(wanted), "ip", "-batch", "-");
    }
    try {
      prepare(wanted, vpc);
    } catch (RuntimeException e) {
      // Rules that stand stay: without the pair, what is for the service is dropped.
      if (made) {
        commands.run("ip", "link", "del", wanted.end());
      }
      throw e;
    }
    endThoseBefore(device);
  }

  /// Of a guest that was served there, and is not any more, the rules were left.
  private void endThoseBefore(String device) {
    Captures.rules(prefix, commands)
        .forEach(
            (other, rules) -> {
              if (other != mark && Captures.device(rules).equals(Optional.of(device))) {
                run(commands, CaptureRules.end(prefix, other));
              }
            });
  }

  /// What a guest says goes past the ingress of a macvtap, and of hardware that it has in part.
  private static void expectKind(Device guest) {
    if (guest.kind().filter(KINDS::contains).isEmpty()) {
      throw new IllegalStateException(
          "%s is no tap and no end of a veth pair: what its guest says can't be captured"
              .formatted(guest.name()));
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

  private void makePair(Captured wanted, List<Device> devices, String namespace, int mtu) {
    String end = wanted.end();
    if (devices.stream().anyMatch(it -> it.name().equals(end))) {
      throw new IllegalStateException(
          "there is a device %s, which is not Sekisho's: remove it, or give it another name"
              .formatted(end));
    }
    String pair =
        "link add %1$s mtu %2$d type veth peer name %3$s mtu %2$d netns %4$s\n%5$s"
            .formatted(end, mtu, tap, namespace, noted(wanted));
    commands.feed(pair, "ip", "-batch", "-");
  }

  private static String noted(Captured wanted) {
    return "link set %s alias %s arp off\n".formatted(wanted.end(), wanted.note());
  }

  /// Up comes last: nothing passes before the rules stand.
  private void prepare(Captured wanted, NetworkNamespace vpc) {
    String end = wanted.end();
    rule(prefix, commands, List.of(wanted));
    set(end, "disable_ipv6", 1);
    vpc.inside(
        () -> {
          // The guest may ask for the service itself, and not for a router to it.
          set(tap, "proxy_ndp", 1);
          return commands.run("ip", "neigh", "replace", "proxy", "fd00:ec2::254", "dev", tap);
        });
    commands.run("ip", "link", "set", end, "up");
  }

  /// Puts these guests' rules in place, whatever is there, in one transaction.
  static void rule(String prefix, Commands commands, List<Captured> guests) {
    if (!guests.isEmpty()) {
      run(
          commands,
          guests.stream()
              .map(guest -> CaptureRules.begin(prefix, guest.rules(), SERVICE))
              .collect(Collectors.joining()));
    }
  }

  /// Others' rules stay, also of those whose pair of devices is gone: they drop.
  void letGo() {
    List<Captured> all = Captured.among(Device.all(), prefix);
    boolean alone =
        all.stream().allMatch(other -> other.mark() == mark)
            && Set.of(mark).containsAll(Captures.rules(prefix, commands).keySet());
    run(commands, alone ? CaptureRules.endAll(prefix) : CaptureRules.end(prefix, mark));
    if (all.stream().anyMatch(it -> it.mark() == mark)) {
      commands.run("ip", "link", "del", Captured.end(prefix, mark));
    }
  }

  private static void run(Commands commands, String transaction) {
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
