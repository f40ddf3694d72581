package io.sekisho.iamapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.web.Https.Answer;
import io.sekisho.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// However a body is bent, it is taken or refused, and never more than the caller's own mistake.
class BentBodiesTest {
  private static final List<String> INSTEAD =
      List.of(
          "null", "7", "-1.5", "true", "\"\"", "\"x\"", "[]", "[null]", "[7]", "{}", "{\"a\":1}");

  private record Sent(String method, String path, String body) {}

  private static List<Sent> requests(String account, String profile, String crn) {
    return Stream.concat(profiles(account, profile, crn).stream(), identities(account).stream())
        .toList();
  }

  private static List<Sent> profiles(String account, String profile, String crn) {
    String own = "/v1/profiles/" + profile;
    return List.of(
        new Sent(
            "POST",
            "/v1/profiles",
            "{\"name\":\"n\",\"account_id\":\"%s\",\"email\":\"a@b.c\",\"description\":\"d\"}"
                .formatted(account)),
        new Sent("PUT", own, "{\"name\":\"n\",\"email\":\"a@b.c\"}"),
        new Sent(
            "POST",
            own + "/links",
            "{\"cr_type\":\"VSI\",\"link\":{\"crn\":\"%s\"},\"name\":\"n\"}".formatted(crn)),
        new Sent(
            "POST",
            own + "/rules",
            """
            {"type":"Profile-CR","cr_type":"VSI","name":"r","context":{},"conditions":
             [{"claim":"zone","operator":"EQUALS","value":"\\"us-south-1\\""}]}"""),
        new Sent(
            "POST",
            own + "/rules",
            """
            {"type":"Profile-SAML","realm_name":"r","expiration":900,"conditions":
             [{"claim":"zone","operator":"EQUALS","value":"\\"us-south-1\\""}]}"""),
        new Sent(
            "PUT",
            own + "/identities",
            """
            {"identities":[{"identifier":"%s","type":"crn","accounts":["%s"],"description":"d"}]}"""
                .formatted(crn, account)),
        new Sent(
            "POST",
            own + "/identities/crn",
            "{\"identifier\":\"%s\",\"type\":\"crn\"}".formatted(crn)));
  }

  private static List<Sent> identities(String account) {
    return List.of(
        new Sent(
            "POST",
            "/v1/serviceids",
            """
            {"name":"s","account_id":"%s","unique_instance_crns":["c"],
             "apikey":{"name":"k","expires_at":"2027-01-31T12:00+0000","store_value":false}}"""
                .formatted(account)),
        new Sent(
            "PUT",
            "/v1/accounts/" + account + "/settings/identity",
            """
            {"mfa":"NONE","user_mfa":[{"iam_id":"i","mfa":"NONE"}],"allowed_ip_addresses":"::1",
             "session_expiration_in_seconds":"900","restrict_create_service_id":"NOT_SET",
             "restrict_user_domains":[{"realm_id":"r","invitation_email_allow_patterns":["*"],
               "restrict_invitation":true}]}"""),
        new Sent(
            "POST",
            "/v2/accounts/" + account + "/users",
            """
            {"users":[{"email":"a@example.com","account_role":"Member"}],"iam_policy":[],
             "access_groups":[]}"""),
        new Sent(
            "POST",
            "/sekisho/v1/identity_providers",
            """
            {"realm":"r","protocol":"OIDC","issuer":"i","audience":"a","keys":["{}"],
             "description":"d"}"""));
  }

  @Test
  void areNeverOurFault() {
    try (LiveIam iam = new LiveIam()) {
      String account = iam.account("acme").value();
      String profile =
          iam.post("/v1/profiles", "{\"name\":\"p\",\"account_id\":\"%s\"}".formatted(account))
              .at("/id");
      String crn = iam.compute("acme", "web-1").identity().crn().toString();
      List<String> faults = new ArrayList<>();
      int sent = 0;
      for (Sent request : requests(account, profile, crn)) {
        for (String body : bent(request.body())) {
          Answer answer =
              iam.send(LiveIam.ADMIN, request.method(), request.path(), body, "If-Match", "*");
          sent++;
          if (answer.status() >= 500) {
            faults.add(request.method() + " " + request.path() + " " + body);
          }
        }
      }
      assertThat(faults).isEmpty();
      assertThat(sent).isGreaterThan(500);
    }
  }

  /// Bodies in which one value is another, or gone.
  private static List<String> bent(String body) {
    List<String> all = new ArrayList<>(INSTEAD);
    JsonNode tree = Json.mapper().readTree(body);
    bend(tree, tree, all);
    return all;
  }

  private static void bend(JsonNode root, JsonNode node, List<String> all) {
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        JsonNode was = object.get(name);
        bend(root, was, all);
        for (String instead : INSTEAD) {
          object.set(name, Json.mapper().readTree(instead));
          all.add(root.toString());
        }
        object.remove(name);
        all.add(root.toString());
        object.set(name, was);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode was = array.get(i);
        bend(root, was, all);
        for (String instead : INSTEAD) {
          array.set(i, Json.mapper().readTree(instead));
          all.add(root.toString());
        }
        array.set(i, was);
      }
    }
  }
}
