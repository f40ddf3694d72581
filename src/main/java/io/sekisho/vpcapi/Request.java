package io.sekisho.vpcapi;

import io.sekisho.control.Kept;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Resource;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Documents.Merge;
import io.sekisho.web.Reply;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/// One request of the VPC API.
///
/// @param version the date as of whose behaviour the caller wants to be answered
public record Request(Call call, LocalDate version) {

  /// The id that the path names first.
  public String id() {
    return call.resource();
  }

  /// The id that the path names second.
  public String second() {
    return call.second();
  }

  /// The id that the path names third.
  public String third() {
    return call.captures().get(2);
  }

  public Optional<String> parameter(String name) {
    return call.parameter(name);
  }

  /// The body of a creation.
  ///
  /// @param required the members without which there is nothing to do
  public <T> Outcome<T> body(Class<T> type, String... required) {
    return Documents.read(call.body(), type, required);
  }

  /// The body of a change.
  ///
  /// @param removable the members that `null` removes, with dots for what lies deeper
  public <T> Outcome<Merge<T>> patch(Class<T> type, Set<String> removable) {
    return Documents.merge(call.body(), type, removable);
  }

  /// The entity tag that the caller saw, if it says one.
  public Optional<String> seen() {
    return call.seen();
  }

  /// The same of a change that has to say one.
  ///
  /// @param required whether it replaces a list as a whole, also what the caller never saw of it
  public Outcome<Optional<String>> seen(boolean required) {
    return required && seen().isEmpty()
        ? Outcome.refuse(
            Problem.of(
                    Code.MISSING_VALUE,
                    "Read it first, and send its ETag as If-Match: the body replaces a list.")
                .header("If-Match"))
        : Outcome.of(seen());
  }

  /// The address of a resource.
  ///
  /// @param path below `/v1`
  public String href(String path) {
    return call.href("/v1" + path);
  }

  /// An answer with the resource's entity tag, for the families that have one.
  public static Reply tagged(int status, Object body, Resource resource) {
    return tagged(status, body, resource, resource);
  }

  /// The same of one that is shown with more than is in it.
  ///
  /// @param shown all that its entity tag is about
  public static Reply tagged(int status, Object body, Resource resource, Object shown) {
    String tag = Kept.part(resource, shown).tag();
    return Reply.json(status, body).with("ETag", "W/\"" + tag + "\"");
  }
}
