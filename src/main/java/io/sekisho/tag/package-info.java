/// What people call resources besides their names: user tags, which mean something to them alone,
/// and access tags, which policies can ask for.
///
/// Values only.
///
/// Start at [Tags].
@NullMarked
package io.sekisho.tag;

import org.jspecify.annotations.NullMarked;
