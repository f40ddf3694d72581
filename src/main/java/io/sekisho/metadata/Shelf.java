package io.sekisho.metadata;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A collection of resources of one kind: listed at its path, each one found below it by id.
///
/// @param path such as `/instance/volume_attachments`; its last segment names the list's member
/// @param listed what listing is called in the audit trail
/// @param found what getting one is called there
/// @param paged whether it is given out in pages, like the VPC API's collection of that name
record Shelf<T>(
    String path,
    String listed,
    String found,
    boolean paged,
    Function<View, List<T>> stock,
    Function<T, String> id,
    BiFunction<View, T, Members> document) {

  Outcome<Members> list(View view, Page page) {
    List<T> all = stock.apply(view);
    return paged ? page(view, page, all) : Outcome.of(members(view, all));
  }

  Outcome<Members> get(View view, String wanted) {
    List<T> all = stock.apply(view);
    Optional<Integer> position = position(all, wanted);
    return position.isPresent()
        ? Outcome.of(document.apply(view, all.get(position.get())))
        : Outcome.refuse(
            Problem.of(
                    Code.NOT_FOUND,
                    "Nothing in `"
                        + name()
                        + "` of this instance has that id; list `"
                        + name()
                        + "` to see which there are.")
                .parameter("id"));
  }

  /// A page is named by the id it begins with: what is added or removed before it moves nothing.
  private Outcome<Members> page(View view, Page page, List<T> all) {
    Optional<Integer> first =
        page.start().isPresent() ? position(all, page.start().get()) : Optional.of(0);
    if (first.isEmpty()) {
      return Outcome.refuse(
          Problem.of(
                  Code.INVALID_VALUE,
                  "The query parameter `start` leads nowhere; take it from a page's `next` link, or"
                      + " leave it out to begin anew.")
              .parameter("start"));
    }
    int end = Math.min(all.size(), first.get() + page.size());
    Optional<T> next = end < all.size() ? Optional.of(all.get(end)) : Optional.empty();
    return Outcome.of(
        members(view, all.subList(first.get(), end))
            .with("first", link(view, page, ""))
            .with("limit", page.size())
            .maybe("next", next.map(item -> link(view, page, "&start=" + encoded(item))))
            .with("total_count", all.size()));
  }

  private Members members(View view, List<T> items) {
    return new Members()
        .with(name(), items.stream().map(item -> document.apply(view, item)).toList());
  }

  private Optional<Integer> position(List<T> all, String wanted) {
    return IntStream.range(0, all.size())
        .filter(i -> id.apply(all.get(i)).equals(wanted))
        .boxed()
        .findFirst();
  }

  private Members link(View view, Page page, String start) {
    return new Members().with("href", view.href(path + "?limit=" + page.size() + start));
  }

  private String encoded(T item) {
    return URLEncoder.encode(id.apply(item), StandardCharsets.UTF_8);
  }

  private String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
