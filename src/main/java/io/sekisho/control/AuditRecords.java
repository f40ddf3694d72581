package io.sekisho.control;

import io.sekisho.audit.Action;
import io.sekisho.audit.Activity;
import io.sekisho.audit.Activity.Credential;
import io.sekisho.audit.Activity.Result;
import io.sekisho.audit.Activity.Target;
import io.sekisho.audit.Draft;
import io.sekisho.control.Store.Audit;
import io.sekisho.control.Store.Label;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.ApiKey;
import io.sekisho.iam.Crn;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Makes records of the audit trail out of what was done, or was not.
public final class AuditRecords {
  private AuditRecords() {}

  /// Something was done to a document, or is about to be with the write that this is part of.
  ///
  /// @param value the record of room `vpc` or `iam`
  public static Activity done(Action action, Object value, Initiator by, Instant at) {
    Label label = Labels.of(value);
    Target target = new Target(crn(label, value), label.id(), label.name());
    Result result = Result.success(action.wireName().endsWith(".create") ? 201 : 200);
    return activity(action, label.account(), target, result, by, at);
  }

  /// Something was not done.
  public static Activity refused(Attempt attempt, Problem problem, Instant at) {
    Target target = new Target("", attempt.which(), attempt.which());
    return activity(
        attempt.action(), attempt.account(), target, Result.refused(problem), attempt.by(), at);
  }

  /// An operator's key was made or deleted.
  ///
  /// @param by who did it; the house itself, if nobody
  static Activity operatorKey(Action action, String name, Optional<Initiator> by, Instant at) {
    Crn crn = new Crn("sekisho", "", AccountId.HOUSE, "operator-key", name);
    return new Activity(
        UUID.randomUUID().toString(),
        at,
        by.map(Initiator::trace).orElse(""),
        action,
        AccountId.HOUSE,
        by.map(AuditRecords::initiator)
            .orElseGet(
                () ->
                    Activity.Initiator.of(
                        "sekisho", "sekisho", Activity.Type.SERVICE, Credential.NONE, "", "")),
        new Target(crn.toString(), name, name),
        Result.success(action == Action.OPERATOR_KEY_CREATE ? 201 : 200),
        List.of(),
        Map.of());
  }

  /// What an event says, as a record.
  public static Audit of(Activity activity) {
    Draft draft = activity.draft();
    return new Audit(draft.at(), draft.account(), draft.target(), draft.action(), draft.body());
  }

  /// The event of what a command does to a resource.
  ///
  /// @param verb such as `create`, `unlink` or `revoke-tokens`
  /// @param value the resource, if it is there
  public static Action action(Kind kind, String verb, Optional<Object> value) {
    String name =
        switch (verb) {
          case "link" -> "iam-identity.profile-link.create";
          case "unlink" -> "iam-identity.profile-link.delete";
          default -> resource(kind, value) + "." + verb;
        };
    return Action.named(name)
        .orElseThrow(() -> new IllegalStateException("the trail knows no event " + name));
  }

  private static String resource(Kind kind, Optional<Object> value) {
    return switch (kind) {
      case ACCOUNT -> "sekisho.account.account";
      case CATALOG -> "sekisho.catalog.catalog";
      case NODE, JOIN_TOKEN, PLACEMENT -> "sekisho." + Item.resourceType(kind);
      case RESOURCE_GROUP -> "resource-controller.group";
      case TAGS -> "global-search-tagging.tag";
      case TRUSTED_PROFILE -> "iam-identity.account-profile";
      case USER -> "user-management.user";
      case SERVICE_ID -> "iam-identity.account-serviceid";
      case API_KEY ->
          value.filter(AuditRecords::ofServiceId).isPresent()
              ? "iam-identity.serviceid-apikey"
              : "iam-identity.user-apikey";
      case ACCESS_GROUP -> "iam-groups.group";
      case POLICY -> "iam-am.policy";
      case ROLE -> "iam-am.role";
      case IDENTITY_PROVIDER -> "iam-identity.account-idp";
      case CONFIG_RULE -> "compliance.config-rule";
      case ROUTING_TABLE -> "is.vpc.routing-table";
      case INSTANCE_TEMPLATE -> "is.instance.instance-template";
      case RESERVED_IP -> "is.subnet.reserved-ip";
      case IKE_POLICY -> "is.vpn.ike-policy";
      case IPSEC_POLICY -> "is.vpn.ipsec-policy";
      case VPN_GATEWAY -> "is.vpn.vpn-gateway";
      default -> "is.%1$s.%1$s".formatted(Item.resourceType(kind));
    };
  }

  private static boolean ofServiceId(Object value) {
    return value instanceof ApiKey key && key.iamId().startsWith("iam-ServiceId-");
  }

  private static String crn(Label label, Object value) {
    return value instanceof Resource it ? it.identity().crn().toString() : crn(label).toString();
  }

  private static Crn crn(Label label) {
    AccountId account = label.account();
    return switch (label.kind()) {
      case USER -> new Crn("user-management", "", account, "user", label.id());
      case SERVICE_ID -> new Crn("iam-identity", "", account, "serviceid", label.id());
      case API_KEY -> new Crn("iam-identity", "", account, "apikey", label.id());
      case ACCESS_GROUP -> new Crn("iam-groups", "", account, "groups", label.id());
      case POLICY -> new Crn("iam-am", "", account, "policy", label.id());
      case ROLE -> new Crn("iam-am", "", account, "role", label.id());
      case IDENTITY_PROVIDER -> new Crn("iam-identity", "", account, "idp", label.id());
      case TRUSTED_PROFILE -> new Crn("iam-identity", "", account, "profile", label.id());
      default -> new Crn("sekisho", "", account, Item.resourceType(label.kind()), label.id());
    };
  }

  /// Who asked, as the trail has it.
  public static Activity.Initiator initiator(Initiator by) {
    Activity.Initiator own =
        Activity.Initiator.of(by.id(), by.name(), type(by), credential(by), by.host(), by.agent());
    return by.behind().map(it -> own.actedBy(it.id(), it.name())).orElse(own);
  }

  private static Activity.Type type(Initiator by) {
    return switch (by.type()) {
      case OPERATOR -> Activity.Type.OPERATOR;
      case USER -> Activity.Type.USER;
      case SERVICE_ID -> Activity.Type.SERVICE_ID;
      case PROFILE -> Activity.Type.PROFILE;
      case NODE -> Activity.Type.SERVICE;
    };
  }

  private static Credential credential(Initiator by) {
    return switch (by.type()) {
      case OPERATOR -> Credential.API_KEY;
      case NODE -> Credential.CERTIFICATE;
      case USER, SERVICE_ID, PROFILE -> Credential.TOKEN;
    };
  }

  private static Activity activity(
      Action action, AccountId account, Target target, Result result, Initiator by, Instant at) {
    return new Activity(
        UUID.randomUUID().toString(),
        at,
        by.trace(),
        action,
        account,
        initiator(by),
        target,
        result,
        List.of(),
        Map.of());
  }
}
