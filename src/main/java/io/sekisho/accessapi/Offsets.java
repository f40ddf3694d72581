package io.sekisho.accessapi;

import io.sekisho.problem.Outcome;
import io.sekisho.web.Call;
import java.util.List;
import java.util.Optional;

/// A page by its offset, as IBM's lists of access groups have them.
record Offsets(int limit, int offset) {
  private static final int MOST = 100;
  private static final int USUAL = 50;
  private static final int FARTHEST = 1_000_000;

  /// Another page's address.
  record Link(String href) {}

  static Outcome<Offsets> of(Call call) {
    return call.parameters()
        .number("limit", USUAL, 0, MOST)
        .then(
            limit ->
                call.parameters()
                    .number("offset", 0, 0, FARTHEST)
                    .map(offset -> new Offsets(limit, offset)));
  }

  <T> List<T> of(List<T> all) {
    return all.stream().skip(offset).limit(limit).toList();
  }

  Link first(Call call, String path) {
    return link(call, path, 0);
  }

  Optional<Link> previous(Call call, String path) {
    return offset == 0
        ? Optional.empty()
        : Optional.of(link(call, path, Math.max(0, offset - limit)));
  }

  Optional<Link> next(Call call, String path, int total) {
    return limit == 0 || offset + limit >= total
        ? Optional.empty()
        : Optional.of(link(call, path, offset + limit));
  }

  Link last(Call call, String path, int total) {
    int last = limit == 0 || total == 0 ? 0 : (total - 1) / limit * limit;
    return link(call, path, last);
  }

  private Link link(Call call, String path, int start) {
    return new Link(
        call.href(
            path,
            call.parameters()
                .with("limit", Integer.toString(limit))
                .with("offset", Integer.toString(start))));
  }
}
