package io.sekisho.iamapi;

import io.sekisho.control.Store.Order;
import io.sekisho.identity.Filter;
import io.sekisho.identity.Listing;
import io.sekisho.identity.Listing.Wanted;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The page that a caller of IAM's lists wants to see: by parameters, or by the token of the page
/// before, which says all of them.
///
/// @param parameters of the first page
/// @param offset how many records the pages before had
record Paging(Map<String, String> parameters, Wanted wanted, int offset) {
  static final String TOKEN = "pagetoken";

  /// What every list can be asked.
  static final Set<String> PARAMETERS =
      Set.of("account_id", "name", "pagesize", TOKEN, "sort", "order", "include_history", "filter");

  private static final Map<String, Order> ORDERS =
      Map.of(
          "name", Order.NAME,
          "description", Order.DESCRIPTION,
          "created_at", Order.CREATED_AT,
          "modified_at", Order.MODIFIED_AT);

  private static final int DEFAULT_SIZE = 20;
  private static final int MAX_SIZE = 100;

  /// The parameters of a list that knows more of them.
  static Set<String> and(Set<String> more) {
    return Stream.concat(PARAMETERS.stream(), more.stream()).collect(Collectors.toSet());
  }

  /// @param attributes what a filter may name
  static Outcome<Paging> of(Call call, Set<String> attributes) {
    String token = call.query().get(TOKEN);
    Outcome<Bookmark> bookmark =
        token == null
            ? Outcome.of(new Bookmark(call.query(), Optional.empty(), 0))
            : Bookmark.read(token);
    return bookmark.then(at -> at.paging(attributes));
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
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
    return Answers.origin(call) + path + query(parameters);
  }

  /// The address of the next page, if there is one.
  Optional<String> next(Call call, String path, Listing<?> listing) {
    return listing
        .next()
        .map(after -> new Bookmark(parameters, Optional.of(after), offset + listing.items().size()))
        .map(bookmark -> Map.of(TOKEN, bookmark.token()))
        .map(query -> Answers.origin(call) + path + query(query));
  }

  private static String query(Map<String, String> parameters) {
    StringBuilder query = new StringBuilder();
    parameters.forEach(
        (name, value) ->
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return query.toString();
  }

  /// What a token holds. It is no secret and opens nothing: whoever changes it asks another
  /// question, which is checked as any other.
  record Bookmark(Map<String, String> parameters, Optional<String> after, int offset) {
    static Outcome<Bookmark> read(String token) {
      try {
        byte[] json = Base64.getUrlDecoder().decode(token);
        return Documents.read(json, Bookmark.class, "parameters", "after", "offset")
                instanceof Outcome.Granted<Bookmark> granted
            ? granted
            : unreadable();
      } catch (IllegalArgumentException _) {
        return unreadable();
      }
    }

    private static Outcome<Bookmark> unreadable() {
      return refuse(TOKEN, "This pagetoken is not one of ours: begin with the first page.");
    }

    String token() {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Documents.json(this));
    }

    Outcome<Paging> paging(Set<String> attributes) {
      Map<String, String> asked = new LinkedHashMap<>(parameters);
      asked.remove(TOKEN);
      Order order = ORDERS.get(asked.getOrDefault("sort", "created_at"));
      if (order == null) {
        return refuse("sort", "Give sort as name, description, created_at or modified_at.");
      }
      String direction = asked.getOrDefault("order", "asc");
      if (!direction.equals("asc") && !direction.equals("desc")) {
        return refuse("order", "Give order as asc or desc.");
      }
      String size = asked.getOrDefault("pagesize", Integer.toString(DEFAULT_SIZE));
      if (!size.matches("[1-9]\\d{0,2}") || Integer.parseInt(size) > MAX_SIZE) {
        return refuse("pagesize", "Give pagesize from 1 to %d.".formatted(MAX_SIZE));
      }
      return filter(asked, attributes)
          .map(
              filter ->
                  new Wanted(
                      Optional.ofNullable(asked.get("name")),
                      Optional.empty(),
                      filter,
                      order,
                      direction.equals("desc"),
                      after,
                      Integer.parseInt(size)))
          .map(wanted -> new Paging(asked, wanted, offset));
    }

    private static Outcome<Filter> filter(Map<String, String> asked, Set<String> attributes) {
      String text = asked.get("filter");
      return text == null ? Outcome.of(Filter.ALL) : Filter.parse(text, attributes);
    }

    private static <T> Outcome<T> refuse(String parameter, String message) {
      return Outcome.refuse(Problem.of(Code.INVALID_VALUE, message).parameter(parameter));
    }
  }
}
