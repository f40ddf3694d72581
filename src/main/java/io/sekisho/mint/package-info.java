/// What new resources begin with, whoever makes them: their ids, CRNs and names, what a VPC has
/// from the beginning, what a hardware profile's name and a key's line say.
///
/// Pure: random ids and the time are given to it. Decides nothing about whether something may be
/// made, and keeps nothing.
///
/// Start at [Minter], then [Surroundings].
@NullMarked
package io.sekisho.mint;

import org.jspecify.annotations.NullMarked;
