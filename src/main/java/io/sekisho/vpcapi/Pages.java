package io.sekisho.vpcapi;

import io.sekisho.estate.Holdings;
import io.sekisho.estate.Refusal;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome.Granted;
import io.sekisho.problem.Outcome.Refused;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Resource;
import io.sekisho.web.Cursor;
import io.sekisho.web.Reply;
import io.sekisho.web.Shape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/// Lists, page by page. Whoever follows `next` to the end meets each resource that was there all
/// along exactly once, whatever is written meanwhile.
public final class Pages {
  private static final int USUAL = 50;
  private static final int MOST = 100;
  private static final String SORT = "sort";
  private static final String CREATED_AT = "created_at";

  private final Request request;
  private final String path;
  private final String member;

  /// @param path of the list, below `/v1`
  /// @param member of the body that holds the resources, such as `subnets`
  public Pages(Request request, String path, String member) {
    this.request = request;
    this.path = "/v1" + path;
    this.member = member;
  }

  /// The parameters of every page.
  public static final Set<String> PARAMETERS = Cursor.PARAMETERS;

  /// The parameter that names the resource group of those that are wanted.
  public static final String GROUP = "resource_group.id";

  /// These parameters, and those of every page.
  static Set<String> and(Set<String> more) {
    Set<String> all = new HashSet<>(Cursor.PARAMETERS);
    all.addAll(more);
    return all;
  }

  /// The form of a page, for those who read about it.
  public static Shape shape(String member, Class<?> type) {
    return Shape.list(member, type)
        .with("first", Link.class)
        .with("next", Link.class)
        .with("limit", Integer.class)
        .with("total_count", Integer.class);
  }

  /// Where a page is.
  public record Link(String href) {}

  /// A page of resources, those that the caller may see.
  ///
  /// @param action that lets a caller see one, such as `is.subnet.subnet.list`
  /// @throws Refusal 403 if the caller may see none, 400 if there is no such page
  public <T extends Resource> Reply of(
      Holdings holdings, List<T> all, String action, Function<? super T, ?> shown) {
    holdings.expectAny(action, all);
    List<T> seen = all.stream().filter(it -> holdings.may(action, it)).toList();
    Map<String, Function<? super T, String>> orders =
        Map.of(CREATED_AT, Pages::place, "name", it -> it.name() + " " + it.id());
    return parts(seen, orders, CREATED_AT, shown);
  }

  /// The same of all of a type, narrowed by [#GROUP] alone.
  public <T extends Resource> Reply grouped(
      Holdings holdings, Class<T> type, String action, Function<? super T, ?> shown) {
    List<T> all = holdings.all(type, where(GROUP, it -> it.identity().resourceGroup()));
    return of(holdings, all, action, shown);
  }

  /// A page of what is no resource of its own, such as a VPC's address prefixes.
  ///
  /// @param id of one, which puts them in order
  public <T> Reply parts(
      List<T> all, Function<? super T, String> id, Function<? super T, ?> shown) {
    return parts(all, Map.of("id", id), "id", shown);
  }

  /// The same in one of several orders, which `sort` names; with a hyphen before it, backwards.
  ///
  /// @param orders what tells one from all others and puts them in order
  /// @param usual the order unless the caller names another
  public <T> Reply parts(
      List<T> all,
      Map<String, Function<? super T, String>> orders,
      String usual,
      Function<? super T, ?> shown) {
    Cursor cursor =
        switch (Cursor.of(request.call(), USUAL, MOST)) {
          case Granted<Cursor>(Cursor it) -> it;
          case Refused<Cursor>(Problem problem) -> throw new Refusal(problem);
        };
    String by = request.parameter(SORT).orElse(usual);
    boolean down = by.startsWith("-");
    Function<? super T, String> place = orders.get(down ? by.substring(1) : by);
    if (place == null) {
      String names = String.join(", ", new TreeSet<>(orders.keySet()));
      throw new Refusal(
          Problem.of(
                  Code.INVALID_VALUE,
                  "Sort by one of these, or with a hyphen before it: %s.".formatted(names))
              .parameter(SORT));
    }
    List<Spot<T>> ordered = new ArrayList<>(all.size());
    all.forEach(it -> ordered.add(new Spot<>(place.apply(it), it)));
    ordered.sort(down ? Comparator.reverseOrder() : Comparator.naturalOrder());
    int from = cursor.after().map(after -> begin(ordered, down, after)).orElse(0);
    return page(cursor, ordered, from, shown);
  }

  /// @param place what puts it in order
  private record Spot<T>(String place, T value) implements Comparable<Spot<T>> {
    @Override
    public int compareTo(Spot<T> other) {
      return place.compareTo(other.place);
    }
  }

  private static <T> int begin(List<Spot<T>> ordered, boolean down, String after) {
    int from = 0;
    while (from < ordered.size()) {
      int order = ordered.get(from).place.compareTo(after);
      if (down ? order < 0 : order > 0) {
        break;
      }
      from++;
    }
    return from;
  }

  private <T> Reply page(
      Cursor cursor, List<Spot<T>> ordered, int from, Function<? super T, ?> shown) {
    int to = Math.min(from + cursor.limit(), ordered.size());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("first", new Link(Cursor.first(request.call(), path).href()));
    if (to < ordered.size()) {
      String last = ordered.get(to - 1).place;
      body.put("next", new Link(Cursor.next(request.call(), path, last).href()));
    }
    body.put("limit", cursor.limit());
    body.put("total_count", ordered.size());
    body.put(member, ordered.subList(from, to).stream().map(it -> shown.apply(it.value)).toList());
    return Reply.json(200, body);
  }

  private static String place(Resource it) {
    Instant made = it.identity().createdAt();
    return digits(made.getEpochSecond(), 20) + " " + digits(made.getNano(), 9) + " " + it.id();
  }

  /// A number that is in order as a text.
  private static String digits(long number, int width) {
    String digits = Long.toString(number);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  /// The value of a parameter by which a list is narrowed, as a test of what is shown.
  ///
  /// @param of what the parameter is compared with
  public <T> Predicate<T> where(String parameter, Function<T, String> of) {
    Optional<String> wanted = request.parameter(parameter);
    return it -> wanted.isEmpty() || wanted.get().equals(of.apply(it));
  }

  /// The same of a parameter that may have several values, with commas between them.
  public <T> Predicate<T> whereAny(String parameter, Function<T, String> of) {
    Optional<HashSet<String>> wanted =
        request.parameter(parameter).map(it -> new HashSet<>(List.of(it.split(","))));
    return it -> wanted.isEmpty() || wanted.get().contains(of.apply(it));
  }
}
