package io.sekisho.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// IBM's IAM APIs, and whatever else takes an access token: documents as they come. A token of one
/// account opens them.
public final class Iam {
  private final AccessToken token;
  private final Transport transport;

  /// @param tokens what was got before
  public Iam(Context context, TokenFile tokens) {
    this.token = new AccessToken(context, tokens);
    this.transport = new Transport(context, token);
  }

  public AccessToken token() {
    return token;
  }

  /// A document and its version.
  ///
  /// @param version as `If-Match` takes it; empty if it has none
  public record Found(JsonNode document, String version) {}

  public Found get(String path) {
    Transport.Answer answer = good(transport.send("GET", path));
    return new Found(document(answer), answer.version());
  }

  public JsonNode send(String method, String path, Object body) {
    return send(method, path, body, "");
  }

  /// @param version which version the change is meant for; empty for any
  public JsonNode send(String method, String path, Object body, String version) {
    byte[] json = Documents.json(body);
    String type = "application/json";
    Map<String, String> headers =
        version.isEmpty()
            ? Map.of("Content-Type", type)
            : Map.of("Content-Type", type, "If-Match", version);
    return document(good(transport.send(method, path, json, headers)));
  }

  public void delete(String path) {
    good(transport.send("DELETE", path));
  }

  /// What a collection has, page by page.
  ///
  /// @param members where a page has them, such as `/apikeys`
  public List<JsonNode> all(String path, List<String> members) {
    List<JsonNode> found = new ArrayList<>();
    Optional<String> next = Optional.of(path);
    while (next.isPresent()) {
      JsonNode page = get(next.get()).document();
      members.forEach(member -> page.at(member).forEach(found::add));
      next = next(next.get(), page);
    }
    return found;
  }

  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// Whatever host a page names: the next one is asked for where the context says.
  private static Optional<String> next(String path, JsonNode page) {
    for (String pointer : List.of("/next", "/next/href", "/next_url")) {
      String url = page.at(pointer).asString("");
      if (!url.isEmpty()) {
        URI uri = URI.create(url);
        return Optional.of(uri.getRawPath() + "?" + uri.getRawQuery());
      }
    }
    long end = page.path("offset").asLong(0) + page.path("limit").asLong(0);
    return page.has("offset") && path.contains("?") && end < page.path("total_count").asLong(0)
        ? Optional.of(path.replaceFirst("&offset=\\d+", "") + "&offset=" + end)
        : Optional.empty();
  }

  private static Transport.Answer good(Transport.Answer answer) {
    if (!answer.good()) {
      throw refusal(answer);
    }
    return answer;
  }

  static JsonNode document(Transport.Answer answer) {
    try {
      return Documents.parse(answer.body().length == 0 ? new byte[] {'{', '}'} : answer.body());
    } catch (JacksonException _) {
      throw new Failure("The server's answer is not understood: use the `sekisho` of its version.");
    }
  }

  static Failure refusal(Transport.Answer answer) {
    try {
      JsonNode body = Documents.parse(answer.body());
      List<String> messages = new ArrayList<>();
      body.path("errors").forEach(each -> messages.add(each.path("message").asString("")));
      String single = body.path("errorMessage").asString("");
      if (!single.isEmpty()) {
        messages.add(single);
      }
      if (messages.size() == 1) {
        return new Failure(messages.getFirst(), trace(answer, body));
      } else if (!messages.isEmpty()) {
        return new Failure("Refused, nothing was changed:", messages);
      }
    } catch (JacksonException _) {
      // Whoever answers like this is no Sekisho, as is said below.
    }
    return new Failure("The server answered with status " + answer.status() + ": is it Sekisho?");
  }

  private static List<String> trace(Transport.Answer answer, JsonNode body) {
    return answer.status() < 500 ? List.of() : List.of("trace: " + body.path("trace").asString(""));
  }
}
