package io.sekisho.message;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.Locale;
import java.util.Optional;

/// A request up to its empty line, with the meaning of the fields that frame it.
///
/// @param target as sent
/// @param persistent whether the client wishes to keep the connection
/// @param length the announced length of the body; 0 if none, or if it is chunked
/// @param expects whether the client waits for `100 Continue` before it sends the body
public record Head(
    String method,
    String target,
    boolean persistent,
    Headers headers,
    int length,
    boolean chunked,
    boolean expects) {
  // Ten digits hold every int; more is too long whatever the number.
  private static final int LENGTH_DIGITS = 10;
  private static final Problem TWO_LENGTHS =
      Problem.of(
          Code.INVALID_REQUEST, "Send either Content-Length or Transfer-Encoding, not both.");
  private static final Problem LENGTH =
      Problem.of(Code.INVALID_REQUEST, "Send the body's length as a decimal number.")
          .header("Content-Length");
  private static final Problem CODING =
      Problem.of(
              Code.INVALID_REQUEST,
              "Use no transfer coding but chunked, and that only with HTTP/1.1.")
          .header("Transfer-Encoding");
  private static final Problem EXPECTATION =
      Problem.of(Code.INVALID_REQUEST, "Expect nothing but 100-continue.")
          .status(417)
          .header("Expect");

  /// The head, unless its fields leave room for two opinions on where the body ends.
  static Outcome<Head> of(String method, String target, boolean eleven, Headers headers) {
    Optional<String> length = headers.get("content-length");
    Optional<String> coding = headers.get("transfer-encoding");
    Optional<String> expect = headers.get("expect");
    if (length.isPresent() && coding.isPresent()) {
      return Outcome.refuse(TWO_LENGTHS);
    }
    if (length.isPresent() && !isNumber(length.get())) {
      return Outcome.refuse(LENGTH);
    }
    if (coding.isPresent() && !(eleven && coding.get().equals("chunked"))) {
      return Outcome.refuse(CODING);
    }
    if (expect.isPresent() && !expect.get().equalsIgnoreCase("100-continue")) {
      return Outcome.refuse(EXPECTATION);
    }
    boolean persistent = eleven && headers.get("connection").map(Head::keeps).orElse(true);
    return Outcome.of(
        new Head(
            method,
            target,
            persistent,
            headers,
            length.map(Head::number).orElse(0),
            coding.isPresent(),
            eleven && expect.isPresent()));
  }

  public boolean hasBody() {
    return chunked || length > 0;
  }

  /// The request that this head began.
  public Request as(Target canonical, byte[] body) {
    return new Request(
        method, canonical.path(), canonical.query(), headers, body, Request.newTrace());
  }

  /// For the log of a request that never became canonical: the path as sent.
  public Request asSent() {
    return new Request(
        method, Target.pathOf(target), Query.NONE, headers, Request.NO_BODY, Request.newTrace());
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static int number(String digits) {
    return digits.length() > LENGTH_DIGITS
        ? Integer.MAX_VALUE
        : (int) Math.min(Long.parseLong(digits), Integer.MAX_VALUE);
  }

  private static boolean keeps(String connection) {
    for (String option : connection.toLowerCase(Locale.ROOT).split(",", -1)) {
      if (option.strip().equals("close")) {
        return false;
      }
    }
    return true;
  }
}
