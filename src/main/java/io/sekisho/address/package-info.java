/// Addresses: IPs of both families in one type, prefixes, MACs.
///
/// Values only. Nothing here resolves a name, opens a socket or knows what an address is for.
///
/// Start at [Ip].
@NullMarked
package io.sekisho.address;

import org.jspecify.annotations.NullMarked;
