/// The audit trail: what happened as an event in IBM's activity tracking format (CADF), records
/// chained by hashes and sealed by a key, and the check that nobody touched them.
///
/// Values and pure functions: nothing here reads a clock, a file or a database, and no private key
/// ever gets here. Whoever verifies needs the records and a public key, nothing else of the house.
///
/// Start at [Activity], which becomes a [Draft]; [Chain] gives drafts their place, as [Entry];
/// [Verifier] looks for what was done to entries since.
@NullMarked
package io.sekisho.audit;

import org.jspecify.annotations.NullMarked;
