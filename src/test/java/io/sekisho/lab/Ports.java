package io.sekisho.lab;

import io.sekisho.host.Names;
import io.sekisho.wire.Attachment;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Attachments as a server would list them.
final class Ports {
  static final Names NAMES = new Names("lt");

  private Ports() {}

  /// An interface of a compute resource, in a /24.
  static Attachment port(String reference, int vpc, int mark, String... addresses) {
    String namespace = NAMES.prefix() + "-vpc-" + vpc;
    return meeting(reference, vpc, mark, namespace, "tap" + mark, addresses);
  }

  /// The port that stands for a guest where there are no interfaces.
  static Attachment simulated(String reference, String address) {
    return meeting(reference, 1, 1, "", address, "10.0.0.4");
  }

  private static Attachment meeting(
      String reference, int vpc, int mark, String namespace, String device, String... addresses) {
    String[] name = reference.split("/", 2);
    return new Attachment(
        name[0],
        name[1],
        "0717-" + name[0] + "-" + name[1],
        "vpc-" + vpc,
        "subnet",
        "eth0",
        mark,
        namespace,
        device,
        "02:00:00:00:%02x:%02x".formatted(mark / 256, mark % 256),
        List.of(addresses),
        addresses[0].replaceFirst("\\d+$", "1"),
        24,
        "http",
        1);
  }

  /// Guests `many/g1`, `many/g2` and so on, all in one VPC.
  static List<Attachment> many(int count, int vpc) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> port("many/g" + i, vpc, i, "10.0.0." + (i + 3)))
        .toList();
  }

  /// An inventory file that declares all of their compute resources.
  static LabFile file(List<Attachment> ports, LabFile.Container... containers) {
    return new LabFile(
        ports.stream()
            .map(port -> port.account() + "/" + port.compute())
            .collect(Collectors.toSet()),
        List.of(containers));
  }
}
