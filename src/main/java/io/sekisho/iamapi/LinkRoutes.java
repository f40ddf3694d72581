package io.sekisho.iamapi;

import static io.sekisho.iamapi.Answers.ACCOUNT;
import static io.sekisho.iamapi.Answers.JSON;
import static io.sekisho.iamapi.ProfileRoutes.PROFILE;

import io.sekisho.control.Kept;
import io.sekisho.iam.Link;
import io.sekisho.identity.Actor;
import io.sekisho.identity.Identities;
import io.sekisho.identity.ProfileLinks;
import io.sekisho.identity.Right;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Links of a trusted profile to compute resources.
final class LinkRoutes {
  private static final String LINKS = PROFILE + "/links";
  private static final String LINK = LINKS + "/{link_id}";

  private final Identities identities;

  LinkRoutes(Identities identities) {
    this.identities = identities;
  }

  List<Route> table() {
    Right get = Right.PROFILE_GET;
    Right link = Right.PROFILE_LINK;
    return List.of(
        Answers.part("POST", LINKS, link, this::createLink)
            .taking(JSON, NewLink.class)
            .answering(201, LinkBody.class),
        Answers.part("GET", LINKS, get, this::links)
            .answering(200, Shape.list("links", LinkBody.class)),
        Answers.part("DELETE", LINKS, link, this::deleteLinkTo)
            .with(
                Set.of(
                    ACCOUNT,
                    "type",
                    "crn",
                    "namespace",
                    "name",
                    "component_type",
                    "component_name"))
            .silent(),
        Answers.part("GET", LINK, get, this::link).answering(200, LinkBody.class),
        Answers.part("DELETE", LINK, link, this::deleteLink).silent());
  }

  /// The body that makes a link; all but `crn` belongs to types that are not served.
  record NewLink(
      String crType, Target link, Optional<String> name, Optional<Boolean> isCrossAccount) {}

  /// What a link leads to.
  record Target(
      Optional<String> crn,
      Optional<String> namespace,
      Optional<String> name,
      Optional<String> componentType,
      Optional<String> componentName) {
    static Target of(String crn) {
      return new Target(
          Optional.of(crn), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    boolean saysMore() {
      return namespace.isPresent()
          || name.isPresent()
          || componentType.isPresent()
          || componentName.isPresent();
    }
  }

  /// A link as IBM shows one.
  record LinkBody(
      String id,
      String entityTag,
      String createdAt,
      String modifiedAt,
      Optional<String> name,
      String crType,
      boolean isCrossAccount,
      Target link) {
    static LinkBody of(Kept<Link> kept) {
      Link it = kept.value();
      String made = Answers.time(it.createdAt());
      return new LinkBody(
          it.id(),
          kept.tag(),
          made,
          made,
          Answers.some(it.name()),
          it.type().name(),
          false,
          Target.of(it.target().toString()));
    }
  }

  private Outcome<Reply> createLink(Call call) {
    return Documents.read(call.body(), NewLink.class, "cr_type", "link")
        .then(LinkRoutes::said)
        .then(said -> inAccount(call, actor -> identities.links().create(actor, id(call), said)))
        .map(kept -> Answers.tagged(201, LinkBody.of(kept), kept));
  }

  private static Outcome<ProfileLinks.Said> said(NewLink body) {
    if (body.isCrossAccount().orElse(false)) {
      return refuse(
          Code.INVALID_VALUE,
          "is_cross_account",
          "A profile trusts compute resources of its own account alone.");
    }
    if (body.link().saysMore()) {
      return refuse(Code.UNKNOWN_FIELD, "link", "The link of a VSI or BMS has one member: crn.");
    }
    if (body.link().crn().isEmpty()) {
      return refuse(
          Code.MISSING_FIELD, "link.crn", "Give link.crn: an instance's or bare metal server's.");
    }
    return Outcome.of(
        new ProfileLinks.Said(body.crType(), body.link().crn().get(), body.name().orElse("")));
  }

  private Outcome<Reply> links(Call call) {
    return inAccount(call, actor -> identities.links().list(actor, id(call)))
        .map(all -> all.stream().map(LinkBody::of).toList())
        .map(all -> Reply.json(200, Map.of("links", all)));
  }

  private Outcome<Reply> link(Call call) {
    return inAccount(call, actor -> identities.links().get(actor, id(call), call.second()))
        .map(kept -> Answers.tagged(200, LinkBody.of(kept), kept));
  }

  private Outcome<Reply> deleteLink(Call call) {
    return inAccount(call, actor -> identities.links().delete(actor, id(call), call.second()))
        .map(_ -> Reply.noContent());
  }

  private Outcome<Reply> deleteLinkTo(Call call) {
    String type = call.parameter("type").orElse("");
    String crn = call.parameter("crn").orElse("");
    if (type.isEmpty() || crn.isEmpty()) {
      return Outcome.refuse(
          Problem.of(Code.MISSING_VALUE, "Give type and crn of the link to delete.")
              .parameter(type.isEmpty() ? "type" : "crn"));
    }
    return inAccount(call, actor -> identities.links().delete(actor, id(call), type, crn))
        .map(_ -> Reply.noContent());
  }

  private static String id(Call call) {
    return call.resource();
  }

  private <T> Outcome<T> inAccount(Call call, Function<Actor, Outcome<T>> work) {
    return Answers.inAccount(identities, call, work);
  }

  private static <T> Outcome<T> refuse(Code code, String member, String message) {
    return Outcome.refuse(Problem.of(code, message).field(member));
  }
}
