package io.sekisho.explanation;

import java.util.List;
import java.util.Optional;

/// What becomes of a packet, and why.
///
/// @param reason one sentence
/// @param account the name of the VPC's account
/// @param vpc its name, which VPCs of other accounts may have, too
/// @param protocol `tcp`, `udp`, `icmp`, `icmpv6`, or a number
/// @param path the checkpoints on its way, also those behind one that refuses it
/// @param answered whether what answers it would pass, too; absent if nothing would answer
/// @param answer the checkpoints on the way of the answer
public record PacketExplanation(
    boolean passes,
    String reason,
    End from,
    End to,
    String account,
    String vpc,
    String protocol,
    Optional<Integer> sourcePort,
    Optional<Integer> port,
    Optional<Integer> type,
    Optional<Integer> code,
    List<Step> path,
    Optional<Boolean> answered,
    List<Step> answer) {
  public PacketExplanation {
    path = List.copyOf(path);
    answer = List.copyOf(answer);
  }

  /// The body of `POST /sekisho/v1/explain/packet`.
  ///
  /// @param from an instance or bare metal server by id, name or `account/name`; an interface of
  ///   one by id, name or address; another address; or `internet`
  /// @param to the same
  /// @param protocol `tcp`, `udp`, `icmp`, or another one by its number, 0 to 255, or as rules name
  ///   it, such as `sctp`; in any case
  /// @param port to which it goes, 1 to 65535; of TCP and UDP alone, and they need one
  /// @param sourcePort from which, 1 to 65535; 49152 if absent
  /// @param type of ICMP, 0 to 255; an echo request if absent
  /// @param code of that type, 0 to 255; 0 if absent
  /// @param account id or name; needed only by operators, where several have such a name
  public record Question(
      String from,
      String to,
      String protocol,
      Optional<Integer> port,
      Optional<Integer> sourcePort,
      Optional<Integer> type,
      Optional<Integer> code,
      Optional<String> account) {}

  /// Where a packet comes from, or goes to.
  ///
  /// @param name of the server, with its interface's where it has several; `internet`, or nothing
  /// @param id the interface's, if it is one
  /// @param address that the packet has
  public record End(String name, Optional<String> id, String address) {}

  /// What one checkpoint says.
  ///
  /// @param checkpoint `origin`, `groups_out`, `acl_out`, `route`, `acl_in` or `groups_in`
  /// @param of before what it stands, such as `web-1` or `subnet front`; empty if before nothing
  public record Step(
      String checkpoint, boolean passes, String of, String reason, Optional<Rule> rule) {}

  /// The rule that decided.
  ///
  /// @param of the security group's or network ACL's name
  /// @param ofDefault whether that is its VPC's default one, for whatever names no other
  /// @param content such as `tcp 5432 from group web`
  public record Rule(
      String id, String name, String ofId, String of, boolean ofDefault, String content) {}
}
