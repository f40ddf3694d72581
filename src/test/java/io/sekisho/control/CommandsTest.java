package io.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.telemetry.Event;
import io.sekisho.wire.ComputeView;
import io.sekisho.wire.MetadataServiceSettings;
import io.sekisho.wire.MetadataServiceSettings.ComputePatch;
import io.sekisho.wire.ProfileView;
import io.sekisho.wire.ProfileView.LinkRequest;
import io.sekisho.wire.View;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CommandsTest {
  private static final String TWO_TENANTS =
      """
      accounts:
        - name: acme
          vpcs: [{name: blue, subnets: [{name: blue-a, ipv4_cidr_block: 10.0.0.0/24}]}]
          keys: [{name: ops, public_key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f}]
          placement_groups: [{name: spread}]
          instances:
            - {name: web-1, keys: [ops], placement_group: spread, user_data: secret, metadata_service: {enabled: true}}
          bare_metal_servers: [{name: metal-1, default_trusted_profile: {target: default}}]
          trusted_profiles: [{name: reader}, {name: default}]
        - name: other
          vpcs: [{name: blue, subnets: [{name: blue-a, ipv4_cidr_block: 10.0.0.0/24}]}]
          instances: [{name: web-1}, {name: app}]
      """;

  private final Desk desk = new Desk();
  private final Controller control = desk.controller;

  @BeforeEach
  void apply() {
    desk.apply(TWO_TENANTS);
  }

  @Nested
  class Lookup {
    @Test
    void findsByNameIdAndAccount() {
      View app = Desk.granted(control.get(Kind.INSTANCE, "app", Desk.OPERATOR));
      assertThat(Desk.granted(control.get(Kind.INSTANCE, app.id(), Desk.OPERATOR))).isEqualTo(app);
      assertThat(Desk.granted(control.get(Kind.INSTANCE, "other/app", Desk.OPERATOR)))
          .isEqualTo(app);
      assertThat(Desk.granted(control.get(Kind.ACCOUNT, "acme", Desk.OPERATOR)).name())
          .isEqualTo("acme");
    }

    @Test
    void asksWhichOneIsMeant() {
      Problem problem = Desk.refused(control.get(Kind.INSTANCE, "web-1", Desk.OPERATOR));
      assertThat(problem.code()).isEqualTo(Code.CONFLICT);
      assertThat(problem.message())
          .isEqualTo("More than one instance is named web-1; say acme/web-1 or other/web-1.");
    }

    @Test
    void suggestsTheNearestName() {
      Problem problem = Desk.refused(control.get(Kind.BARE_METAL_SERVER, "metl-1", Desk.OPERATOR));
      assertThat(problem.code()).isEqualTo(Code.NOT_FOUND);
      assertThat(problem.message())
          .isEqualTo("There is no bare metal server metl-1. Did you mean metal-1?");
    }

    @Test
    void suggestsTheAccountThatHasIt() {
      assertThat(Desk.refused(control.get(Kind.INSTANCE, "acme/app", Desk.OPERATOR)).message())
          .isEqualTo("There is no instance acme/app. Did you mean other/app?");
      assertThat(Desk.refused(control.get(Kind.INSTANCE, "other/wbe-1", Desk.OPERATOR)).message())
          .endsWith("Did you mean other/web-1?");
      assertThat(Desk.refused(control.get(Kind.INSTANCE, "nobody/wbe-1", Desk.OPERATOR)).message())
          .endsWith("Did you mean acme/web-1?");
    }

    @Test
    void saysThatItIsTheOtherKindOfServer() {
      assertThat(Desk.refused(control.revokeTokens(Kind.INSTANCE, "metal-1", Desk.OPERATOR)))
          .extracting(Problem::message)
          .isEqualTo(
              "There is no instance metal-1. It is a bare metal server: use bare-metal-server, or bare_metal_servers in a path.");
      String app = Desk.granted(control.get(Kind.INSTANCE, "app", Desk.OPERATOR)).id();
      assertThat(Desk.refused(control.get(Kind.BARE_METAL_SERVER, app, Desk.OPERATOR)).message())
          .endsWith("It is an instance: use instance, or instances in a path.");
      assertThat(Desk.refused(control.get(Kind.VPC, "metal-1", Desk.OPERATOR)).message())
          .isEqualTo("There is no VPC metal-1.");
    }

    @Test
    void doesNotMixKinds() {
      String id = Desk.granted(control.get(Kind.INSTANCE, "app", Desk.OPERATOR)).id();
      assertThat(Desk.refused(control.get(Kind.VPC, id, Desk.OPERATOR)).code())
          .isEqualTo(Code.NOT_FOUND);
      assertThat(control.list(Kind.INSTANCE, Desk.OPERATOR)).hasSize(3);
      assertThat(control.list(Kind.BARE_METAL_SERVER, Desk.OPERATOR)).hasSize(1);
      assertThat(control.counts(Desk.OPERATOR))
          .containsEntry("instances", 3)
          .containsEntry("accounts", 2);
    }

    @Test
    void neverShowsUserData() {
      assertThat(Desk.granted(control.get(Kind.INSTANCE, "acme/web-1", Desk.OPERATOR)).toString())
          .doesNotContain("secret");
    }
  }

  @Nested
  class Switches {
    @Test
    void changeOneByOne() {
      ComputeView one = Desk.granted(patch("acme/web-1", settings(null, "https", null)));
      assertThat(one.metadataService())
          .isEqualTo(new ComputeView.MetadataService(true, "https", 1));
      ComputeView two = Desk.granted(patch("acme/web-1", settings(null, null, 64)));
      assertThat(two.metadataService())
          .isEqualTo(new ComputeView.MetadataService(true, "https", 64));
      assertThat(two.served()).isTrue();
    }

    @Test
    void refuseWhatIsOutOfRange() {
      assertThat(Desk.refused(patch("app", settings(null, null, 65))).message())
          .isEqualTo("response_hop_limit is between 1 and 64.");
      assertThat(Desk.refused(patch("app", settings(null, "gopher", null))).code())
          .isEqualTo(Code.INVALID_VALUE);
    }

    @Test
    void ofTheAccountTurnEverythingOff() {
      assertThat(
              Desk.granted(control.patchAccount("acme", false, Desk.OPERATOR))
                  .metadataService()
                  .enabled())
          .isFalse();
      assertThat(desk.controller.snapshot().subjects()).noneMatch(subject -> subject.served());
    }

    @Test
    void makeNoRevisionWhenNothingChanges() {
      long revision = control.snapshot().revision();
      Desk.granted(patch("acme/web-1", settings(true, "http", 1)));
      assertThat(control.snapshot().revision()).isEqualTo(revision);
    }
  }

  @Nested
  class Deleting {
    @Test
    void isRefusedWhileSomethingNeedsIt() {
      assertThat(conflict(Kind.SUBNET, "acme/blue-a"))
          .isEqualTo(
              "Subnet blue-a can't be deleted while it is used by instance web-1, bare metal server metal-1; delete them first.");
      assertThat(conflict(Kind.KEY, "ops")).contains("instance web-1");
      assertThat(conflict(Kind.PLACEMENT_GROUP, "spread")).contains("instance web-1");
      assertThat(conflict(Kind.VPC, "acme/blue")).contains("subnet blue-a");
      assertThat(conflict(Kind.ACCOUNT, "acme")).contains("and 5 more");
      assertThat(conflict(Kind.TRUSTED_PROFILE, "default"))
          .isEqualTo(
              "Trusted profile default can't be deleted while it is used by bare metal server metal-1; delete that, or apply that without it, first.");
    }

    @Test
    void ofAProfileIsPossibleOnceNothingDefaultsToIt() {
      Desk.granted(
          control.link("default", new LinkRequest("web-1", Optional.empty()), Desk.OPERATOR));
      desk.apply(TWO_TENANTS.replace(", default_trusted_profile: {target: default}", ""));
      Desk.granted(control.delete(Kind.TRUSTED_PROFILE, "default", Desk.OPERATOR));
    }

    @Test
    void takesOneAwayAndAnswersWithIt() {
      View gone = Desk.granted(control.delete(Kind.INSTANCE, "app", Desk.OPERATOR));
      assertThat(gone.name()).isEqualTo("app");
      assertThat(control.snapshot().subject(gone.id())).isEmpty();
      assertThat(Desk.refused(control.get(Kind.INSTANCE, "app", Desk.OPERATOR)).code())
          .isEqualTo(Code.NOT_FOUND);
    }

    private String conflict(Kind kind, String which) {
      Problem problem = Desk.refused(control.delete(kind, which, Desk.OPERATOR));
      assertThat(problem.code()).isEqualTo(Code.CONFLICT);
      return problem.message();
    }
  }

  @Nested
  class LinksAndTokens {
    @Test
    void linksOnceAndUnlinksByName() {
      LinkRequest request = new LinkRequest("web-1", Optional.of("by hand"));
      ProfileView one = Desk.granted(control.link("reader", request, Desk.OPERATOR));
      ProfileView two = Desk.granted(control.link("reader", request, Desk.OPERATOR));
      assertThat(two).isEqualTo(one);
      assertThat(one.links())
          .singleElement()
          .extracting(ProfileView.Link::compute)
          .isEqualTo("web-1");
      String linkId = one.links().getFirst().id();
      assertThat(Desk.granted(control.unlink("reader", linkId, Desk.OPERATOR)).links()).isEmpty();
      assertThat(Desk.refused(control.unlink("reader", "web-1", Desk.OPERATOR)).message())
          .isEqualTo("Trusted profile reader has no link to web-1.");
    }

    @Test
    void takesAComputeResourceByItsAccountAndName() {
      LinkRequest request = new LinkRequest("acme/metal-1", Optional.empty());
      assertThat(Desk.granted(control.link("acme/reader", request, Desk.OPERATOR)).links())
          .hasSize(1);
      assertThat(Desk.granted(control.unlink("reader", "acme/metal-1", Desk.OPERATOR)).links())
          .isEmpty();
    }

    @Test
    void refusesAComputeResourceOfAnotherAccount() {
      Problem problem =
          Desk.refused(
              control.link("reader", new LinkRequest("app", Optional.empty()), Desk.OPERATOR));
      assertThat(problem.status()).isEqualTo(400);
      String foreign = Desk.granted(control.get(Kind.INSTANCE, "app", Desk.OPERATOR)).id();
      Desk.refused(
          control.link("reader", new LinkRequest(foreign, Optional.empty()), Desk.OPERATOR));
    }

    @Test
    void revokesByCountingUp() {
      assertThat(
              Desk.granted(control.revokeTokens(Kind.INSTANCE, "app", Desk.OPERATOR))
                  .tokenGeneration())
          .isEqualTo(1);
      desk.apply(TWO_TENANTS);
      assertThat(
              Desk.granted(control.revokeTokens(Kind.INSTANCE, "app", Desk.OPERATOR))
                  .tokenGeneration())
          .isEqualTo(2);
      assertThat(desk.events)
          .anyMatch(
              event ->
                  event instanceof Event.Notice(var at, var kind, var fields)
                      && kind == Event.Kind.TOKENS_REVOKED
                      && fields.get("name").equals("app")
                      && fields.get("account").equals("other"));
    }
  }

  @Nested
  class Audit {
    @Test
    void namesActionOperatorAndResource() {
      desk.events.clear();
      ComputeView app = Desk.granted(patch("app", settings(true, null, null)));
      assertThat(desk.events)
          .singleElement()
          .isEqualTo(
              new Event.Activity(
                  desk.now,
                  Desk.OPERATOR.trace(),
                  "is.instance.instance.update",
                  true,
                  200,
                  "",
                  control.snapshot().subject(app.id()).orElseThrow().account().id().value(),
                  "first",
                  app.id(),
                  "app: metadata_service.enabled: false -> true"));
      assertThat(desk.store.auditTrail(0, 100).getLast().action())
          .isEqualTo("is.instance.instance.update");
    }

    @Test
    void recordsRefusalsToo() {
      desk.events.clear();
      control.delete(Kind.KEY, "ops", Desk.OPERATOR);
      assertThat(desk.events)
          .singleElement()
          .isInstanceOfSatisfying(
              Event.Activity.class,
              activity -> {
                assertThat(activity.success()).isFalse();
                assertThat(activity.code()).isEqualTo("conflict");
                assertThat(activity.action()).isEqualTo("is.key.key.delete");
              });
    }
  }

  private Outcome<ComputeView> patch(String which, MetadataServiceSettings settings) {
    return control.patchCompute(Kind.INSTANCE, which, ComputePatch.of(settings), Desk.OPERATOR);
  }

  private static MetadataServiceSettings settings(Boolean on, String protocol, Integer hops) {
    return new MetadataServiceSettings(
        Optional.ofNullable(on), Optional.ofNullable(protocol), Optional.ofNullable(hops));
  }
}
