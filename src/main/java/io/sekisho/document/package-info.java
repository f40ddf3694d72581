/// The ground floor's records as JSON documents, for whoever keeps or sends them.
///
/// No file, no database, no socket; what a document means is for others to say.
///
/// Start at [Codec].
@NullMarked
package io.sekisho.document;

import org.jspecify.annotations.NullMarked;
