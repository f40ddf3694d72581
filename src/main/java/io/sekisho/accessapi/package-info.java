/// IBM's contracts for access: IAM Policy Management and IAM Access Groups, and ours for explaining
/// decisions. From requests to `access`'s operations, and back to answers in IBM's form.
///
/// Decides nothing and keeps nothing.
///
/// Start at [AccessRoutes], then [PolicyRoutes]; [Answers] says how all of them answer.
@NullMarked
package io.sekisho.accessapi;

import org.jspecify.annotations.NullMarked;
