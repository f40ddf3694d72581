/// The roof: reads the settings, puts the rooms together, starts and stops them.
///
/// Decides nothing that a guest or an operator could notice, but for the words of the first start.
///
/// Start at [House]: its constructor is the architecture.
@NullMarked
package io.sekisho.app;

import org.jspecify.annotations.NullMarked;
