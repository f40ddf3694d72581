package io.sekisho.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.cli.Shell;
import io.sekisho.filterapi.PacketScene;
import io.sekisho.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Security groups and network ACLs on a terminal, to an operator who looks after two accounts.
class FilterCommandsTest {
  @TempDir Path directory;

  private final PacketScene scene = new PacketScene();
  private Shell shell;

  @BeforeEach
  void login() throws IOException {
    shell = new Shell(directory);
    Files.writeString(shell.path("ca.pem"), scene.vpc.office.ca());
    shell.type(scene.vpc.office.operator + "\n");
    say("login --url %s --ca ca.pem --key -".formatted(scene.vpc.office.url()));
    shell.type("");
    scene.vpc.office.apply(
        """
        accounts:
          - name: acme
            vpcs: [{name: other, region: us-south, security_groups: [{name: twin, rules: []}]}]
          - name: rival
            vpcs: [{name: theirs, region: us-south, security_groups: [{name: twin, rules: []}]}]
        """);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private String say(String typed) {
    Shell.Outcome outcome = shell.run(typed.split(" "));
    assertThat(outcome.err()).as(typed).isEmpty();
    return outcome.out();
  }

  @Test
  void listsThoseOfEveryAccount() {
    assertThat(columns("get security-groups"))
        .contains("NAME ACCOUNT VPC RULES TARGETS")
        .contains("web acme main 2 3", "twin acme other 0 0", "twin rival theirs 0 0");
    assertThat(columns("get network-acls")).contains("guarded acme main 3 back");
  }

  @Test
  void findsOneByItsAccountAndName() {
    assertThat(columns("get security-group rival/twin")).contains("twin theirs 0 0");
    assertThat(columns("get acl guarded")).contains("guarded acme main 3 back");
    assertThat(shell.run("get", "security-group", "twin").err())
        .matches("Several are called twin: say (acme/twin or rival|rival/twin or acme)/twin\\.\n");
    assertThat(shell.run("get", "security-group", "nowhere/twin").err())
        .isEqualTo("Say in which account with --account: there are acme, rival.\n");
  }

  @Test
  void tellsRulesAsTheyAreExplained() {
    assertThat(say("describe security-group acme/web"))
        .contains(
            """
            Rules:
              outbound  any to 0.0.0.0/0  (out)
              inbound   tcp 443 from 0.0.0.0/0  (https)
            Targets:
            """)
        .containsPattern("\n  web-1-eth0 \\(\\S+, 10\\.240\\.0\\.4\\)\n")
        .doesNotContain("{");
    assertThat(say("describe security-group db"))
        .contains("\nRules:\n  inbound   tcp 5432 from group web  (postgres)\n");
    assertThat(say("describe acl guarded"))
        .contains(
            """
            Rules:
              inbound   deny tcp 22 from 0.0.0.0/0 to 0.0.0.0/0  (no-shell)
              inbound   allow tcp from 10.240.0.0/24 to 10.240.1.0/24  (from-front)
              outbound  allow tcp 49152-65535 from 10.240.1.0/24 to 10.240.0.0/24  (answers)
            Subnets:
              back (""")
        .doesNotContain("{");
  }

  @Test
  void tellsWhatElseARuleMayName() {
    String vpc = "'vpc':{'id':'%s'}".formatted(scene.vpc.id("vpcs", "main"));
    scene.vpc.make(
        "/security_groups",
        "{%s,'name':'odd','rules':[{'name':'ping','direction':'inbound','protocol':'icmp','type':8,'code':0,'local':{'address':'10.240.0.4'},'remote':{'address':'10.1.2.3'}}]}"
            .formatted(vpc));
    scene.vpc.make(
        "/network_acls",
        "{%s,'name':'odd','rules':[{'name':'dns','action':'allow','direction':'inbound','protocol':'udp','source':'0.0.0.0/0','destination':'0.0.0.0/0','source_port_min':53,'source_port_max':53}]}"
            .formatted(vpc));

    assertThat(say("describe security-group odd"))
        .contains("  inbound   icmp type 8 code 0 from 10.1.2.3, at 10.240.0.4  (ping)\n");
    assertThat(say("describe acl odd"))
        .contains("  inbound   allow udp from port 53 from 0.0.0.0/0 to 0.0.0.0/0  (dns)\n");
  }

  @Test
  void tellsProgramsRulesAsTheyAre() {
    assertThat(
            Json.mapper()
                .readTree(say("describe security-group db -o json"))
                .at("/rules/0/remote/name")
                .asString())
        .isEqualTo("web");
    assertThat(Json.mapper().readTree(say("get acls -o json"))).hasSize(4);
  }

  @Test
  void looksInOneAccountIfItIsNamed() {
    assertThat(say("get security-groups --account rival")).doesNotContain("ACCOUNT", "web");
    assertThat(say("get acls --account acme -o name")).contains("guarded");
    assertThat(say("describe security-group twin --account rival")).contains("theirs");
  }

  @Test
  void tellsWhatIsEveryonesOnce() {
    assertThat(say("get regions -o name").lines()).doesNotHaveDuplicates();
  }

  /// A table's lines, with a space between columns.
  private List<String> columns(String typed) {
    return say(typed).lines().map(it -> it.replaceAll(" +", " ")).toList();
  }
}
