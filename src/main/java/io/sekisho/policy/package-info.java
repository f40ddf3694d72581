/// What filters packets between the interfaces of a VPC, brought to one form: whose interface an
/// address is, which security groups and which network ACL stand before it. And the judge, who says
/// of one packet what becomes of it, and why.
///
/// Values in, values out. What the kernel is told is compiled from the same values in room
/// `nftables`, and both have to say the same of every packet.
///
/// Start at [Envelope].
@NullMarked
package io.sekisho.policy;

import org.jspecify.annotations.NullMarked;
