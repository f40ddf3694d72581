package io.sekisho.nftables;

import io.sekisho.address.Mac;
import java.util.List;

/// Rules by which what a guest says to the metadata service, and nothing else, leaves its place on
/// somebody else's bridge: three chains for each guest, in a table of ours at the devices.
///
/// What is for the service and can't be led there is dropped: it may not reach a metadata service
/// of the host, or of the cloud that the host is in. So is a frame with a VLAN tag within a tag:
/// the kernel takes off the outer one before it looks here, and may take off the inner one later.
public final class CaptureRules {
  /// The target of a neighbour solicitation: nft 1.0.6 has no word for it.
  private static final String SOUGHT = "@th,64,128 0xfd000ec2000000000000000000000254";

  private CaptureRules() {}

  /// One guest on a bridge.
  ///
  /// @param mark its interface's number
  /// @param device its device, such as a port of the bridge
  /// @param index that device's number: another one of the same name is another guest's
  /// @param end the device that leads to the VPC's namespace
  public record Capture(int mark, String device, int index, String end) {}

  /// One transaction for `nft -f` that puts a guest's rules in place, whatever is there.
  ///
  /// @param prefix what everything of ours on this host is told by
  /// @param service the MAC that the service has in the VPC's namespace
  public static String begin(String prefix, Capture capture, Mac service) {
    Printer out = new Printer();
    remove(prefix, capture.mark, out);
    out.block(
        "table " + title(prefix),
        () -> chains(capture, service).forEach(chain -> chain.print(out)));
    return out.toString();
  }

  /// One transaction that removes a guest's rules, if any are there.
  public static String end(String prefix, int mark) {
    Printer out = new Printer();
    remove(prefix, mark, out);
    return out.toString();
  }

  /// One transaction that removes all of it, if any is there.
  public static String endAll(String prefix) {
    return "table %s\ndelete table %s\n".formatted(title(prefix), title(prefix));
  }

  private static String title(String prefix) {
    return "netdev " + table(prefix);
  }

  /// The name of the table.
  public static String table(String prefix) {
    return "sekisho_" + prefix;
  }

  /// Each is made first, so that removing it can't fail.
  private static void remove(String prefix, int mark, Printer out) {
    out.line("add table " + title(prefix));
    for (String verb : List.of("add", "flush", "delete")) {
      for (String name : List.of("guest", "answer", "taken")) {
        out.line("%s chain %s %s%d".formatted(verb, title(prefix), name, mark));
      }
    }
  }

  private static List<Chain> chains(Capture capture, Mac service) {
    Chain taken =
        new Chain(
            "taken" + capture.mark,
            """
            iif != %d drop
            ether daddr set %s fwd to "%s"
            """
                .formatted(capture.index, service, capture.end));
    Chain guest =
        new Chain(
            "guest" + capture.mark,
            """
            type filter hook ingress device "%s" priority -500; policy accept;
            meta protocol { 0x8100, 0x88a8 } drop
            ip daddr 169.254.169.254 goto %2$s
            arp daddr ip 169.254.169.254 goto %2$s
            ip6 daddr fd00:ec2::254 goto %2$s
            icmpv6 type nd-neighbor-solicit %3$s goto %2$s
            """
                .formatted(capture.device, taken.name(), SOUGHT));
    Chain answer =
        new Chain(
            "answer" + capture.mark,
            """
            type filter hook ingress device "%s" priority -500; policy drop;
            fwd to %d
            """
                .formatted(capture.end, capture.index));
    return List.of(taken, guest, answer);
  }
}
