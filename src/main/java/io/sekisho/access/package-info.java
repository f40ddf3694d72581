/// Who may do what: policies, custom roles and access groups are made and changed here, and here a
/// caller is let through or refused.
///
/// What a policy means is decided in `permission`, and who somebody is in `identity`; how requests
/// and answers look is not known here.
///
/// Start at [Permissions], which everybody meets first, then [Policies].
@NullMarked
package io.sekisho.access;

import org.jspecify.annotations.NullMarked;
