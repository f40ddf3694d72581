package io.sekisho.guest;

import io.sekisho.http.Response;
import io.sekisho.problem.Outcome;
import java.util.function.Function;
import java.util.function.Supplier;

/// A credential that was found to be due and is still to be signed, which takes a while.
///
/// @param work signs it
/// @param due decides once more, as of a newer snapshot: what was revoked or unlinked in the
///   meantime is not given out
record Credential(Supplier<Response> work, Function<Visit, Outcome<?>> due) {}
