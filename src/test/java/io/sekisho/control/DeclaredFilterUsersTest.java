package io.sekisho.control;

import static io.sekisho.control.FilterDesk.ALL;
import static io.sekisho.control.FilterDesk.NONE;
import static io.sekisho.control.FilterDesk.PING;
import static io.sekisho.control.FilterDesk.SSH;
import static io.sekisho.control.FilterDesk.VPC;
import static io.sekisho.control.FilterDesk.WEB;
import static io.sekisho.control.FilterDesk.group;
import static io.sekisho.control.FilterDesk.inventory;
import static io.sekisho.control.FilterDesk.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.Remote.Members;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.problem.Problem;
import io.sekisho.telemetry.Event;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.Subnet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What uses declared security groups and network ACLs, and what becomes of those that nobody
/// declares.
class DeclaredFilterUsersTest {
  private final FilterDesk filters = new FilterDesk();
  private final Desk desk = filters.desk;

  @Nested
  class DefaultOnes {
    private static final String USUAL = "{name: usual, is_default: true, rules: [%s]}";

    @Test
    void areNotTouchedUnlessDeclared() {
      desk.apply(inventory("", ""));
      SecurityGroup group = filters.byDefault(SecurityGroup.class);
      NetworkAcl acl = filters.byDefault(NetworkAcl.class);
      assertThat(Desk.done(desk.prune(inventory(group("web", WEB), group("tight", ALL)))))
          .containsExactly("created security_group web", "created network_acl tight");
      assertThat(filters.byDefault(SecurityGroup.class)).isEqualTo(group);
      assertThat(filters.byDefault(NetworkAcl.class)).isEqualTo(acl);
      assertThat(Desk.done(desk.prune(inventory("", ""))))
          .containsExactly("deleted security_group web", "deleted network_acl tight");
    }

    @Test
    void getTheNameAndTheRulesThatAreDeclared() {
      desk.apply(inventory("", ""));
      SecurityGroup group = filters.byDefault(SecurityGroup.class);
      NetworkAcl acl = filters.byDefault(NetworkAcl.class);
      String usual = inventory(USUAL.formatted(to("usual")), USUAL.formatted(ALL));
      assertThat(Desk.done(desk.apply(usual)))
          .contains("updated security_group usual", "updated network_acl usual");
      assertThat(filters.found("usual").id()).isEqualTo(group.id());
      assertThat(filters.found("usual").byDefault()).isTrue();
      assertThat(filters.found("usual").rules().getFirst().remote())
          .isEqualTo(new Members(group.id()));
      assertThat(filters.acl("usual").id()).isEqualTo(acl.id());
      assertThat(filters.groupsOf("web-1")).containsExactly("usual");
      assertThat(Desk.done(desk.prune(usual))).isEmpty();
    }

    @Test
    void areKnownByTheirNamesThen() {
      desk.apply(inventory(USUAL.formatted(SSH), USUAL.formatted(ALL)));
      String id = filters.found("usual").id();
      String plain =
          inventory(USUAL.formatted(PING), USUAL.formatted("")).replace(", is_default: true", "");
      desk.apply(plain);
      assertThat(filters.found("usual").id()).isEqualTo(id);
      assertThat(filters.found("usual").byDefault()).isTrue();
      assertThat(filters.acl("usual").byDefault()).isTrue();
      assertThat(filters.all(SecurityGroup.class)).hasSize(1);
    }

    @Test
    void canBeDeclaredWithTheirVpc() {
      assertThat(Desk.done(desk.apply(inventory(USUAL.formatted(SSH), USUAL.formatted(ALL)))))
          .contains("created security_group usual", "created network_acl usual");
      assertThat(filters.all(SecurityGroup.class)).hasSize(1);
      assertThat(filters.all(NetworkAcl.class)).hasSize(1);
      assertThat(filters.groupsOf("web-1")).containsExactly("usual");
    }
  }

  @Nested
  class Users {
    private String used(String acl, String groups) {
      return VPC.formatted(
          group("web", WEB) + ", " + group("db", SSH), group("tight", ALL), acl, groups);
    }

    @Test
    void nameThem() {
      desk.apply(used(", network_acl: tight", ", security_groups: [web, db]"));
      assertThat(filters.groupsOf("web-1")).containsExactly("web", "db");
      assertThat(filters.all(Subnet.class).getFirst().networkAcl())
          .contains(filters.acl("tight").id());
    }

    @Test
    void keepWhatTheyHaveIfTheyNameNone() {
      String both =
          used(", network_acl: tight", ", security_groups: [web, db], allow_ip_spoofing: true");
      desk.apply(both);
      desk.apply(used("", ""));
      assertThat(filters.groupsOf("web-1")).containsExactly("web", "db");
      assertThat(filters.all(Subnet.class).getFirst().networkAcl())
          .contains(filters.acl("tight").id());
    }

    @Test
    void haveTheDefaultOnesAtFirst() {
      desk.apply(used("", ""));
      assertThat(filters.groupsOf("web-1"))
          .containsExactly(filters.byDefault(SecurityGroup.class).name());
      assertThat(filters.all(Subnet.class).getFirst().networkAcl())
          .contains(filters.byDefault(NetworkAcl.class).id());
    }

    @Test
    void areToldWhatChanges() {
      desk.apply(used("", ", security_groups: [web]"));
      String old = filters.byDefault(NetworkAcl.class).name();
      assertThat(filters.words(used(", network_acl: tight", ", security_groups: [db]")))
          .isEqualTo(
              "[a: network_acl: %s -> tight, web-1: network_interfaces.eth0.security_groups: web -> db]"
                  .formatted(old));
    }

