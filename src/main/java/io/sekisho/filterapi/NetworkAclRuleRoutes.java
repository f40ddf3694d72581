package io.sekisho.filterapi;

import static io.sekisho.filterapi.NetworkAclRoutes.ONE;
import static io.sekisho.filterapi.NetworkAclRoutes.READ;
import static io.sekisho.filterapi.NetworkAclRoutes.TYPE;
import static io.sekisho.filterapi.NetworkAclRoutes.UPDATE;
import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.filter.Dialect;
import io.sekisho.filter.NetworkAclRules;
import io.sekisho.filter.NetworkAclRules.Patch;
import io.sekisho.filter.NetworkAclRules.Placed;
import io.sekisho.filter.NetworkAclRules.Prototype;
import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.NetworkAclRule;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// The rules of network ACLs, in their order.
final class NetworkAclRuleRoutes {
  private static final String RULES = ONE + "/rules";
  private static final String RULE = RULES + "/{rule_id}";
  private static final String DIRECTION = "direction";
  private static final Set<String> DIRECTIONS = Set.of("inbound", "outbound");

  private final VpcRoutes routes;
  private final NetworkAclRules rules;

  NetworkAclRuleRoutes(VpcRoutes routes, NetworkAclRules rules) {
    this.routes = routes;
    this.rules = rules;
  }

  List<Route> table() {
    return List.of(
        VpcRoutes.paged(routes.about(TYPE, "GET", RULES, READ, this::list), Set.of(DIRECTION))
            .answering(200, Pages.shape("rules", NetworkAclBody.Rule.class)),
        routes
            .about(TYPE, "POST", RULES, UPDATE, this::create)
            .taking(JSON, Prototype.class)
            .answering(201, NetworkAclBody.Rule.class),
        routes.about(TYPE, "GET", RULE, READ, this::get).answering(200, NetworkAclBody.Rule.class),
        routes
            .about(TYPE, "PATCH", RULE, UPDATE, this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, NetworkAclBody.Rule.class),
        routes.about(TYPE, "DELETE", RULE, UPDATE, this::delete).silent());
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, NetworkAclRoutes.ALL + "/" + request.id() + "/rules", "rules");
    if (request.parameter(DIRECTION).filter(it -> !DIRECTIONS.contains(it)).isPresent()) {
      return Outcome.refuse(
          Problem.of(Code.INVALID_VALUE, "Give direction as inbound or outbound.")
              .parameter(DIRECTION));
    }
    return read(
        actor,
        request,
        acl ->
            pages.parts(
                acl.rules().stream()
                    .filter(pages.where(DIRECTION, NetworkAclRuleRoutes::direction))
                    .toList(),
                it -> "%09d".formatted(acl.rules().indexOf(it)),
                it -> NetworkAclBody.Rule.of(request, acl, it)));
  }

  private static String direction(NetworkAclRule rule) {
    return rule.direction().name().toLowerCase(Locale.ROOT);
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class, "action", "direction", "protocol", "source", "destination")
        .then(said -> rules.create(actor, request.id(), said, Dialect.at(request.version())))
        .map(rule -> shown(request, 201, rule));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return read(
        actor,
        request,
        acl -> shown(request, 200, new Placed(acl, NetworkAclRules.rule(acl, request.second()))));
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, NetworkAclRules.REMOVABLE)
        .then(
            patch ->
                rules.update(
                    actor,
                    request.id(),
                    request.second(),
                    patch.value(),
                    patch.removed(),
                    Dialect.at(request.version())))
        .map(rule -> shown(request, 200, rule));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return rules.delete(actor, request.id(), request.second()).map(_ -> Reply.noContent());
  }

  private static Reply shown(Request request, int status, Placed it) {
    return Reply.json(status, NetworkAclBody.Rule.of(request, it.acl(), it.rule()));
  }

  private Outcome<Reply> read(Actor actor, Request request, Function<NetworkAcl, Reply> work) {
    return routes
        .estate()
        .read(actor, holdings -> work.apply(holdings.get(NetworkAcl.class, request.id())));
  }
}
