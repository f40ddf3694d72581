/// The catalogue of metrics and log events, and the sinks they go to.
///
/// No other room names a metric or an event, so that this list is complete. No secret has a field
/// here: events are built from fixed fields, never from free text of a request, but for what a bug
/// says of itself: see [Fault].
///
/// Start at [Event], then [Journal].
@NullMarked
package io.sekisho.telemetry;

import org.jspecify.annotations.NullMarked;
