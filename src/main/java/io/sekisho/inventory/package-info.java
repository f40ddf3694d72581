/// Declared documents, above all the inventory: YAML or JSON text read strictly, checked against a
/// published schema, with every mistake found at its line.
///
/// Nothing here knows what exists already: whether a declaration can be carried out is judged in
/// `control`.
///
/// Start at [InventoryReader].
@NullMarked
package io.sekisho.inventory;

import org.jspecify.annotations.NullMarked;
