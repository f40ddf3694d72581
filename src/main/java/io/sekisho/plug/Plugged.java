package io.sekisho.plug;

import io.sekisho.wire.Attachment;
import java.util.List;

/// One interface of a guest that is plugged in.
///
/// @param guest as `account/name`
/// @param device the host's end, in that namespace
/// @param macAddress the guest's: packets from another are dropped
/// @param mtu of the device, in bytes
record Plugged(
    String guest,
    String computeId,
    String networkInterface,
    String networkNamespace,
    String device,
    String macAddress,
    List<String> addresses,
    String gateway,
    int prefixLength,
    int mtu) {

  static Plugged of(Attachment place, int mtu) {
    return new Plugged(
        place.account() + "/" + place.compute(),
        place.computeId(),
        place.networkInterface(),
        place.networkNamespace(),
        place.device(),
        place.macAddress(),
        place.addresses(),
        place.gateway(),
        place.prefixLength(),
        mtu);
  }
}
