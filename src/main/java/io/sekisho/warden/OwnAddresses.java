package io.sekisho.warden;

import io.sekisho.address.Ip;
import io.sekisho.client.Failure;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Target;
import io.sekisho.guard.Targets;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// This machine's addresses. Whoever guards one of them refuses everybody who comes from outside,
/// and that may be how its operators log in.
final class OwnAddresses {
  private static final int V6_DIGITS = 32;

  private OwnAddresses() {}

  /// Addresses of named targets may be this machine's own, as on hosts that serve their guests.
  ///
  /// @throws Failure naming each target that has one in it
  static void expectNotGuarded(Policy policy) {
    List<Ip> own = own();
    List<String> guarded =
        policy.targets().stream()
            .filter(it -> Targets.named(it.name()).isEmpty())
            .filter(it -> own.stream().anyMatch(each -> has(it, each)))
            .map(it -> "%s has an address of this machine in it.".formatted(it.name()))
            .toList();
    if (!guarded.isEmpty()) {
      throw new Failure(
          "Nobody could reach this machine from outside at its own address; name the service's:",
          guarded);
    }
  }

  private static boolean has(Target target, Ip address) {
    return target.addresses().stream().anyMatch(it -> it.contains(address));
  }

  private static List<Ip> own() {
    try {
      return Stream.concat(
              NetworkInterface.networkInterfaces()
                  .flatMap(NetworkInterface::inetAddresses)
                  .filter(Inet4Address.class::isInstance)
                  .map(Ip::of),
              v6())
          .toList();
    } catch (SocketException none) {
      return List.of();
    }
  }

  /// The JDK asks for those of the process, which may not be this thread's.
  private static Stream<Ip> v6() {
    try {
      return Files.readAllLines(Path.of("/proc/thread-self/net/if_inet6")).stream()
          .map(it -> Ip.of(HexFormat.of().parseHex(it, 0, V6_DIGITS)));
    } catch (IOException none) {
      return Stream.of();
    }
  }
}
