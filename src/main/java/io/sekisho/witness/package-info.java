/// The witness: keeps the audit trail going beside the changes, which write their own part of it.
///
/// Records that come with no change, whoever reads what is theirs, and the look whether all is
/// still there. What an event says is not decided here, and nothing here changes a record.
///
/// Start at [Recorder] for writing, [AuditTrail] for reading; [TrailWatch] looks after it.
@NullMarked
package io.sekisho.witness;

import org.jspecify.annotations.NullMarked;
