/// What the API says of itself: OpenAPI documents made of the routes, and a page to read them.
///
/// Never a fact that is not in a route: what is not said there is not said here.
///
/// Start at [OpenApi], which serves both; [Operations] and [Schemas] make the documents.
@NullMarked
package io.sekisho.openapi;

import org.jspecify.annotations.NullMarked;
