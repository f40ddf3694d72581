package io.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.address.Ip;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ApplyTest {
  private static final String SMALL =
      """
      accounts:
        - name: acme
          vpcs: [{name: blue, subnets: [{name: blue-a, ipv4_cidr_block: 10.0.0.0/24}]}]
          instances: [{name: web-1}, {name: web-2}]
      """;

  private final Desk desk = new Desk();

  @Nested
  class FewLines {
    @Test
    void areEnoughForAnInstance() {
      assertThat(Desk.done(desk.apply(SMALL)))
          .containsExactly(
              "created account acme",
              "created vpc blue",
              "created subnet blue-a",
              "created instance web-1",
              "created instance web-2");
      Instance web = (Instance) desk.subject("web-1").compute();
      assertThat(web.id()).matches("\\d{4}_[0-9a-f-]{36}");
      assertThat(web.vpc()).matches("r\\d{3}-[0-9a-f-]{36}");
      assertThat(web.identity().crn().toString())
          .startsWith("crn:v1:bluemix:public:is:us-south-1:a/")
          .endsWith("::instance:" + web.id());
      assertThat(web.zone()).isEqualTo("us-south-1");
      assertThat(web.volumes()).singleElement().extracting(v -> v.type()).isEqualTo("boot");
    }

    @Test
    void leaveTheMetadataServiceOff() {
      desk.apply(SMALL);
      assertThat(desk.subject("web-1").compute().metadataService()).isEqualTo(MetadataService.OFF);
      assertThat(desk.subject("web-1").account().metadataServiceEnabled()).isTrue();
      assertThat(desk.subject("web-1").served()).isFalse();
    }

    @Test
    void assignAddressesAfterTheReservedOnes() {
      desk.apply(SMALL);
      NetworkInterface first = nic("web-1");
      NetworkInterface second = nic("web-2");
      assertThat(first.addresses()).containsExactly(Ip.parse("10.0.0.4"));
      assertThat(second.addresses()).containsExactly(Ip.parse("10.0.0.5"));
      assertThat(first.mac().toString()).isEqualTo("02:5e:00:00:00:01");
      assertThat(List.of(first.mark(), second.mark())).containsExactly(1, 2);
    }

    @Test
    void takeTheHardwareFromTheProfilesName() {
      desk.apply(SMALL.replace("{name: web-1}", "{name: web-1, profile: bx2ad-32x128}"));
      Instance web = (Instance) desk.subject("web-1").compute();
      assertThat(web.hardware().vcpu().count()).isEqualTo(32);
      assertThat(web.hardware().vcpu().manufacturer()).isEqualTo("amd");
      assertThat(web.hardware().memory()).isEqualTo(128);
      assertThat(web.hardware().bandwidth()).isEqualTo(64_000);
      assertThat(web.hardware().networkBandwidth() + web.hardware().volumeBandwidth())
          .isEqualTo(64_000);
      assertThat(web.hardware().disks()).hasSize(2).allMatch(disk -> disk.size() == 600);
    }

    @Test
    void giveAnIpv6AddressWhereTheSubnetHasABlock() {
      desk.apply(SMALL.replace("10.0.0.0/24", "10.0.0.0/24, ipv6_cidr_block: 'fd00:a::/64'"));
      assertThat(nic("web-2").addresses())
          .containsExactly(Ip.parse("10.0.0.5"), Ip.parse("fd00:a::5"));
    }
  }

  @Nested
  class AppliedAgain {
    @Test
    void changesNothingAndSaysSo() throws IOException {
      String rich = Files.readString(Path.of("src/test/resources/control/rich.yaml"));
      long revision = desk.apply(rich).revision();
      Snapshot before = desk.controller.snapshot();
      desk.now = desk.now.plus(Duration.ofDays(1));
      var again = desk.apply(rich);
      assertThat(again.revision()).isEqualTo(revision);
      assertThat(again.changes()).isNotEmpty().allMatch(c -> c.action().equals("unchanged"));
      assertThat(desk.controller.snapshot()).isSameAs(before);
      assertThat(Desk.done(desk.prune(rich))).isEmpty();
    }

    @Test
    void sharesWhatDidNotChange() {
      desk.apply(SMALL);
      Subject one = desk.subject("web-1");
      Subject two = desk.subject("web-2");
      desk.apply(SMALL.replace("{name: web-1}", "{name: web-1, status: stopped}"));
      assertThat(desk.subject("web-2")).isSameAs(two);
      assertThat(desk.subject("web-1")).isNotEqualTo(one);
      assertThat(nic("web-1")).isEqualTo(one.compute().interfaces().getFirst());
      assertThat(desk.store.writes().getLast()).hasSize(1);
    }

    @Test
    void keepsSwitchesThatItDoesNotName() {
      desk.apply(SMALL);
      desk.controller.patchAccount("acme", false, Desk.OPERATOR);
      desk.apply(SMALL);
      assertThat(desk.subject("web-1").account().metadataServiceEnabled()).isFalse();
    }

    @Test
    void keepsTheSeedThatItDoesNotName() {
      String inventory =
          "accounts: [{name: a, vpcs: [{name: v, subnets: [{name: s, ipv4_cidr_block: 10.0.0.0/24}]}], instances: [{name: i%s}]}]";
      desk.apply(inventory.formatted(", cloud_init: {seed: true, vendor_data: x}"));
      var on = desk.subject("i").compute().initialization();
      desk.apply(inventory.formatted(""));
      var kept = desk.subject("i").compute().initialization();
      desk.apply(inventory.formatted(", cloud_init: {seed: false}"));

      assertThat(on.seedSecret()).get().asString().matches("[0-9a-f]{32}");
      assertThat(on.vendorData()).contains("x");
      assertThat(kept.seedSecret()).isEqualTo(on.seedSecret());
      assertThat(kept.vendorData()).isEmpty();
      assertThat(desk.subject("i").compute().initialization().seedSecret()).isEmpty();
    }

    @Test
    void leavesWhatItDoesNotName() {
      desk.apply(SMALL);
      String less = SMALL.replace(", {name: web-2}", "");
      assertThat(Desk.done(desk.apply(less))).isEmpty();
      assertThat(desk.subject("web-2")).isNotNull();
    }

    @Test
    void findsOutWhichAddressesOthersHave() {
      desk.apply(SMALL);
      desk.apply(SMALL.replace("{name: web-1}, {name: web-2}", "{name: web-3}"));
      assertThat(nic("web-3").primaryIp().address()).isEqualTo(Ip.parse("10.0.0.6"));
    }

    @Test
    void letsTwoInstancesSwapAddresses() {
      desk.apply(with("10.0.0.10", "10.0.0.11"));
      int mark = nic("web-1").mark();
      desk.apply(with("10.0.0.11", "10.0.0.10"));
      assertThat(nic("web-1").primaryIp().address()).isEqualTo(Ip.parse("10.0.0.11"));
      assertThat(nic("web-1").mark()).isEqualTo(mark);
    }

    @Test
    void prefersADeclaredAddressToAnAssignedOne() {
      desk.apply(
          SMALL.replace(
              "{name: web-2}", "{name: web-2, network_interfaces: [{address: 10.0.0.4}]}"));
      assertThat(nic("web-1").primaryIp().address()).isEqualTo(Ip.parse("10.0.0.5"));
    }

    private String with(String one, String two) {
      return SMALL
          .replace("{name: web-1}", "{name: web-1, network_interfaces: [{address: " + one + "}]}")
          .replace("{name: web-2}", "{name: web-2, network_interfaces: [{address: " + two + "}]}");
    }
  }

  @Nested
  class Pruning {
    @Test
    void deletesWhatIsNotNamedInTheAccountsNamed() {
      desk.apply(SMALL);
      desk.apply(SMALL.replace("acme", "other"));
      var done = desk.prune(SMALL.replace(", {name: web-2}", ""));
      assertThat(Desk.done(done)).containsExactly("deleted instance web-2");
      assertThat(desk.controller.snapshot().subjects()).hasSize(3);
    }

    @Test
    void refusesWhenSomethingNamedNeedsWhatIsNot() {
      desk.apply(SMALL);
      Application result =
          desk.send("accounts: [{name: acme, instances: [{name: web-1}]}]", true, false);
      assertThat(result).isInstanceOf(Application.Rejected.class);
      assertThat(desk.controller.snapshot().subjects()).hasSize(2);
    }

    @Test
    void givesAReusedAddressToANewIdentity() {
      desk.apply(SMALL);
      Subject old = desk.subject("web-1");
      NetworkInterface oldNic = nic("web-1");
      desk.prune(SMALL.replace("{name: web-1}, ", ""));
      desk.apply(SMALL);
      assertThat(nic("web-1").primaryIp().address()).isEqualTo(oldNic.primaryIp().address());
      assertThat(nic("web-1").mark()).isGreaterThan(2);
      assertThat(nic("web-1").mac()).isNotEqualTo(oldNic.mac());
      assertThat(desk.subject("web-1").compute().id()).isNotEqualTo(old.compute().id());
    }

    @Test
    void neverReusesNumbersAcrossRestarts() {
      desk.apply(SMALL);
      desk.prune("accounts: [{name: acme}]");
      Desk restarted = new Desk(desk.store);
      restarted.apply(SMALL);
      assertThat(restarted.subject("web-1").compute().interfaces().getFirst().mark()).isEqualTo(3);
      assertThat(restarted.subject("web-1").vpc().index()).isEqualTo(2);
    }
  }

  @Nested
  class AllOrNothing {
    @Test
    void keepsEverythingWhenOneResourceIsWrong() {
      desk.apply(SMALL);
      Snapshot before = desk.controller.snapshot();
      desk.refusal(
          SMALL
              .replace("web-2}", "web-2, vpc: nowhere}")
              .replace("web-1}", "web-1, status: stopped}"));
      assertThat(desk.controller.snapshot()).isSameAs(before);
      assertThat(desk.store.writes()).hasSize(1);
    }

    @Test
    void keepsEverythingWhenTheStoreFails() {
      desk.apply(SMALL);
      Snapshot before = desk.controller.snapshot();
      desk.store.broken = true;
      assertThatThrownBy(() -> desk.apply(SMALL.replace("web-2", "web-3")))
          .hasMessage("the disk is full");
      assertThat(desk.controller.snapshot()).isSameAs(before);
      desk.store.broken = false;
      desk.apply(SMALL.replace("web-2", "web-3"));
    }

    @Test
    void onlySaysWhatItWouldDoInADryRun() {
      Application dry = desk.send(SMALL, false, true);
      assertThat(((Application.Accepted) dry).result().changes()).hasSize(5);
      assertThat(((Application.Accepted) dry).result().dryRun()).isTrue();
      assertThat(desk.controller.snapshot().revision()).isZero();
      assertThat(desk.store.writes()).isEmpty();
    }
  }

  @Nested
  class Profiles {
    private static final String LINKED =
        """
        accounts:
          - name: acme
            vpcs: [{name: blue, subnets: [{name: blue-a, ipv4_cidr_block: 10.0.0.0/24}]}]
            instances:
              - {name: web-1, default_trusted_profile: {target: reader}}
              - {name: web-2}
            trusted_profiles: [{name: reader, links: [{compute: web-2}]}]
        """;

    @Test
    void areLinkedToTheComputeResourceThatNamesThem() {
      desk.apply(LINKED);
      assertThat(targets()).containsExactly("web-2", "web-1");
    }

    @Test
    void stayUnlinkedWithoutAutoLink() {
      desk.apply(LINKED.replace("target: reader", "target: reader, auto_link: false"));
      assertThat(targets()).containsExactly("web-2");
    }

    @Test
    void loseLinksThatAreNotDeclaredAnyMore() {
      desk.apply(LINKED);
      desk.now = desk.now.plusSeconds(60);
      desk.apply(LINKED.replace("{compute: web-2}", ""));
      assertThat(targets()).containsExactly("web-1");
      assertThat(profile().modifiedAt()).isEqualTo(desk.now);
    }

    @Test
    void stayUnlinkedAfterAnOperatorTookTheLinkAway() {
      desk.apply(LINKED);
      Desk.granted(desk.controller.unlink("reader", "web-1", Desk.OPERATOR));
      desk.apply(LINKED);
      assertThat(targets()).containsExactly("web-2");
    }

    @Test
    void loseTheLinksOfDeletedComputeResources() {
      desk.apply(LINKED);
      desk.prune(LINKED.replace("- {name: web-2}", "").replace("{compute: web-2}", ""));
      assertThat(targets()).containsExactly("web-1");
      Desk.granted(desk.controller.delete(Kind.INSTANCE, "web-1", Desk.OPERATOR));
      assertThat(targets()).isEmpty();
    }

    @Test
    void giveTheOldLinkUpWhenTheDefaultChanges() {
      desk.apply(LINKED.replace("[{name: reader,", "[{name: writer}, {name: reader,"));
      desk.apply(
          LINKED
              .replace("target: reader", "target: writer")
              .replace("[{name: reader, links: [{compute: web-2}]}]", "[{name: writer}]"));
      assertThat(targets()).containsExactly("web-2");
    }

    private TrustedProfile profile() {
      return desk.controller.snapshot().contents().profiles().stream()
          .filter(each -> each.name().equals("reader"))
          .findFirst()
          .orElseThrow();
    }

    private List<String> targets() {
      return profile().links().stream()
          .map(link -> desk.controller.snapshot().subject(link.target().id()).orElseThrow())
          .map(subject -> subject.compute().identity().name())
          .toList();
    }
  }

  private NetworkInterface nic(String compute) {
    return desk.subject(compute).compute().interfaces().getFirst();
  }
}
