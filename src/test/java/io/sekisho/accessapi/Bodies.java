package io.sekisho.accessapi;

import static io.sekisho.accessapi.LiveAccess.ACME;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Bodies of requests, as IBM's documentation writes them.
final class Bodies {
  static final String ROLE = "crn:v1:bluemix:public:iam::::role:";
  static final String SERVICE_ROLE = "crn:v1:bluemix:public:iam::::serviceRole:";

  /// Whatever version 2 can say and version 1 can not.
  static final String JOB_HOURS =
      """
      {"type": "access",
       "subject": {"attributes": [{"key": "iam_id", "operator": "stringEquals", "value": "IBMid-ann"}]},
       "control": {"grant": {"roles": [{"role_id": "crn:v1:bluemix:public:iam::::role:Viewer"}]}},
       "resource": {"attributes": [
           {"key": "accountId", "operator": "stringEquals", "value": "%s"},
           {"key": "serviceName", "operator": "stringEquals", "value": "is"},
           {"key": "vpcId", "operator": "stringExists", "value": true},
           {"key": "instanceId", "operator": "stringEqualsAnyOf", "value": ["1", "2"]}],
         "tags": [{"key": "env", "operator": "stringEquals", "value": "dev"}]},
       "pattern": "time-based-conditions:weekly:custom-hours",
       "rule": {"operator": "and", "conditions": [
           {"key": "{{environment.attributes.day_of_week}}", "operator": "dayOfWeekAnyOf", "value": ["1+00:00", "2+00:00"]},
           {"key": "{{environment.attributes.current_time}}", "operator": "timeLessThan", "value": "17:00:00+00:00"}]}}
      """
          .formatted(ACME);

  private Bodies() {}

  /// A policy of version 2.
  ///
  /// @param role `Viewer`, `Manager` or a whole CRN
  /// @param attributes as `name=value`; the account is added
  static String policy(String subject, String role, String... attributes) {
    String key = subject.startsWith("AccessGroupId-") ? "access_group_id" : "iam_id";
    return """
        {"type": "access",
         "subject": {"attributes": [%s]},
         "control": {"grant": {"roles": [{"role_id": "%s"}]}},
         "resource": {"attributes": [%s]}}
        """
        .formatted(equal("key", key + "=" + subject), crn(role), attributes("key", attributes));
  }

  /// The same in version 1.
  static String first(String subject, String role, String... attributes) {
    String name = subject.startsWith("AccessGroupId-") ? "access_group_id" : "iam_id";
    return """
        {"type": "access",
         "subjects": [{"attributes": [{"name": "%s", "value": "%s"}]}],
         "roles": [{"role_id": "%s"}],
         "resources": [{"attributes": [%s]}]}
        """
        .formatted(name, subject, crn(role), attributes("name", attributes));
  }

  private static String attributes(String name, String... attributes) {
    String own = equal(name, "accountId=" + ACME);
    String more = Arrays.stream(attributes).map(each -> equal(name, each)).collect(joining());
    return more.isEmpty() ? own : own + "," + more;
  }

  private static String equal(String name, String attribute) {
    int equals = attribute.indexOf('=');
    return "{\"%s\": \"%s\", \"operator\": \"stringEquals\", \"value\": \"%s\"}"
        .formatted(name, attribute.substring(0, equals), attribute.substring(equals + 1));
  }

  static String crn(String role) {
    if (role.startsWith("crn:")) {
      return role;
    }
    boolean platform =
        Arrays.asList("Viewer", "Operator", "Editor", "Administrator").contains(role);
    return (platform ? ROLE : SERVICE_ROLE) + role;
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joining() {
    return Collectors.joining(",");
  }
}