    @Test
    void mayBeMovedAndTheGroupPrunedAtOnce() {
      desk.apply(used("", ", security_groups: [web]"));
      assertThat(
              Desk.done(
                  desk.prune(VPC.formatted(group("db", SSH), "", "", ", security_groups: [db]"))))
          .contains("deleted security_group web", "updated instance web-1");
    }
  }

  @Nested
  class Pruned {
    @Test
    void goInCircles() {
      desk.apply(inventory(group("a", to("b")) + ", " + group("b", to("a")), group("tight", ALL)));
      assertThat(Desk.done(desk.prune(inventory("", ""))))
          .containsExactly(
              "deleted security_group a", "deleted security_group b", "deleted network_acl tight");
      assertThat(filters.all(SecurityGroup.class)).hasSize(1);
    }

    @Test
    void stayWithoutPruning() {
      desk.apply(inventory(group("a", SSH), group("tight", ALL)));
      assertThat(Desk.done(desk.apply(inventory("", "")))).isEmpty();
      assertThat(filters.found("a").rules()).hasSize(1);
    }

    @Test
    void goWithTheirVpc() {
      desk.apply(inventory(group("a", SSH), group("tight", ALL)));
      assertThat(Desk.done(desk.prune("accounts: [{name: acme}]")))
          .contains("deleted security_group a", "deleted network_acl tight", "deleted vpc blue");
      assertThat(filters.all(SecurityGroup.class)).isEmpty();
      assertThat(filters.all(NetworkAcl.class)).isEmpty();
    }

    @Test
    void areRefusedWhileSomethingNeedsThem() {
      desk.apply(
          VPC.formatted(
              group("web", WEB),
              group("tight", ALL),
              ", network_acl: tight",
              ", security_groups: [web]"));
      Application refused = desk.send(inventory("", ""), true, false);
      assertThat(((Application.Rejected) refused).problems())
          .extracting(Problem::message)
          .anySatisfy(
              it ->
                  assertThat(it).contains("without security group web, which instance web-1 needs"))
          .anySatisfy(
              it -> assertThat(it).contains("without network acl tight, which subnet a needs"));
      assertThat(filters.found("web").rules()).hasSize(1);
    }

    @Test
    void areNoLongerThereToBeNamed() {
      desk.apply(inventory(group("web", WEB), ""));
      Application refused = desk.send(inventory(group("db", to("web")), ""), true, false);
      assertThat(((Application.Rejected) refused).problems())
          .singleElement()
          .extracting(Problem::message)
          .asString()
          .contains("names the security group web, which is not in VPC blue.");
    }
  }

  @Nested
  class OfTheExample {
    @Test
    void areAsItSays() throws IOException {
      String example = Files.readString(Path.of("examples/envelope.yaml"));
      long revision = desk.apply(example).revision();
      assertThat(desk.prune(example).revision()).isEqualTo(revision);
      assertThat(filters.groupsOf("db-2")).containsExactly("db", "web");
      assertThat(filters.found("web").rules()).hasSize(3);
      assertThat(filters.found("bastion").needs())
          .containsExactlyInAnyOrder(filters.found("web").id(), filters.found("db").id());
      assertThat(filters.acl("back").rules()).hasSize(6);
      assertThat(desk.controller.snapshot().subjects())
          .hasSize(7)
          .allMatch(Subject::served)
          .extracting(it -> it.compute().interfaces().getFirst().primaryIp().address().toString())
          .contains("10.0.0.5", "10.0.0.6", "10.0.1.5", "10.0.1.6", "10.0.2.5");
    }
  }

  @Nested
  class OnRecord {
    @Test
    void haveIbmsNames() {
      List<String> seen = new ArrayList<>();
      desk.apply(inventory(group("web", WEB), group("tight", ALL)));
      desk.apply(inventory(group("web", SSH), group("tight", NONE)));
      desk.prune(inventory("", ""));
      desk.events.stream()
          .filter(Event.Activity.class::isInstance)
          .map(it -> ((Event.Activity) it).action())
          .filter(it -> it.contains("security-group") || it.contains("network-acl"))
          .forEach(seen::add);
      assertThat(seen)
          .containsExactly(
              "is.security-group.security-group.create",
              "is.network-acl.network-acl.create",
              "is.security-group.security-group.update",
              "is.network-acl.network-acl.update",
              "is.security-group.security-group.delete",
              "is.network-acl.network-acl.delete");
    }

    private List<String> asked(String inventory) {
      List<String> asked = new ArrayList<>();
      desk.controller.apply(
          inventory.getBytes(StandardCharsets.UTF_8),
          false,
          false,
          Desk.OPERATOR,
          action -> {
            asked.add(action);
            return Optional.empty();
          });
      return asked;
    }

    @Test
    void takeThePermissionsThatIbmsApiAsks() {
      String group = "is.security-group.security-group.";
      String acl = "is.network-acl.network-acl.";
      desk.apply(inventory("", ""));
      assertThat(asked(inventory(group("web", WEB), group("tight", ALL))))
          .containsExactly(group + "create", acl + "create");
      assertThat(asked(inventory(group("web", WEB, to("web")), group("tight", NONE))))
          .containsExactly(group + "update", acl + "update");
      String db = group("web", WEB) + ", " + group("db", to("web"));
      assertThat(asked(inventory(db, "")))
          .containsExactly(group + "update", group + "create", group + "operate");
      assertThat(asked(VPC.formatted(db, "", ", network_acl: tight", "")))
          .containsExactly("is.subnet.subnet.update", acl + "operate");
      assertThat(asked(VPC.formatted(db, "", ", network_acl: tight", ", security_groups: [db]")))
          .containsExactly("is.instance.instance.update", group + "operate");
    }
  }
}
