package io.sekisho.web;

import io.sekisho.problem.Outcome;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// One operation of the API.
///
/// @param template the path as people write it, such as `/sekisho/v1/instances/{ref}`
/// @param permission what its caller has to be permitted; empty for routes that anyone may ask
/// @param parameters the query parameters it knows
/// @param contentTypes the bodies it takes; empty if it takes none
/// @param form how its refusals look
/// @param contract its bodies, for those who read about it
public record Route(
    String method,
    String template,
    Optional<Permission> permission,
    Set<String> parameters,
    Set<String> contentTypes,
    Refusals.Form form,
    Contract contract,
    Operation operation) {

  /// What a route does. Returns when it is done: never earlier.
  @FunctionalInterface
  public interface Operation {
    Outcome<Reply> run(Call call);
  }

  /// What a policy has to grant.
  ///
  /// @param action such as `iam-identity.profile.delete`; its first part names the service
  /// @param resource what is known of the resource before the body is read
  /// @param inside whether the operation asks for itself, as only it knows what it is about
  public record Permission(
      String action, Function<Call, Map<String, String>> resource, boolean inside) {}

  /// A route without body or parameters.
  ///
  /// @param template a path in which `{ref}` stands for an id, a name or `account/name`, and any
  ///   other name in braces for one segment
  /// @param action that its caller has to be permitted, on everything in the account
  public static Route of(String method, String template, String action, Operation operation) {
    Permission permission = new Permission(action, _ -> Map.of(), false);
    return new Route(
        method,
        template,
        Optional.of(permission),
        Set.of(),
        Set.of(),
        Refusals::of,
        Contract.NONE,
        operation);
  }

  /// A route that anyone may ask.
  public static Route open(String method, String template, Operation operation) {
    return new Route(
        method,
        template,
        Optional.empty(),
        Set.of(),
        Set.of(),
        Refusals::of,
        Contract.NONE,
        operation);
  }

  /// The same route about one resource: its attributes, as policies know them.
  public Route about(Function<Call, Map<String, String>> resource) {
    return permitted(each -> new Permission(each.action(), resource, each.inside()));
  }

  /// The same route, whose operation asks for the permission: what it is about stands in the body,
  /// or differs from one item of its answer to the next.
  public Route deciding() {
    return permitted(each -> new Permission(each.action(), each.resource(), true));
  }

  private Route permitted(UnaryOperator<Permission> change) {
    return new Route(
        method,
        template,
        permission.map(change),
        parameters,
        contentTypes,
        form,
        contract,
        operation);
  }

  /// The same route with another form of refusals.
  ///
  /// @param type the record that is their body
  public Route refusing(Refusals.Form other, Class<?> type) {
    Contract said = contract.refusing(Shape.of(type));
    return new Route(
        method, template, permission, parameters, contentTypes, other, said, operation);
  }

  /// The same route about the resource whose id is the path's first open place.
  ///
  /// @param type its `resourceType`
  public Route about(String type) {
    return about(call -> Map.of("resourceType", type, "resource", call.resource()));
  }

  /// The same route with query parameters.
  public Route with(Set<String> parameters) {
    return new Route(
        method, template, permission, parameters, contentTypes, form, contract, operation);
  }

  /// The same route with a body.
  public Route taking(Set<String> contentTypes, Shape body) {
    Contract said = contract.taking(body);
    return new Route(method, template, permission, parameters, contentTypes, form, said, operation);
  }

  /// The same route with a body that is read as a record.
  public Route taking(Set<String> contentTypes, Class<?> body) {
    return taking(contentTypes, Shape.of(body));
  }

  /// The same route, saying what its answer of a status is.
  public Route answering(int status, Shape shape) {
    return saying(contract.answering(status, shape));
  }

  /// The same route, saying which record its answer of a status is.
  public Route answering(int status, Class<?> type) {
    return answering(status, Shape.of(type));
  }

  /// The same route, saying that it answers 204 and nothing else.
  public Route silent() {
    return answering(204, Shape.nothing());
  }

  /// The same route, saying that it wants `If-Match`.
  public Route versioned() {
    return saying(contract.withVersion());
  }

  /// The same route, whose body may be as large as this process takes: no other's may.
  public Route large() {
    return saying(contract.asLarge());
  }

  /// The same route, saying that its refusals have another body.
  public Route refusing(Shape shape) {
    return saying(contract.refusing(shape));
  }

  /// The same route, taking a body without a type, or with the one that curl gives to whatever it
  /// is told to send, for JSON. What a browser's form could send this way needs a token that no
  /// browser has, and an `Origin` is refused: nothing is lost. Not for what anyone may ask.
  public Route untyped() {
    if (permission.isEmpty()) {
      throw new IllegalArgumentException("an open route wants a body's type: " + template);
    }
    return saying(contract.asUntyped());
  }

  /// The same route as one that a person's browser may show: for what is the same for everyone and
  /// changes nothing.
  public Route page() {
    if (permission.isPresent() || !method.equals("GET")) {
      throw new IllegalArgumentException("a page is open and only read: " + template);
    }
    return saying(contract.asPage());
  }

  private Route saying(Contract said) {
    return new Route(method, template, permission, parameters, contentTypes, form, said, operation);
  }
}
