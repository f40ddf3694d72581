package io.sekisho.metadata;

import io.sekisho.problem.Outcome;
import java.util.function.Function;

/// Where a path below `/metadata/v1` leads.
sealed interface Route {
  /// What going there is called in the audit trail.
  String action();

  boolean paged();

  Outcome<Members> read(View view, Page page);

  /// A document that there is one of.
  record Single(String action, Function<View, Members> document) implements Route {
    @Override
    public boolean paged() {
      return false;
    }

    @Override
    public Outcome<Members> read(View view, Page page) {
      return Outcome.of(document.apply(view));
    }
  }

  /// A whole collection.
  record Listing(Shelf<?> shelf) implements Route {
    @Override
    public String action() {
      return shelf.listed();
    }

    @Override
    public boolean paged() {
      return shelf.paged();
    }

    @Override
    public Outcome<Members> read(View view, Page page) {
      return shelf.list(view, page);
    }
  }

  /// One member of a collection.
  record Entry(Shelf<?> shelf, String id) implements Route {
    @Override
    public String action() {
      return shelf.found();
    }

    @Override
    public boolean paged() {
      return false;
    }

    @Override
    public Outcome<Members> read(View view, Page page) {
      return shelf.get(view, id);
    }
  }
}
