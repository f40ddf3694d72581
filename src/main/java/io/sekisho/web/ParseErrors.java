package io.sekisho.web;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import java.util.UUID;

/// What Helidon itself refuses while it reads a request, in our words: what it says of the request
/// stays unsaid.
final class ParseErrors implements DirectHandler {
  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders headers,
      String message) {
    Reply reply = Refusals.of(problem(status), UUID.randomUUID().toString());
    return TransportResponse.builder()
        .status(Status.create(reply.status()))
        .header(HeaderNames.CONTENT_TYPE, reply.contentType())
        .entity(reply.body())
        .keepAlive(false)
        .build();
  }

  private static Problem problem(Status status) {
    return switch (status.code()) {
      case 413 -> Problem.of(Code.PAYLOAD_TOO_LARGE, "The body is too large.");
      case 414 -> Problem.of(Code.URI_TOO_LONG, "The request line is too long.");
      case 431 -> Problem.of(Code.HEADERS_TOO_LARGE, "The headers are too large.");
      case 503 -> Problem.of(Code.SERVICE_UNAVAILABLE, "Too much at once: try again in a moment.");
      default ->
          status.code() >= 500
              ? Problem.of(Code.SERVICE_ERROR, "Sekisho failed to read this request.")
              : Problem.of(Code.INVALID_REQUEST, "This is not a well-formed HTTP request.");
    };
  }
}
