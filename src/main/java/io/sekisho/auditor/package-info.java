/// The auditor: `sekisho audit …`, which reads the audit trail and verifies it.
///
/// An outsider, as the CLI is: it has what the API gives to whoever asks, or a file that somebody
/// exported, and a public key. It never asks a database, and believes no server that a trail is
/// whole.
///
/// Start at [AuditCommand], then [VerifyCommand].
@NullMarked
package io.sekisho.auditor;

import org.jspecify.annotations.NullMarked;
