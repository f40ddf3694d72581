package io.sekisho.api;

import io.sekisho.problem.Outcome;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One operation of the API.
///
/// @param template the path as people write it, such as `/sekisho/v1/instances/{ref}`
/// @param open whether it is answered without the operator's key
/// @param path matches the path as sent; groups are what the operation is about
/// @param parameters the query parameters it knows
/// @param contentTypes the bodies it takes; empty if it takes none
record Route(
    String method,
    String template,
    boolean open,
    Pattern path,
    Set<String> parameters,
    Set<String> contentTypes,
    Operation operation) {

  /// What a route does. Returns when it is done: never earlier.
  @FunctionalInterface
  interface Operation {
    Outcome<Reply> run(Call call);
  }

  /// A route without body or parameters.
  ///
  /// @param template a path in which `{ref}` stands for an id, a name or `account/name`, and any
  ///   other name in braces for one segment
  static Route of(String method, String template, Operation operation) {
    Pattern path = compile(template);
    return new Route(method, template, false, path, Set.of(), Set.of(), operation);
  }

  /// The same route for everyone.
  Route forEveryone() {
    return new Route(method, template, true, path, parameters, contentTypes, operation);
  }

  /// The same route with query parameters.
  Route with(Set<String> parameters) {
    return new Route(method, template, open, path, parameters, contentTypes, operation);
  }

  /// The same route with a body.
  Route taking(Set<String> contentTypes) {
    return new Route(method, template, open, path, parameters, contentTypes, operation);
  }

  /// What the path's open places hold, decoded; empty if it is another route's path, or no path.
  Optional<List<String>> captures(String sent) {
    Matcher matcher = path.matcher(sent);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<String> found = new ArrayList<>();
    try {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        found.add(decode(matcher.group(group)));
      }
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    return Optional.of(found);
  }

  /// Percent signs only: a plus is a plus in a path.
  private static String decode(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static Pattern compile(String template) {
    return Pattern.compile(
        template.replace("{ref}", "([^/]+(?:/[^/]+)?)").replaceAll("\\{\\w+}", "([^/]+)"));
  }
}
