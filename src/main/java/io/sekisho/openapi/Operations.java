package io.sekisho.openapi;

import io.sekisho.web.Contract;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import io.sekisho.wire.Errors;
import io.sekisho.wire.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes a document of routes.
final class Operations {
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
  private static final Shape HOUSE = Shape.of(Errors.class);

  /// What those of a status say, where every contract means the same by it.
  private static final Map<Integer, String> REFUSALS =
      Map.of(
          400, "The request is not what it has to be: the body says what to do.",
          401, "No token, or one that does not count. Who is unknown does not learn what there is.",
          403, "The caller may not do this; or a page in a browser asked.",
          404, "Nothing of that id or name.",
          409, "Something is in the way, or several have that name; nothing was changed.",
          412, "It was changed since the version in `If-Match`.",
          413, "The body is too long.",
          415, "The body is of another type.");

  private final Volume volume;
  private final List<Route> routes;
  private final Set<String> reading;
  private final Schemas schemas;
  private final Map<String, ObjectNode> refusals = new TreeMap<>();

  Operations(Volume volume, List<Route> routes) {
    this.volume = volume;
    this.routes = routes.stream().filter(each -> volume.has(each)).toList();
    this.reading =
        this.routes.stream()
            .filter(Operations::isGet)
            .map(Operations::action)
            .collect(Collectors.toSet());
    this.schemas =
        new Schemas(this.routes.stream().flatMap(each -> each.contract().body().stream()).toList());
  }

  ObjectNode document() {
    ObjectNode document = Json.mapper().createObjectNode();
    document.put("openapi", "3.1.0");
    ObjectNode info = document.putObject("info");
    info.put("title", volume.title());
    info.put("version", "1");
    info.put("description", volume.about());
    ObjectNode server = document.putArray("servers").addObject();
    server.put("url", "/");
    server.put("description", "The server that gave this document.");
    document.putArray("security").addObject().putArray("bearer");
    tags(document.putArray("tags"));
    paths(document.putObject("paths"));
    ObjectNode components = document.putObject("components");
    ObjectNode bearer = components.putObject("securitySchemes").putObject("bearer");
    bearer.put("type", "http");
    bearer.put("scheme", "bearer");
    bearer.put("description", "An IAM access token, or an operator's key.");
    refusals.forEach(components.putObject("responses")::set);
    components.set("schemas", schemas.components());
    return document;
  }

  private void tags(ArrayNode tags) {
    routes.stream()
        .map(each -> tag(each.template()))
        .collect(Collectors.toCollection(TreeSet::new))
        .forEach(name -> tags.addObject().put("name", name));
  }

  private void paths(ObjectNode paths) {
    Map<String, Map<String, Route>> sorted = new TreeMap<>();
    for (Route route : routes) {
      sorted
          .computeIfAbsent(route.template(), _ -> new TreeMap<>())
          .put(route.method().toLowerCase(Locale.ROOT), route);
    }
    sorted.forEach(
        (template, methods) -> {
          ObjectNode path = paths.putObject(template);
          methods.forEach((method, route) -> operation(route, path.putObject(method)));
        });
  }

  private void operation(Route route, ObjectNode operation) {
    operation.put("operationId", id(route));
    operation.putArray("tags").add(tag(route.template()));
    route.permission().ifPresent(it -> operation.put("x-sekisho-action", it.action()));
    if (route.permission().isEmpty()) {
      operation.putArray("security");
    }
    parameters(route, operation);
    body(route, operation);
    ObjectNode responses = operation.putObject("responses");
    route
        .contract()
        .answers()
        .forEach((status, shape) -> answer(responses.putObject(status.toString()), shape));
    for (int status : refusals(route)) {
      if (!route.contract().answers().containsKey(status)) {
        responses.set(Integer.toString(status), refusal(status, route.contract()));
      }
    }
    responses.set("default", named("default", "Any other refusal.", List.of(HOUSE)));
  }

  private static void parameters(Route route, ObjectNode operation) {
    ArrayNode parameters = Json.mapper().createArrayNode();
    Matcher places = PLACE.matcher(route.template());
    while (places.find()) {
      ObjectNode place = parameter(parameters, places.group(1), "path");
      if (places.group(1).equals("ref")) {
        place.put("description", "Its id, its name, or account/name.");
      }
    }
    new TreeSet<>(route.parameters()).forEach(name -> parameter(parameters, name, "query"));
    if (route.contract().versioned()) {
      parameter(parameters, "If-Match", "header")
          .put("required", true)
          .put("description", "The version that the change is meant for: the ETag of an answer.");
    }
    if (!parameters.isEmpty()) {
      operation.set("parameters", parameters);
    }
  }

