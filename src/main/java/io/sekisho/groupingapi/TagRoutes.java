package io.sekisho.groupingapi;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Tagging;
import io.sekisho.grouping.Tagger;
import io.sekisho.grouping.Tagger.Deed;
import io.sekisho.grouping.Tagger.Result;
import io.sekisho.problem.Outcome;
import io.sekisho.tag.Tags.Sort;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Parameters;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Tags.
final class TagRoutes {
  private static final String ALL = "/v3/tags";
  private static final String ACCOUNT = "account_id";
  private static final String TYPE = "tag_type";
  private static final String ATTACHED_TO = "attached_to";
  private static final String ATTACHED_ONLY = "attached_only";
  private static final String OFFSET = "offset";
  private static final String LIMIT = "limit";
  private static final String ORDER = "order_by_name";
  private static final String PROVIDERS = "providers";
  private static final int USUAL = 100;
  private static final int MOST = 1_000;
  private static final Set<String> JSON = Set.of("application/json");

  private final Estate estate;
  private final Tagger tagger;

  TagRoutes(Estate estate, Tagger tagger) {
    this.estate = estate;
    this.tagger = tagger;
  }

  List<Route> table() {
    return List.of(
        route("GET", ALL, "global-search-tagging.resource.read", this::list)
            .with(
                Set.of(
                    ACCOUNT,
                    TYPE,
                    "full_data",
                    PROVIDERS,
                    ATTACHED_TO,
                    OFFSET,
                    LIMIT,
                    "timeout",
                    ORDER,
                    ATTACHED_ONLY))
            .answering(200, TagList.class),
        route("POST", ALL, Tagger.action("attach", Sort.ACCESS), this::create)
            .with(Set.of(ACCOUNT, TYPE))
            .taking(JSON, Names.class)
            .answering(200, Created.class),
        route("DELETE", ALL, Tagger.action("detach", Sort.USER), this::deleteUnused)
            .with(Set.of(ACCOUNT, TYPE, PROVIDERS))
            .answering(200, Deleted.class),
        route("DELETE", ALL + "/{tag_name}", Tagger.action("detach", Sort.USER), this::delete)
            .with(Set.of(ACCOUNT, TYPE, PROVIDERS))
            .answering(200, Gone.class),
        route("POST", ALL + "/attach", Tagger.action("attach", Sort.USER), this::attach)
            .with(Set.of(ACCOUNT, TYPE, "replace", "update"))
            .taking(JSON, Wish.class)
            .answering(200, Results.class),
        route("POST", ALL + "/detach", Tagger.action("detach", Sort.USER), this::detach)
            .with(Set.of(ACCOUNT, TYPE))
            .taking(JSON, Wish.class)
            .answering(200, Results.class));
  }

  /// What a route does with tags of a type.
  @FunctionalInterface
  private interface Work {
    Outcome<Reply> of(Actor actor, Call call, Sort type);
  }

  /// Which permission it takes depends on the type and the resources: it is asked for inside.
  private Route route(String method, String path, String action, Work work) {
    return Route.of(
            method,
            path,
            action,
            call ->
                estate
                    .actor(call.by(), call.parameter(ACCOUNT))
                    .then(actor -> type(call).then(type -> work.of(actor, call, type))))
        .deciding();
  }

  private static Outcome<Sort> type(Call call) {
    return call.parameters()
        .word(TYPE, "user", List.of("user", "access"))
        .map(it -> Sort.valueOf(it.toUpperCase(Locale.ROOT)));
  }

  record Tag(String name) {}

  record TagList(int totalCount, int offset, int limit, List<Tag> items) {}

  record Names(List<String> tagNames) {}

  record Made(String tagName, boolean isError) {}

  record Created(List<Made> results) {}

  record Deleted(int totalCount, boolean errors, List<Made> items) {}

  /// @param provider IBM's name for tags that are not of classic infrastructure
  record Provided(String provider, boolean isError) {}

