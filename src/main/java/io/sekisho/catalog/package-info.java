/// What servers can be made from, and where: the operator's catalogue (regions and zones, profiles,
/// operating systems, images for everyone), and the images and volumes that accounts have
/// themselves.
///
/// Values only. Knows no hardware: what a profile's name says is [io.sekisho.mint]'s to read.
///
/// Start at [Catalog].
@NullMarked
package io.sekisho.catalog;

import org.jspecify.annotations.NullMarked;
