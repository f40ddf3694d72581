/// Guests as network namespaces, for trying everything on one machine.
///
/// Makes the guests' half of each interface and nothing of the host's: namespaces of VPCs, rules
/// and answers are the business of the node that runs beside it. A guest has its own network, host
/// name and trust store, but shares this machine's files and users: no place for strangers' code.
///
/// Start at [Lab].
@NullMarked
package io.sekisho.lab;

import org.jspecify.annotations.NullMarked;
