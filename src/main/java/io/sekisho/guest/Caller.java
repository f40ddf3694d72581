package io.sekisho.guest;

import io.sekisho.address.Ip;
import io.sekisho.credential.Verified;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.MetadataService.Protocol;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who is at the other end of one accepted connection: a property of the connection, found out once
/// from the wire and never from what the guest says.
///
/// The same interface has to hold the same address for as long as the connection lives; an address
/// that changed hands makes the connection worthless. Used by the connection's own event loop only,
/// which is why it may remember things without a lock.
final class Caller {
  private final String vpc;
  private final Ip address;
  private final String compute;
  private final String crn;
  private final String account;
  private final String networkInterface;
  private final Protocol protocol;

  private @Nullable Snapshot seen;
  private @Nullable Subject subject;
  private @Nullable String proven;
  private @Nullable Verified proof;
  private Deed deed = Deed.NONE;

  Caller(String vpc, Ip address, Snapshot.Owner owner, Protocol protocol) {
    this.vpc = vpc;
    this.address = address;
    this.compute = owner.subject().compute().id();
    this.crn = owner.subject().compute().identity().crn().toString();
    this.account = owner.subject().account().id().toString();
    this.networkInterface = owner.nic().id();
    this.protocol = protocol;
  }

  String compute() {
    return compute;
  }

  String crn() {
    return crn;
  }

  String account() {
    return account;
  }

  String networkInterface() {
    return networkInterface;
  }

  boolean tls() {
    return protocol == Protocol.HTTPS;
  }

  /// The compute resource as it is now, if it is still the one that connected and is served here.
  Optional<Subject> subject(Snapshot now) {
    if (now != seen) {
      seen = now;
      subject =
          now.owner(vpc, address).filter(this::isStillMe).map(Snapshot.Owner::subject).orElse(null);
    }
    return Optional.ofNullable(subject);
  }

  /// What an earlier request on this connection proved with the very same `Authorization`. One is
  /// remembered per connection, so that memory is bounded by connections and not by tokens.
  Optional<Verified> proof(String authorization) {
    return authorization.equals(proven) ? Optional.ofNullable(proof) : Optional.empty();
  }

  void proved(String authorization, Verified what) {
    proven = authorization;
    proof = what;
  }

  /// What the current request came to, for the event that is written once it is answered.
  Deed deed() {
    return deed;
  }

  void did(Deed what) {
    deed = what;
  }

  private boolean isStillMe(Snapshot.Owner owner) {
    NetworkInterface nic = owner.nic();
    Subject subject = owner.subject();
    return nic.id().equals(networkInterface)
        && subject.compute().id().equals(compute)
        && subject.served()
        && subject.compute().metadataService().protocol() == protocol;
  }
}
