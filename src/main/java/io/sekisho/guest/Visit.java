package io.sekisho.guest;

import io.sekisho.http.Request;
import io.sekisho.vpc.Snapshot;
import io.sekisho.vpc.Subject;
import java.time.Instant;

/// One request with everything that is known about it: who asks, as of which snapshot, when.
record Visit(Caller caller, Subject subject, Snapshot snapshot, Request request, Instant now) {}
