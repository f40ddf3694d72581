package io.sekisho.vpcapi;

import io.sekisho.office.LiveOffice;
import io.sekisho.web.Https.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The whole operators' side, asked over IBM's VPC API in one account of two.
public final class LiveVpc implements AutoCloseable {
  private static final String VERSION = "version=2026-06-23&generation=2";
  private static final String OWN_VERSION = "version=";

  public final LiveOffice office = new LiveOffice();
  public final String account;
  public final String rival;
  private int roles;

  public LiveVpc() {
    office.apply(
        """
        catalog:
          images:
            - {name: stock, id: r006-abc, operating_system: debian-12-amd64}
            - {name: stock-2, id: r006-def, operating_system: debian-12-amd64}
        accounts: [{name: acme}, {name: rival}]
        """);
    account = accountId("acme");
    rival = accountId("rival");
  }

  private String accountId(String name) {
    Answer answer = office.send(office.operator, "GET", "/sekisho/v1/accounts/" + name, "");
    return answer.at("/id");
  }

  /// Asks as the operator of the installation, in the account.
  public Answer send(String method, String path, String body) {
    return sendIn(account, method, path, body);
  }

  /// The same as who saw a version, by its entity tag.
  public Answer sendSeen(String method, String path, String body, String seen) {
    String full = with(path) + "&account_id=" + account;
    String json = body.replace('\'', '"');
    return recorded(
        method, path, office.send(office.operator, method, full, json, "If-Match", seen));
  }

  /// The same with a body of a type.
  ///
  /// @param type empty for none
  /// @param headers more of them, names and values by turns
  public Answer sendTyped(String type, String method, String path, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", type));
    all.addAll(List.of(headers));
    String full = with(path) + "&account_id=" + account;
    return office.send(office.operator, method, full, body, all.toArray(String[]::new));
  }

  /// The same in another account.
  public Answer sendIn(String other, String method, String path, String body) {
    String full = with(path) + "&account_id=" + other;
    return recorded(method, path, office.send(office.operator, method, full, body));
  }

  /// With `-Dsekisho.contract=FILE`, every answer goes to the file, a line each: so that they can
  /// be held against IBM's own description of them.
  private static Answer recorded(String method, String path, Answer answer) {
    String file = System.getProperty("sekisho.contract", "");
    if (!file.isEmpty() && !path.contains(OWN_VERSION)) {
      String line =
          "{\"method\":\"%s\",\"path\":\"%s\",\"status\":%d,\"body\":%s}%n"
              .formatted(method, path, answer.status(), answer.json());
      try {
        Files.writeString(
            Path.of(file), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return answer;
  }

  /// Asks with a token.
  public Answer sendAs(String token, String method, String path, String body) {
    return office.send(token, method, with(path), body);
  }

  /// The id of what was declared under a name.
  ///
  /// @param collection such as `subnets`
  public String id(String collection, String name) {
    String path = "/sekisho/v1/" + collection + "/" + name;
    return office.send(office.operator, "GET", path, "").at("/id");
  }

  /// How often something is on record as done.
  public long trail(String action) {
    String path = "/sekisho/v1/audit?action=" + action;
    return office
        .send(office.operator, "GET", path, "")
        .json()
        .get("records")
        .valueStream()
        .filter(it -> it.at("/event/outcome").asString().equals("success"))
        .count();
  }

  /// A path with a version of the API: the latest, unless it names one.
  private static String with(String path) {
    String version = path.contains(OWN_VERSION) ? "generation=2" : VERSION;
    return "/v1" + path + (path.contains("?") ? "&" : "?") + version;
  }

  public Answer get(String path) {
    return send("GET", path, "");
  }

  /// What a creation makes, which has to succeed.
  ///
  /// @param body as JSON, with single quotes
  public JsonNode make(String path, String body) {
    Answer answer = send("POST", path, body.replace('\'', '"'));
    if (answer.status() != 201) {
      throw new AssertionError(answer + " " + office.faults());
    }
    return answer.json();
  }

  public Answer post(String path, String body) {
    return send("POST", path, body.replace('\'', '"'));
  }

  public Answer patch(String path, String body) {
    return send("PATCH", path, body.replace('\'', '"'));
  }

  public Answer delete(String path) {
    return send("DELETE", path, "");
  }

  /// All of a list, page after page.
  ///
  /// @param member of the body that holds them
  public List<JsonNode> all(String path, String member) {
    List<JsonNode> all = new ArrayList<>();
    Answer page = get(path);
    page.json().get(member).forEach(all::add);
    while (page.json().has("next")) {
      String next = page.at("/next/href").replaceFirst(".*/v1", "/v1");
      page = office.send(office.operator, "GET", next, "");
      page.json().get(member).forEach(all::add);
    }
    return all;
  }

  /// A token of a program in the account that has one role for all of VPC Infrastructure Services.
  ///
  /// @param role such as `Viewer`; of a stranger to all of it, empty
  public String token(String role) {
    return token(role, "");
  }

  /// The same on what has an access tag, and on nothing else.
  public String tokenTagged(String role, String key, String value) {
    return token(role, ",\"tags\":[{\"name\":\"%s\",\"value\":\"%s\"}]".formatted(key, value));
  }

  /// The same with a role that has these actions, and no others.
  public String tokenFor(String... actions) {
    String role =
        """
        {"name":"Role%1$d","display_name":"Role%1$d","account_id":"%2$s","service_name":"is","actions":["%3$s"]}"""
            .formatted(++roles, account, String.join("\",\"", actions));
    Answer made = office.send(office.operator, "POST", "/v2/roles", role);
    if (made.status() != 201) {
      throw new AssertionError(made.toString());
    }
    return token(made.at("/crn"), "");
  }

  private String token(String role, String narrowed) {
    String named = "{\"name\":\"program\",\"account_id\":\"" + account + "\"}";
    Answer service = office.send(office.operator, "POST", "/v1/serviceids", named);
    String iamId = service.at("/iam_id");
    String of = named.replace("}", ",\"iam_id\":\"" + iamId + "\"}");
    String key = office.send(office.operator, "POST", "/v1/apikeys", of).at("/apikey");
    if (!role.isEmpty()) {
      String crn = role.startsWith("crn:") ? role : "crn:v1:bluemix:public:iam::::role:" + role;
      String policy =
          """
          {"type":"access","subjects":[{"attributes":[{"name":"iam_id","value":"%s"}]}],
           "roles":[{"role_id":"%s"}],
           "resources":[{"attributes":[{"name":"accountId","value":"%s"},
             {"name":"serviceName","value":"is"}]%s}]}"""
              .formatted(iamId, crn, account, narrowed);
      Answer made = office.send(office.operator, "POST", "/v1/policies", policy);
      if (made.status() != 201) {
        throw new AssertionError(made.toString());
      }
    }
    return office
        .exchange("grant_type", "urn:ibm:params:oauth:grant-type:apikey", "apikey", key)
        .at("/access_token");
  }

  @Override
  public void close() {
    office.close();
  }
}
