package io.sekisho.computeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.metadata.Document;
import io.sekisho.metadata.Documents;
import io.sekisho.metadata.Page;
import io.sekisho.problem.Outcome.Granted;
import io.sekisho.problem.Outcome.Refused;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Subject;
import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import io.sekisho.wire.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// An account with a VPC, a subnet, a key and a profile, to make instances in.
final class LiveInstances implements AutoCloseable {
  private static final String PUBLIC =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGsWZVRlzNUh1gWGDlvvMpQkVZ4eYhSrXcS5nWBWZvMU";
  private static final String INVENTORY =
      """
      accounts:
        - name: acme
          vpcs: [{name: blue, subnets: [{name: blue-a, ipv4_cidr_block: 10.0.0.0/24}]}]
          trusted_profiles: [{name: reader}]
        - {name: rival}
      """;

  final LiveVpc vpc = new LiveVpc();
  final String subnet;
  final String key;
  final String profile;

  LiveInstances() {
    vpc.office.apply(INVENTORY);
    subnet = named("subnets", "blue-a");
    profile = named("trusted_profiles", "reader");
    key =
        vpc.make("/keys", "{'name':'mine','public_key':'%s'}".formatted(PUBLIC))
            .at("/id")
            .asString();
  }

  private String named(String kind, String name) {
    return vpc.office
        .send(vpc.office.operator, "GET", "/sekisho/v1/" + kind + "/" + name, "")
        .at("/id");
  }

  /// A body with one network attachment.
  ///
  /// @param more further members, each ending with a comma
  String body(String more) {
    return body(more, "{'virtual_network_interface':{'subnet':{'id':'%s'}}}".formatted(subnet));
  }

  static String body(String more, String attachment) {
    return "{%s'zone':{'name':'us-south-1'},'image':{'id':'r006-abc'},'profile':{'name':'bx2d-2x8'},'primary_network_attachment':%s}"
        .formatted(more, attachment);
  }

  JsonNode make(String more) {
    return vpc.make("/instances", body(more));
  }

  /// The id of a new one.
  String id(String more) {
    return make(more).get("id").asString();
  }

  Answer refused(String more) {
    return vpc.post("/instances", body(more));
  }

  /// Makes one that is refused for a member of its body.
  void expect(String field, String more) {
    Answer answer = vpc.post("/instances", said(more));
    assertThat(answer.status()).as(more).isEqualTo(400);
    assertThat(answer.at("/errors/0/target/name")).isEqualTo(field);
  }

  String said(String more) {
    String body = body("");
    for (String member : List.of("'profile':{'name':'bx2d-2x8'},", "'image':{'id':'r006-abc'},")) {
      body = more.startsWith(member.substring(0, 7)) ? body.replace(member, "") : body;
    }
    return body.replaceFirst("\\{", "{" + more);
  }

  /// The same as its guest is served from.
  Subject guest(String id) {
    return vpc.office.office.controller().snapshot().subject(id).orElseThrow();
  }

  /// A document of its guest's.
  JsonNode seen(String id, String path) {
    return switch (Documents.document(guest(id), path, Page.FIRST, "http://169.254.169.254")) {
      case Granted<Document>(Document it) -> Json.mapper().readTree(it.json());
      case Refused<Document>(Problem problem) -> throw new AssertionError(problem);
    };
  }

  /// Deletes all that a test made, for the next one.
  void clear() {
    delete("/instances", "instances");
    delete("/instance/templates", "templates");
    delete("/placement_groups", "placement_groups");
  }

  private void delete(String path, String member) {
    for (JsonNode each : vpc.all(path, member)) {
      vpc.delete(path + "/" + each.get("id").asString());
    }
  }

  @Override
  public void close() {
    vpc.close();
  }
}
