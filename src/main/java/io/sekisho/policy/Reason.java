package io.sekisho.policy;

import io.sekisho.address.Ip;

/// Why a packet passes a checkpoint, or does not.
public sealed interface Reason {
  /// Whether it passes.
  boolean passes();

  /// It does.
  sealed interface Pass extends Reason {
    @Override
    default boolean passes() {
      return true;
    }
  }

  /// It does not.
  sealed interface Refusal extends Reason {
    @Override
    default boolean passes() {
      return false;
    }
  }

  // Who sends it.

  /// Its source is an address of the interface that sends it.
  record OwnAddress() implements Pass {}

  /// Its source is no address of that interface, which may send such (`allow_ip_spoofing`).
  record SpoofingAllowed() implements Pass {}

  /// It comes from outside, and says so.
  record Outside() implements Pass {}

  /// Its source is no address of the interface that sends it; or an inside one, and it comes from
  /// outside.
  record Spoofed(Ip source) implements Refusal {}

  /// Its source can't be anybody's, whoever sends it.
  record NobodysSource(Ip source) implements Refusal {}

  /// It says itself which way it takes.
  record SourceRouted() implements Refusal {}

  // Security groups.

  /// A rule of one of the interface's groups lets it begin.
  record GroupRule(String group, String rule) implements Pass {}

  /// No rule of its groups does.
  record NoGroupRule() implements Refusal {}

  /// It belongs to a connection that was let begin.
  record Connected() implements Pass {}

  /// It belongs to no connection and begins none (protocol state filtering).
  record Stray() implements Refusal {}

  // Network ACLs.

  /// The first rule that matches.
  record AclRule(String acl, String rule, boolean passes) implements Reason {}

  /// No rule matches.
  record NoAclRule(String acl) implements Refusal {}

  /// The subnet has no ACL that is known.
  record NoAcl(String segment) implements Refusal {}

  /// It stays within a subnet: no ACL is asked.
  record SameSubnet(String segment) implements Pass {}

  // Where it goes.

  /// To an interface of the VPC.
  record Delivered(int mark) implements Pass {}

  /// Out, with the interface's floating IP as its source; or in, to that interface.
  record FloatingIp(Ip address) implements Pass {}

  /// Out, with the public gateway's address as its source.
  record PublicGateway(Ip address) implements Pass {}

  /// Out, but the interface has no floating IP, and its subnet no public gateway, of that IP
  /// version.
  record NoWayOut() implements Refusal {}

  /// In, to the address of a public gateway, which lets in nothing that was not asked for.
  record NotAskedFor(Ip address) implements Refusal {}

  /// Nobody has that address.
  record NoSuchAddress(Ip address) implements Refusal {}

  /// To the metadata service. It is never forwarded, and no group or ACL is asked; whether the
  /// service answers that interface is its own affair.
  ///
  /// @param passes whether it is for a TCP port that the service may have
  record Metadata(boolean passes) implements Reason {}

  /// To the router of one of the VPC's subnets. No group or ACL is asked.
  ///
  /// @param passes whether it is an echo request: nothing else is answered
  record Router(boolean passes) implements Reason {}
}
