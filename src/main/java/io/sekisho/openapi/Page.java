package io.sekisho.openapi;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The documents as one page for people: no script, nothing from elsewhere.
final class Page {
  private static final String LOCAL = "#/components/";

  private final StringBuilder html = new StringBuilder(1 << 16);

  private Page() {}

  static String of(List<ObjectNode> documents) {
    Page page = new Page();
    page.html.append(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Sekisho's API</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/docs/style.css">
        </head>
        <body>
        <header>
        <h1>Sekisho's API</h1>
        <p>For <code>curl</code>, set <code>SEKISHO</code> to this server's address and \
        <code>TOKEN</code> to an access token or an operator's key.</p>
        </header>
        """);
    for (int number = 0; number < documents.size(); number++) {
      page.document(documents.get(number), "d" + number);
    }
    page.html.append("</body>\n</html>\n");
    return page.html.toString();
  }

  private void document(ObjectNode document, String anchor) {
    html.append("<main>\n<h2>").append(safe(document.at("/info/title"))).append("</h2>\n<p>");
    html.append(safe(document.at("/info/description"))).append("</p>\n<nav>\n");
    Map<String, StringBuilder> byTag = byTag(document, anchor);
    byTag
        .keySet()
        .forEach(
            tag ->
                html.append("<a href=\"#%s-%s\">%s</a>\n".formatted(anchor, safe(tag), safe(tag))));
    html.append("</nav>\n");
    byTag.forEach(
        (tag, operations) ->
            html.append("<section id=\"%s-%s\">\n<h3>".formatted(anchor, safe(tag)))
                .append(safe(tag))
                .append("</h3>\n")
                .append(operations)
                .append("</section>\n"));
    html.append("<section>\n<h3>Schemas</h3>\n");
    for (Map.Entry<String, JsonNode> schema : document.at("/components/schemas").properties()) {
      String name = safe(schema.getKey());
      html.append(
          "<details id=\"%s-schema-%s\"><summary><code>%s</code></summary>%s</details>\n"
              .formatted(anchor, name, name, schema(schema.getValue(), anchor)));
    }
    html.append("</section>\n</main>\n");
  }

  private static Map<String, StringBuilder> byTag(ObjectNode document, String anchor) {
    Map<String, StringBuilder> all = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        all.computeIfAbsent(operation.getValue().at("/tags/0").asString(), _ -> new StringBuilder())
            .append(operation(document, path.getKey(), operation.getKey(), anchor));
      }
    }
    return all;
  }

  private static String operation(ObjectNode document, String path, String method, String anchor) {
    JsonNode operation = document.get("paths").get(path).get(method);
    StringBuilder out = new StringBuilder();
    out.append("<details id=\"").append(anchor).append('-');
    out.append(safe(operation.get("operationId"))).append("\"><summary><b class=\"");
    out.append(safe(method)).append("\">").append(safe(method)).append("</b> <code>");
    out.append(safe(path)).append("</code></summary>\n<p>");
    out.append(
        operation.has("x-sekisho-action")
            ? "Action: <code>" + safe(operation.get("x-sekisho-action")) + "</code>"
            : "Anyone may ask: no token.");
    out.append("</p>\n");
    parameters(operation, out);
    operation
        .at("/requestBody/content")
        .properties()
        .forEach(
            media ->
                out.append("<p>Body, <code>")
                    .append(safe(media.getKey()))
                    .append("</code>: ")
                    .append(schema(media.getValue().path("schema"), anchor))
                    .append("</p>\n"));
    responses(document, operation, anchor, out);
    out.append("<pre>").append(safe(curl(operation, path, method))).append("</pre>\n</details>\n");
    return out.toString();
  }

  private static void parameters(JsonNode operation, StringBuilder out) {
    if (!operation.has("parameters")) {
      return;
    }
    out.append("<table><tr><th>parameter</th><th>in</th><th></th></tr>\n");
    for (JsonNode parameter : operation.get("parameters")) {
      out.append(
          "<tr><td><code>%s</code>%s</td><td>%s</td><td>%s</td></tr>\n"
              .formatted(
                  safe(parameter.get("name")),
                  parameter.path("required").asBoolean(false) ? " *" : "",
                  safe(parameter.get("in")),
                  safe(parameter.path("description"))));
    }
    out.append("</table>\n");
  }

  private static void responses(
      ObjectNode document, JsonNode operation, String anchor, StringBuilder out) {
    out.append("<table><tr><th>status</th><th></th><th>body</th></tr>\n");
    operation
        .get("responses")
        .properties()
        .forEach(
            each -> {
              JsonNode response = resolved(document, each.getValue());
              StringBuilder bodies = new StringBuilder();
              response
                  .path("content")
                  .properties()
                  .forEach(
                      media ->
                          bodies.append(
                              media.getValue().has("schema")
                                  ? schema(media.getValue().get("schema"), anchor)
                                  : "<code>" + safe(media.getKey()) + "</code>"));
              out.append(
                  "<tr><td>%s</td><td>%s</td><td>%s</td></tr>\n"
                      .formatted(safe(each.getKey()), safe(response.get("description")), bodies));
            });
    out.append("</table>\n");
  }

  private static JsonNode resolved(ObjectNode document, JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
  }

  /// A schema in few words: members with their types; what has to be there has a star.
  private static String schema(JsonNode schema, String anchor) {
    if (schema.has("$ref")) {
      String name = safe(schema.get("$ref").asString().substring((LOCAL + "schemas/").length()));
      return "<a href=\"#%s-schema-%s\">%s</a>".formatted(anchor, name, name);
    }
    if (schema.has("anyOf")) {
      StringBuilder any = new StringBuilder();
      schema
          .get("anyOf")
          .forEach(each -> any.append(any.isEmpty() ? "" : " or ").append(schema(each, anchor)));
      return any.toString();
    }
    if (schema.has("enum")) {
      StringBuilder words = new StringBuilder();
      schema
          .get("enum")
          .forEach(word -> words.append(" <code>").append(safe(word)).append("</code>"));
      return "one of" + words;
    }
    if (schema.has("items")) {
      return "list of " + schema(schema.get("items"), anchor);
    }
    if (schema.has("properties")) {
      return members(schema, anchor);
    }
    String format = schema.has("format") ? " (" + safe(schema.get("format")) + ")" : "";
    return schema.has("type") ? safe(schema.get("type")) + format : "anything";
  }

  private static String members(JsonNode schema, String anchor) {
    List<String> required = schema.path("required").valueStream().map(JsonNode::asString).toList();
    StringBuilder out = new StringBuilder("<ul>");
    schema
        .get("properties")
        .properties()
        .forEach(
            member ->
                out.append("<li><code>")
                    .append(safe(member.getKey()))
                    .append("</code>")
                    .append(required.contains(member.getKey()) ? " * " : " ")
                    .append(schema(member.getValue(), anchor))
                    .append("</li>"));
    return out.append("</ul>").toString();
  }

  private static String curl(JsonNode operation, String path, String method) {
    StringBuilder line = new StringBuilder("curl --cacert ca.pem");
    if (operation.has("x-sekisho-action")) {
      line.append(" -H \"Authorization: Bearer $TOKEN\"");
    }
    switch (method) {
      case "get" -> {}
      case "head" -> line.append(" --head");
      default -> line.append(" -X ").append(method.toUpperCase(Locale.ROOT));
    }
    for (JsonNode parameter : operation.path("parameters")) {
      if (parameter.get("in").asString().equals("header")) {
        line.append(" -H '").append(parameter.get("name").asString()).append(": …'");
      }
    }
    operation.at("/requestBody/content").properties().stream()
        .findFirst()
        .ifPresent(
            media ->
                line.append(" -H 'Content-Type: ")
                    .append(media.getKey())
                    .append("' --data-binary @body"));
    return line.append(" \"$SEKISHO").append(path).append('"').toString();
  }

  private static String safe(JsonNode text) {
    return safe(text.asString(""));
  }

  private static String safe(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
