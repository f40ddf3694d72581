package io.sekisho.iamapi;

import io.sekisho.control.Store.Order;
import io.sekisho.identity.Filter;
import io.sekisho.identity.Listing;
import io.sekisho.identity.Listing.Wanted;
import io.sekisho.problem.Outcome;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Parameters;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The page that a caller of IAM's lists wants to see: by parameters, or by the token of the page
/// before, which says all of them.
///
/// @param parameters of the first page
/// @param offset how many records the pages before had
record Paging(Parameters parameters, Wanted wanted, int offset) {
  static final String TOKEN = "pagetoken";

  /// What every list can be asked.
  static final Set<String> PARAMETERS =
      Set.of("account_id", "name", "pagesize", TOKEN, "sort", "order", "include_history", "filter");

  private static final int DEFAULT_SIZE = 20;
  private static final int MAX_SIZE = 100;

  /// The parameters of a list that knows more of them.
  static Set<String> and(Set<String> more) {
    return Stream.concat(PARAMETERS.stream(), more.stream()).collect(Collectors.toSet());
  }

  /// @param attributes what a filter may name
  static Outcome<Paging> of(Call call, Set<String> attributes) {
    return Bookmark.of(call, TOKEN).then(at -> at.paging(attributes));
  }

  Optional<String> parameter(String name) {
    return parameters.text(name);
  }

  /// The same page of other records: those of one identity.
  Paging of(String identity) {
    return new Paging(parameters, wanted.of(identity), offset);
  }

  /// The same page, of records with this attribute alone.
  Paging only(String attribute, String value) {
    return new Paging(parameters, wanted.only(attribute, value), offset);
  }

  /// The address of the first page.
  String first(Call call, String path) {
    return call.href(path, parameters);
  }

  /// The address of the next page, if there is one.
  Optional<String> next(Call call, String path, Listing<?> listing) {
    return listing
        .next()
        .map(after -> new Bookmark(parameters, Optional.of(after), offset + listing.items().size()))
        .map(bookmark -> call.href(path, bookmark.parameter(TOKEN)));
  }

  /// What a token holds. It is no secret and opens nothing: whoever changes it asks another
  /// question, which is checked as any other.
  record Bookmark(Parameters parameters, Optional<String> after, int offset) {
    /// Of the page that a call asks for.
    ///
    /// @param name of the parameter that such a token is in
    static Outcome<Bookmark> of(Call call, String name) {
      return call.parameter(name)
          .map(token -> read(name, token))
          .orElseGet(() -> Outcome.of(new Bookmark(call.parameters(), Optional.empty(), 0)));
    }

    private static Outcome<Bookmark> read(String name, String token) {
      try {
        byte[] json = Base64.getUrlDecoder().decode(token);
        return Documents.read(json, Bookmark.class, "parameters", "after", "offset")
                instanceof Outcome.Granted<Bookmark> granted
            ? granted
            : unreadable(name);
      } catch (IllegalArgumentException _) {
        return unreadable(name);
      }
    }

    private static Outcome<Bookmark> unreadable(String name) {
      return Parameters.invalid(
          name, "This page token is not one of ours: begin with the first page.");
    }

    Parameters parameter(String name) {
      return Parameters.NONE.with(
          name, Base64.getUrlEncoder().withoutPadding().encodeToString(Documents.json(this)));
    }

    Outcome<Paging> paging(Set<String> attributes) {
      Parameters asked = parameters.without(TOKEN);
      return asked
          .word("sort", "created_at", List.of("name", "description", "created_at", "modified_at"))
          .then(
              sort ->
                  asked
                      .word("order", "asc", List.of("asc", "desc"))
                      .then(
                          order ->
                              asked
                                  .number("pagesize", DEFAULT_SIZE, 1, MAX_SIZE)
                                  .then(
                                      size ->
                                          filter(asked, attributes)
                                              .map(
                                                  filter ->
                                                      new Wanted(
                                                          asked.text("name"),
                                                          Optional.empty(),
                                                          filter,
                                                          Order.valueOf(
                                                              sort.toUpperCase(Locale.ROOT)),
                                                          order.equals("desc"),
                                                          after,
                                                          size)))))
          .map(wanted -> new Paging(asked, wanted, offset));
    }

    private static Outcome<Filter> filter(Parameters asked, Set<String> attributes) {
      return asked
          .text("filter")
          .map(text -> Filter.parse(text, attributes))
          .orElseGet(() -> Outcome.of(Filter.ALL));
    }
  }
}
