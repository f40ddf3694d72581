package io.sekisho.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All routes, as a tree of the segments of their paths: a request costs what its path is long, not
/// what routes there are.
final class Paths {
  private static final String SEVERAL = "{ref}";

  private final Node root = new Node();

  Paths(List<Route> routes) {
    for (int i = 0; i < routes.size(); i++) {
      List<String> template = List.of(routes.get(i).template().split("/", -1));
      add(root, template, 0, new Leaf(i, routes.get(i), List.of()));
    }
  }

  /// A route, and what a path has in its open places, decoded.
  record Match(Route route, List<String> captures) {}

  /// Where the paths that begin alike go on.
  private static final class Node {
    private final Map<String, Node> fixed = new HashMap<>();
    private final List<Node> open = new ArrayList<>();
    private final List<Leaf> leaves = new ArrayList<>();

    Node open() {
      if (open.isEmpty()) {
        open.add(new Node());
      }
      return open.getFirst();
    }
  }

  /// @param order the route's place among all: who comes earlier wins
  /// @param places which segments each open place takes
  private record Leaf(int order, Route route, List<Place> places) {
    Leaf with(Place place) {
      List<Place> more = new ArrayList<>(places);
      more.add(place);
      return new Leaf(order, route, more);
    }

    Optional<Match> match(List<String> path) {
      try {
        return Optional.of(
            new Match(route, places.stream().map(it -> decode(it.of(path))).toList()));
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }
  }

  private record Place(int from, int to) {
    String of(List<String> path) {
      return String.join("/", path.subList(from, to));
    }
  }

  /// Adds what is left of a template below a node.
  private static void add(Node node, List<String> left, int at, Leaf leaf) {
    if (left.isEmpty()) {
      node.leaves.add(leaf);
      return;
    }
    String segment = left.getFirst();
    List<String> rest = left.subList(1, left.size());
    if (segment.equals(SEVERAL)) {
      add(node.open().open(), rest, at + 2, leaf.with(new Place(at, at + 2)));
    }
    if (segment.matches("\\{\\w+}")) {
      add(node.open(), rest, at + 1, leaf.with(new Place(at, at + 1)));
    } else if (segment.indexOf('{') >= 0) {
      throw new IllegalArgumentException("an open place is a whole segment: " + segment);
    } else {
      add(node.fixed.computeIfAbsent(segment, _ -> new Node()), rest, at + 1, leaf);
    }
  }

  /// The routes of a path, whatever their methods, in their order.
  List<Match> find(String path) {
    List<String> segments = List.of(path.split("/", -1));
    List<Leaf> found = new ArrayList<>();
    collect(root, segments, 0, found);
    found.sort(Comparator.comparingInt(Leaf::order));
    return found.stream().flatMap(leaf -> leaf.match(segments).stream()).toList();
  }

  private static void collect(Node node, List<String> path, int at, List<Leaf> found) {
    if (at == path.size()) {
      found.addAll(node.leaves);
      return;
    }
    String segment = path.get(at);
    Node fixed = node.fixed.get(segment);
    if (fixed != null) {
      collect(fixed, path, at + 1, found);
    }
    if (!segment.isEmpty()) {
      node.open.forEach(it -> collect(it, path, at + 1, found));
    }
  }

  /// Percent signs only: a plus is a plus in a path.
  private static String decode(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
