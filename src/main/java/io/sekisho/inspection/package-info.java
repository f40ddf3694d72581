/// Reads a machine, or a folder with what was read of one, and prints who reaches its metadata
/// service: `sekisho guard audit`.
///
/// Nothing is changed, and nobody is asked over the network unless the user says so. What could not
/// be read is said. What is to be made of it is decided in room `exposure`.
///
/// Start at [GuardAuditCommand]; [Inspection] reads.
@NullMarked
package io.sekisho.inspection;

import org.jspecify.annotations.NullMarked;
