package io.sekisho.vpc;

import io.sekisho.address.Ip;

/// A public address that is translated to an interface's own.
public record FloatingIp(Identity identity, String zone, Ip address) implements Resource {}