  record Gone(List<Provided> results) {}

  record Tagged(String resourceId, Optional<String> resourceType) {}

  /// What is to be tagged, and how.
  record Wish(Optional<String> tagName, List<String> tagNames, List<Tagged> resources) {
    List<String> names() {
      List<String> all = new ArrayList<>(tagNames);
      tagName.ifPresent(all::add);
      return all;
    }
  }

  record Outcomes(String resourceId, boolean isError, Optional<String> message) {}

  record Results(List<Outcomes> results) {}

  private Outcome<Reply> list(Actor actor, Call call, Sort type) {
    Parameters asked = call.parameters();
    return asked
        .number(OFFSET, 0, 0, Integer.MAX_VALUE)
        .then(
            offset ->
                asked
                    .number(LIMIT, USUAL, 1, MOST)
                    .then(
                        limit ->
                            estate.read(
                                actor,
                                holdings -> page(tags(holdings, asked, type), offset, limit))));
  }

  private static List<String> tags(Holdings holdings, Parameters asked, Sort type) {
    Optional<String> resource = asked.text(ATTACHED_TO);
    List<String> all =
        new ArrayList<>(
            resource
                .map(crn -> Tagger.of(holdings, crn))
                .orElseGet(() -> Tagging.all(holdings))
                .of(type));
    if (asked.text(ATTACHED_ONLY).filter("true"::equals).isPresent()) {
      all.retainAll(Tagging.used(holdings, type));
    }
    Comparator<String> order = Comparator.naturalOrder();
    all.sort(asked.text(ORDER).filter("desc"::equals).isPresent() ? order.reversed() : order);
    return all;
  }

  private static Reply page(List<String> all, int offset, int limit) {
    List<Tag> items = all.stream().skip(offset).limit(limit).map(Tag::new).toList();
    return Reply.json(200, new TagList(all.size(), offset, limit, items));
  }

  private Outcome<Reply> create(Actor actor, Call call, Sort type) {
    if (type != Sort.ACCESS) {
      return Parameters.invalid(
          TYPE, "Only access tags are made beforehand: user tags come with a resource.");
    }
    return Documents.read(call.body(), Names.class, "tag_names")
        .then(said -> tagger.create(actor, said.tagNames))
        .map(
            made ->
                Reply.json(
                    200, new Created(made.stream().map(it -> new Made(it, false)).toList())));
  }

  private Outcome<Reply> deleteUnused(Actor actor, Call call, Sort type) {
    return tagger
        .deleteUnused(actor, type)
        .map(
            gone ->
                Reply.json(
                    200,
                    new Deleted(
                        gone.size(),
                        false,
                        gone.stream().map(it -> new Made(it, false)).toList())));
  }

  private Outcome<Reply> delete(Actor actor, Call call, Sort type) {
    return tagger
        .delete(actor, type, call.resource())
        .map(_ -> Reply.json(200, new Gone(List.of(new Provided("ghost", false)))));
  }

  private Outcome<Reply> attach(Actor actor, Call call, Sort type) {
    return call.parameters()
        .flag("replace")
        .then(replace -> apply(actor, call, type, replace ? Deed.REPLACE : Deed.ATTACH));
  }

  private Outcome<Reply> detach(Actor actor, Call call, Sort type) {
    return apply(actor, call, type, Deed.DETACH);
  }

  private Outcome<Reply> apply(Actor actor, Call call, Sort type, Deed deed) {
    return Documents.read(call.body(), Wish.class, "resources")
        .then(
            said ->
                tagger.apply(
                    actor,
                    deed,
                    type,
                    said.names(),
                    said.resources.stream().map(Tagged::resourceId).toList()))
        .map(
            results ->
                Reply.json(200, new Results(results.stream().map(TagRoutes::outcome).toList())));
  }

  private static Outcomes outcome(Result it) {
    return new Outcomes(it.resource(), it.error().isPresent(), it.error());
  }
}
