/// The commands that read and change resources of every kind, and those of IAM: a table of kinds
/// ([Thing]), and commands that work on any of them.
///
/// Knows where IBM's contracts have what, and nothing of how they are kept: whatever it wants of
/// the server goes through room `client`.
///
/// Start at [Clerk], then [Thing].
@NullMarked
package io.sekisho.clerk;

import org.jspecify.annotations.NullMarked;
