package io.sekisho.filterapi;

import static io.sekisho.filterapi.SecurityGroupRoutes.ONE;
import static io.sekisho.filterapi.SecurityGroupRoutes.READ;
import static io.sekisho.filterapi.SecurityGroupRoutes.TYPE;
import static io.sekisho.filterapi.SecurityGroupRoutes.UPDATE;
import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.filter.Dialect;
import io.sekisho.filter.SecurityGroupRules;
import io.sekisho.filter.SecurityGroupRules.Patch;
import io.sekisho.filter.SecurityGroupRules.Placed;
import io.sekisho.filter.SecurityGroupRules.Prototype;
import io.sekisho.filter.SecurityGroupTargets;
import io.sekisho.filter.SecurityGroups;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.networkapi.Target;
import io.sekisho.problem.Outcome;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/// The rules of security groups, and what is in them.
final class SecurityGroupPartRoutes {
  private static final String RULES = ONE + "/rules";
  private static final String RULE = RULES + "/{rule_id}";
  private static final String TARGETS = ONE + "/targets";
  private static final String TARGET = TARGETS + "/{target_id}";
  private static final String OPERATE = "is.security-group.security-group.operate";

  private final VpcRoutes routes;
  private final SecurityGroupRules rules;
  private final SecurityGroupTargets targets;

  SecurityGroupPartRoutes(
      VpcRoutes routes, SecurityGroupRules rules, SecurityGroupTargets targets) {
    this.routes = routes;
    this.rules = rules;
    this.targets = targets;
  }

  List<Route> table() {
    return List.of(
        routes
            .about(TYPE, "GET", RULES, READ, this::rules)
            .answering(200, Shape.list("rules", SecurityGroupBody.Rule.class)),
        routes
            .about(TYPE, "POST", RULES, UPDATE, this::createRule)
            .taking(JSON, Prototype.class)
            .answering(201, SecurityGroupBody.Rule.class),
        routes
            .about(TYPE, "GET", RULE, READ, this::rule)
            .answering(200, SecurityGroupBody.Rule.class),
        routes
            .about(TYPE, "PATCH", RULE, UPDATE, this::updateRule)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, SecurityGroupBody.Rule.class),
        routes.about(TYPE, "DELETE", RULE, UPDATE, this::deleteRule).silent(),
        VpcRoutes.paged(routes.about(TYPE, "GET", TARGETS, READ, this::targets), Set.of())
            .answering(200, Pages.shape("targets", Target.class)),
        routes.about(TYPE, "GET", TARGET, READ, this::target).answering(200, Target.class),
        routes.about(TYPE, "PUT", TARGET, OPERATE, this::add).answering(200, Target.class),
        routes.about(TYPE, "DELETE", TARGET, OPERATE, this::remove).silent());
  }

  private Outcome<Reply> rules(Actor actor, Request request) {
    return read(
        actor,
        request,
        (holdings, group) ->
            Reply.json(
                200,
                Map.of(
                    "rules",
                    group.rules().stream()
                        .map(it -> SecurityGroupBody.Rule.of(request, holdings, group, it))
                        .toList())));
  }

  private Outcome<Reply> rule(Actor actor, Request request) {
    return read(
        actor,
        request,
        (holdings, group) ->
            Reply.json(
                200,
                SecurityGroupBody.Rule.of(
                    request, holdings, group, SecurityGroupRules.rule(group, request.second()))));
  }

  private Outcome<Reply> createRule(Actor actor, Request request) {
    return request
        .body(Prototype.class, "direction", "protocol")
        .then(said -> rules.create(actor, request.id(), said, Dialect.at(request.version())))
        .then(rule -> shown(actor, request, 201, rule));
  }

  private Outcome<Reply> updateRule(Actor actor, Request request) {
    return request
        .patch(Patch.class, SecurityGroupRules.REMOVABLE)
        .then(
            patch ->
                rules.update(actor, request.id(), request.second(), patch.value(), patch.removed()))
        .then(rule -> shown(actor, request, 200, rule));
  }

  private Outcome<Reply> deleteRule(Actor actor, Request request) {
    return rules.delete(actor, request.id(), request.second()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> targets(Actor actor, Request request) {
    Pages pages =
        new Pages(request, SecurityGroupRoutes.ALL + "/" + request.id() + "/targets", "targets");
    return read(
        actor,
        request,
        (holdings, group) ->
            pages.parts(
                SecurityGroups.targets(holdings, group.id()),
                it -> it.value().id(),
                it -> Target.guarded(request, holdings, it)));
  }

  private Outcome<Reply> target(Actor actor, Request request) {
    return read(
        actor,
        request,
        (holdings, group) ->
            Reply.json(
                200,
                Target.guarded(
                    request,
                    holdings,
                    SecurityGroupTargets.target(holdings, group, request.second()))));
  }

  private Outcome<Reply> add(Actor actor, Request request) {
    return targets
        .add(actor, request.id(), request.second())
        .then(
            target ->
                read(
                    actor,
                    request,
                    (holdings, _) -> Reply.json(200, Target.guarded(request, holdings, target))));
  }

  private Outcome<Reply> remove(Actor actor, Request request) {
    return targets.remove(actor, request.id(), request.second()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, Placed it) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Reply.json(
                    status, SecurityGroupBody.Rule.of(request, holdings, it.group(), it.rule())));
  }

  private <T> Outcome<T> read(
      Actor actor, Request request, BiFunction<Holdings, SecurityGroup, T> work) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> work.apply(holdings, holdings.get(SecurityGroup.class, request.id())));
  }
}
