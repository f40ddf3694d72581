/// IBM's contracts for identities: IAM Identity Services, User Management, and ours for identity
/// providers. From requests to `identity`'s operations, and back to answers in IBM's form.
///
/// Decides nothing about records; of permissions only those that hang on what a body says. Nothing
/// here is kept.
///
/// Start at [IamRoutes], then [ProfileRoutes] and [TokenRoutes]; [Answers] says how all of them
/// answer.
@NullMarked
package io.sekisho.iamapi;

import org.jspecify.annotations.NullMarked;
