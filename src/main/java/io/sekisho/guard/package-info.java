/// Who on a machine reaches the metadata service: a policy, and the rules that hold it, as text for
/// nftables and for iptables, as a script that needs nothing else, as units for systemd and as a
/// part for cloud-init.
///
/// Nothing here asks a machine: which number a user has, and where a unit's control group is, is
/// given in, or left to the script. Reading policies and putting rules into a kernel is room
/// `warden`.
///
/// Start at [Policy]; [Ruling] is one with every name resolved, [Script] one that does so itself.
@NullMarked
package io.sekisho.guard;

import org.jspecify.annotations.NullMarked;
