package io.sekisho.grouping;

import io.sekisho.audit.Action;
import io.sekisho.control.Item;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Tagging;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.tag.Tags;
import io.sekisho.tag.Tags.Sort;
import io.sekisho.vpc.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Tags, attached to resources by their CRNs.
public final class Tagger {
  private static final String SERVICE = "global-search-tagging.";
  private static final String ALL_OF_THEM = "*";
  private static final int AT_ONCE = 100;

  /// What is not about one resource is about all that can be tagged: those of the VPC API.
  private static final Map<String, String> EVERYTHING = Map.of("serviceName", "is");

  private final Estate estate;

  public Tagger(Estate estate) {
    this.estate = estate;
  }

  /// What became of one resource.
  ///
  /// @param error why nothing did
  public record Result(String resource, Optional<String> error) {}

  /// What is to be done with tags.
  public enum Deed {
    ATTACH,
    REPLACE,
    DETACH
  }

  /// The action that policies have to grant.
  ///
  /// @param verb `attach` or `detach`
  public static String action(String verb, Sort type) {
    return SERVICE + "tag." + verb + "-" + type.name().toLowerCase(Locale.ROOT) + "-tag";
  }

  /// What policies can say of a resource that is tagged.
  private static Map<String, String> attributes(Resource it) {
    Map<String, String> all = new HashMap<>(Item.of(it).attributes());
    all.put("serviceName", it.identity().crn().service());
    return all;
  }

  /// The resource of a CRN.
  public static Optional<Resource> resource(Holdings holdings, String crn) {
    return holdings
        .byCrn(crn)
        .filter(it -> !(it instanceof Tags))
        .flatMap(it -> holdings.maybe(Resource.class, it.id()));
  }

  /// The tags of one resource, which the caller has to be permitted to read.
  public static Tags of(Holdings holdings, String crn) {
    Resource resource = resource(holdings, crn).orElseThrow(() -> Refusal.missed("resource", crn));
    holdings.expect(SERVICE + "resource.read", attributes(resource));
    return Tagging.of(holdings, resource);
  }

  /// Does something with tags of several resources, as far as it can be done.
  public Outcome<List<Result>> apply(
      Actor actor, Deed deed, Sort type, List<String> said, List<String> resources) {
    return estate.write(
        actor,
        deed == Deed.DETACH ? Action.TAG_DETACH : Action.TAG_ATTACH,
        "",
        scene -> {
          if (resources.isEmpty() || resources.size() > AT_ONCE) {
            throw Refusal.invalid("resources", "Name 1 to 100 resources.");
          }
          boolean all = deed == Deed.DETACH && said.equals(List.of(ALL_OF_THEM));
          List<String> tags = all ? said : Tagging.valid(said, type, "tag_names");
          if (type == Sort.ACCESS && deed != Deed.DETACH) {
            expectKnown(scene, tags);
          }
          List<Result> results = new ArrayList<>();
          for (String crn : resources) {
            results.add(new Result(crn, error(scene, crn, new Wish(deed, type, tags, all))));
          }
          return results;
        });
  }

  private record Wish(Deed deed, Sort type, List<String> tags, boolean all) {}

  private static Optional<String> error(Scene scene, String crn, Wish wish) {
    Optional<Resource> found = resource(scene, crn);
    if (found.isEmpty()) {
      return Optional.of("There is no such resource in this account.");
    }
    Resource resource = found.get();
    String verb = wish.deed == Deed.DETACH ? "detach" : "attach";
    Optional<Problem> refusal = scene.refusal(action(verb, wish.type), attributes(resource));
    if (refusal.isPresent()) {
      return refusal.map(Problem::message);
    }
    switch (wish.deed) {
      case ATTACH -> Tagging.attach(scene, resource, wish.type, wish.tags);
      case REPLACE -> Tagging.replace(scene, resource, wish.type, wish.tags);
      case DETACH ->
          Tagging.detach(
              scene,
              resource,
              wish.type,
              wish.all ? Tagging.of(scene, resource).of(wish.type) : wish.tags);
    }
    return Optional.empty();
  }

  private static void expectKnown(Scene scene, List<String> tags) {
    List<String> known = Tagging.all(scene).access();
    for (String tag : tags) {
      if (!known.contains(tag)) {
        throw Refusal.invalid(
            "tag_names", "There is no access tag %s: create it first.".formatted(tag));
      }
    }
  }

  /// Makes access tags; user tags come with the first resource that has them.
  public Outcome<List<String>> create(Actor actor, List<String> said) {
    return estate.write(
        actor,
        Action.TAGS_CREATE,
        "",
        scene -> {
          scene.expect(action("attach", Sort.ACCESS), EVERYTHING);
          List<String> tags = Tagging.valid(said, Sort.ACCESS, "tag_names");
          Tagging.know(scene, Sort.ACCESS, tags);
          return tags;
        });
  }

  /// Deletes a tag that no resource has.
  public Outcome<String> delete(Actor actor, Sort type, String said) {
    return estate.write(
        actor,
        Action.TAGS_DELETE,
        "",
        scene -> {
          scene.expect(action("detach", type), EVERYTHING);
          String tag = Tagging.valid(List.of(said), type, "tag_name").getFirst();
          if (!Tagging.all(scene).of(type).contains(tag)) {
            throw Refusal.missed("tag", tag);
          }
          Tagging.forget(scene, type, List.of(tag));
          return tag;
        });
  }

  /// Deletes all tags of a type that no resource has.
  public Outcome<List<String>> deleteUnused(Actor actor, Sort type) {
    return estate.write(
        actor,
        Action.TAGS_DELETE,
        "",
        scene -> {
          scene.expect(action("detach", type), EVERYTHING);
          List<String> unused = new ArrayList<>(Tagging.all(scene).of(type));
          unused.removeAll(Tagging.used(scene, type));
          if (!unused.isEmpty()) {
            Tagging.forget(scene, type, unused);
          }
          return unused;
        });
  }
}
