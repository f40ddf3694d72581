package io.sekisho.openapi;

import io.sekisho.problem.Outcome;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import io.sekisho.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// The routes as documents, and the routes that serve these.
///
/// Anyone may read them, in a browser too: they are the same for everyone and in the source, and a
/// browser has no token to show.
public final class OpenApi {
  /// As strict as a page without scripts can be.
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final String HTML = "text/html; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String JSON = "application/json";

  private final List<Route> all;
  private final Map<Volume, String> texts = new EnumMap<>(Volume.class);

  private OpenApi(List<Route> others) {
    List<Route> own = new ArrayList<>();
    own.add(page("/docs", HTML, this::html));
    own.add(page("/docs/style.css", CSS, OpenApi::style));
    for (Volume volume : Volume.values()) {
      own.add(page(volume.path(), JSON, () -> text(volume)));
    }
    own.addAll(others);
    this.all = List.copyOf(own);
  }

  /// All routes: those given, and those that tell about all of them.
  public static List<Route> with(List<Route> others) {
    return new OpenApi(others).all;
  }

  /// One of the documents, made of the routes it is about.
  static ObjectNode document(Volume volume, List<Route> routes) {
    return new Operations(volume, routes).document();
  }

  /// A document as it is kept and served.
  static String written(ObjectNode document) {
    return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
  }

  /// Made when first asked for: a start does not pay for it.
  private synchronized String text(Volume volume) {
    return texts.computeIfAbsent(volume, each -> written(document(each, all)));
  }

  private String html() {
    List<ObjectNode> documents = new ArrayList<>();
    for (Volume volume : Volume.values()) {
      documents.add((ObjectNode) Json.mapper().readTree(text(volume)));
    }
    return Page.of(documents);
  }

  private static String style() {
    try (InputStream in =
        Objects.requireNonNull(OpenApi.class.getResourceAsStream("style.css"), "style.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Route page(String path, String type, Supplier<String> text) {
    return Route.open("GET", path, _ -> Outcome.of(reply(type, text.get())))
        .page()
        .answering(200, Shape.media(type));
  }

  private static Reply reply(String type, String text) {
    return Reply.text(200, type, text)
        .with("Content-Security-Policy", POLICY)
        .with("Cross-Origin-Opener-Policy", "same-origin")
        .with("Cross-Origin-Resource-Policy", "same-origin")
        .with("Referrer-Policy", "no-referrer");
  }
}
