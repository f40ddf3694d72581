package io.sekisho.guest;

import io.sekisho.http.Opener;
import java.net.InetSocketAddress;

/// One listening socket that has to be there.
///
/// @param place what it knows about whoever connects
/// @param tls whether it speaks TLS
/// @param opener gets the socket from where it belongs, such as a network namespace
public record Site(Place place, InetSocketAddress at, boolean tls, Opener opener) {}