  private static ObjectNode parameter(ArrayNode parameters, String name, String in) {
    ObjectNode parameter = parameters.addObject().put("name", name).put("in", in);
    if (in.equals("path")) {
      parameter.put("required", true);
    }
    parameter.putObject("schema").put("type", "string");
    return parameter;
  }

  private void body(Route route, ObjectNode operation) {
    if (route.contentTypes().isEmpty()) {
      return;
    }
    ObjectNode body = operation.putObject("requestBody").put("required", true);
    ObjectNode content = body.putObject("content");
    for (String type : new TreeSet<>(route.contentTypes())) {
      ObjectNode media = content.putObject(type);
      route.contract().body().ifPresent(shape -> media.set("schema", schemas.of(shape)));
    }
  }

  private void answer(ObjectNode response, Shape shape) {
    switch (shape) {
      case Shape.Nothing() -> response.put("description", "Done; there is nothing to tell.");
      case Shape.Media(String type) -> {
        response.put("description", "What was asked for.");
        response.putObject("content").putObject(type);
      }
      case Shape.Of _, Shape.Several _, Shape.Members _ -> {
        response.put("description", "What was asked for, or what came of it.");
        json(response).set("schema", schemas.of(shape));
      }
    }
  }

  private static ObjectNode json(ObjectNode response) {
    return response.putObject("content").putObject("application/json");
  }

  /// Which refusals a caller has to reckon with, besides those that any request can meet.
  private Set<Integer> refusals(Route route) {
    Set<Integer> all = new TreeSet<>(Set.of(400));
    if (route.permission().isPresent()) {
      all.addAll(Set.of(401, 403));
      if (!isGet(route) && !reading.contains(action(route))) {
        all.add(409);
      }
    }
    if (!route.contentTypes().isEmpty()) {
      all.addAll(Set.of(413, 415));
      if (route.permission().isEmpty()) {
        all.add(401);
      }
    }
    if (PLACE.matcher(route.template()).find()) {
      all.add(404);
    }
    if (route.template().contains("{ref}")) {
      all.add(409);
    }
    if (route.contract().versioned()) {
      all.add(412);
    }
    return all;
  }

  /// The gate's refusals have the house's form; the rest have the contract's.
  private ObjectNode refusal(int status, Contract contract) {
    Shape form = contract.refusal();
    List<Shape> forms =
        switch (status) {
          case 401 -> isTree(form) ? List.of(form) : List.of(HOUSE);
          case 403 -> form.equals(HOUSE) ? List.of(HOUSE) : List.of(form, HOUSE);
          default -> List.of(form);
        };
    String text = REFUSALS.getOrDefault(status, "Refused.");
    return named(Integer.toString(status), text, forms);
  }

  private static boolean isTree(Shape form) {
    return form instanceof Shape.Members;
  }

  /// A refusal among the components, and what refers to it.
  private ObjectNode named(String status, String text, List<Shape> forms) {
    String name = status + "." + Schemas.name(forms.getFirst());
    refusals.computeIfAbsent(
        name,
        _ -> {
          ObjectNode response = Json.mapper().createObjectNode().put("description", text);
          ObjectNode media = json(response);
          if (forms.size() == 1) {
            media.set("schema", schemas.of(forms.getFirst()));
          } else {
            ArrayNode any = media.putObject("schema").putArray("anyOf");
            forms.forEach(each -> any.add(schemas.of(each)));
          }
          return response;
        });
    return Json.mapper().createObjectNode().put("$ref", "#/components/responses/" + name);
  }

  private static boolean isGet(Route route) {
    return route.method().equals("GET") || route.method().equals("HEAD");
  }

  private static String action(Route route) {
    return route.permission().map(Route.Permission::action).orElse("");
  }

  /// Such as `get.v1.profiles.profile_id`: stable as long as the path is.
  private static String id(Route route) {
    String path = route.template().replaceAll("[{}]", "").replaceAll("/$", "/all");
    return route.method().toLowerCase(Locale.ROOT) + path.replace('/', '.').replace("..", ".");
  }

  /// The collection that a path is in.
  private static String tag(String template) {
    String inner = template.replaceFirst("^/(sekisho/)?v\\d/", "/");
    if (inner.startsWith("/accounts/{account_id}/")) {
      return inner.contains("settings") ? "settings" : "users";
    }
    return inner.split("/", -1)[1];
  }
}
