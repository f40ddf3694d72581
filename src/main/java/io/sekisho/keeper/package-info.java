/// The commands of who keeps a server's state on its host: a copy of everything, a new server from
/// a copy, another key for the secrets. They work on the state folder itself, not through the API.
///
/// Makes no decisions about what is kept: that is room `store`'s.
///
/// Start at [Keeper].
@NullMarked
package io.sekisho.keeper;

import org.jspecify.annotations.NullMarked;
