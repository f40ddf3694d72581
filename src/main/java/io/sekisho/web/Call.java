package io.sekisho.web;

import io.sekisho.control.Initiator;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// One request as an operation sees it: admitted, matched, permitted, its body read.
///
/// @param captures what the route's path left open, decoded
/// @param headers the values of a header, none if it is missing
/// @param by who asks; of routes that are open, nobody in particular
/// @param refusal why they would be refused now: for who answers long after they asked
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Call(
    List<String> captures,
    Parameters parameters,
    Function<String, List<String>> headers,
    byte[] body,
    Initiator by,
    Supplier<Optional<Problem>> refusal) {

  /// The id, name or `account/name` of the resource that the path is about.
  public String resource() {
    return captures.getFirst();
  }

  /// The second open place of the path.
  public String second() {
    return captures.get(1);
  }

  public Optional<String> parameter(String name) {
    return parameters.text(name);
  }

  /// The same with other parameters.
  public Call with(Parameters others) {
    return new Call(captures, others, headers, body, by, refusal);
  }

  /// The value of a header that is there once.
  public Optional<String> header(String name) {
    List<String> sent = headers.apply(name);
    return sent.size() == 1 ? Optional.of(sent.getFirst()) : Optional.empty();
  }

  /// The entity tag that the caller saw, of what it changes; empty if it says none.
  public Optional<String> seen() {
    return header("If-Match").map(it -> it.strip().replaceFirst("^W/", "").replace("\"", ""));
  }

  /// The same where it has to say so.
  public Outcome<String> version() {
    return seen()
        .map(Outcome::of)
        .orElseGet(
            () ->
                Outcome.refuse(
                    Problem.of(
                            Code.MISSING_VALUE,
                            "Send If-Match: the ETag of what you read, or * for any.")
                        .header("If-Match")));
  }

  /// A header that is `true` or `false`, which it is unless sent.
  public Outcome<Boolean> flagged(String header) {
    return header(header)
        .map(value -> Parameters.NONE.with(header, value))
        .orElse(Parameters.NONE)
        .flag(header);
  }

  /// An address of ours, as the caller reached us.
  public String href(String path) {
    return "https://" + header("Host").orElse("") + path;
  }

  /// The same with a query.
  public String href(String path, Parameters query) {
    return href(path) + query.query();
  }
}
