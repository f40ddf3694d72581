/// IBM's routes for what there is to make servers from: regions and zones, profiles, operating
/// systems, images.
///
/// What the house has to offer is told to every caller of an account, as IBM does; images are
/// resources like others.
///
/// Start at [CatalogRoutes].
@NullMarked
package io.sekisho.catalogapi;

import org.jspecify.annotations.NullMarked;
