package io.sekisho.http;

import io.sekisho.address.Ip;

/// A connection that was just accepted, as far as the network tells: no byte of it has been read.
///
/// @param place the label that was given to [Server#listen]
/// @param peer the address that the connection came from
/// @param mark the socket's `SO_MARK`; 0 if none was set or the transport cannot read it
/// @param tls whether the connection came in on a TLS listener
public record Arrival(String place, Ip peer, int peerPort, int mark, boolean tls) {}
