package io.sekisho.accessapi;

import io.sekisho.access.AccessGroups;
import io.sekisho.access.CustomRoles;
import io.sekisho.access.Deeds;
import io.sekisho.access.GroupRules;
import io.sekisho.access.Inquiry;
import io.sekisho.access.Members;
import io.sekisho.access.People;
import io.sekisho.access.Permissions;
import io.sekisho.access.Policies;
import io.sekisho.access.PolicyList;
import io.sekisho.access.Uses;
import io.sekisho.control.Controller;
import io.sekisho.control.Ledger;
import io.sekisho.control.Reach;
import io.sekisho.explanation.AccessExplanation;
import io.sekisho.explanation.AccessExplanation.Question;
import io.sekisho.problem.Outcome;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Everything about access that can be asked: IBM's contracts, and the explanation of decisions.
public final class AccessRoutes {
  private static final String EXPLAIN = "/sekisho/v1/explain/access";

  private final Inquiry inquiry;
  private final List<Route> routes = new ArrayList<>();

  /// @param uses what [Permissions] notes of policies that were used
  public AccessRoutes(
      Ledger ledger, Controller control, Permissions permissions, Uses uses, Deeds deeds) {
    this.inquiry = new Inquiry(ledger, control, permissions);
    Reach reach = new Reach(ledger);
    CustomRoles roles = new CustomRoles(ledger, reach, deeds);
    AccessGroups groups = new AccessGroups(ledger, reach, deeds);
    routes.addAll(
        new PolicyRoutes(
                reach,
                new Policies(ledger, reach, permissions, deeds),
                new PolicyList(ledger, permissions, uses),
                roles,
                uses)
            .table());
    routes.addAll(new RoleRoutes(reach, roles, permissions).table());
    routes.addAll(new GroupRoutes(reach, groups, permissions).table());
    routes.addAll(
        new MemberRoutes(reach, groups, new Members(groups, deeds), new People(ledger)).table());
    routes.addAll(new GroupRuleRoutes(groups, new GroupRules(groups, deeds)).table());
    routes.add(
        Route.of("POST", EXPLAIN, Inquiry.ACTION, this::explain)
            .deciding()
            .taking(Set.of("application/json"), Question.class)
            .answering(200, AccessExplanation.class));
    routes.add(
        Route.of("GET", EXPLAIN, Inquiry.ACTION, this::explainShortly)
            .deciding()
            .with(Set.of("who", "action", "resource", "account"))
            .answering(200, AccessExplanation.class));
  }

  public List<Route> table() {
    return List.copyOf(routes);
  }

  /// Everyone may ask what they may do themselves.
  private Outcome<Reply> explain(Call call) {
    return Documents.read(call.body(), Question.class, "who", "action")
        .then(question -> inquiry.ask(question, call.by()))
        .map(explanation -> Reply.json(200, explanation));
  }

  /// The same with what is asked in the address; parts of the resource between commas.
  private Outcome<Reply> explainShortly(Call call) {
    String resource = call.parameter("resource").orElse("");
    List<String> parts = resource.isEmpty() ? List.of() : List.of(resource.split(",", -1));
    return call.parameters()
        .required("who")
        .then(
            who ->
                call.parameters()
                    .required("action")
                    .map(action -> new Question(who, action, parts, call.parameter("account"))))
        .then(question -> inquiry.ask(question, call.by()))
        .map(explanation -> Reply.json(200, explanation));
  }
}
