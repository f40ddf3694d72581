package io.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.catalog.Catalog;
import io.sekisho.catalog.Image;
import io.sekisho.catalog.Region;
import io.sekisho.catalog.Service;
import io.sekisho.catalog.Volume;
import io.sekisho.mint.HardwareProfile;
import io.sekisho.vpc.Instance;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What whoever runs this has to offer, and what inventories make of it.
class CatalogTest {
  private static final String GUESTS =
      """
      accounts:
        - name: acme
          vpcs: [{name: blue, subnets: [{name: blue-a, ipv4_cidr_block: 10.0.0.0/24}]}]
          instances:
            - name: web-1
              image: tin
              volumes: [{name: boot}, {name: data}]
      """;

  private static final String CATALOG =
      """
      catalog:
        regions:
          - name: us-south
            zones:
              - {name: us-south-1, data_center: dal10, floating_ips: [203.0.113.0/28, 198.51.100.7]}
              - {name: us-south-2}
          - name: eu-de
        instance_profiles: [bx2-2x8]
        operating_systems: [{name: tinos-1-amd64, vendor: Tin}]
        images:
          - {name: tin, operating_system: tinos-1-amd64, allowed_use: {instance: gpu.count == 0}}
      """;

  private final Desk desk = new Desk();

  private Catalog catalog() {
    return Catalog.in(desk.ledger.edition().contents().resources());
  }

  private List<Volume> volumes() {
    return desk.ledger.edition().contents().all(Volume.class);
  }

  private Instance web() {
    return (Instance) desk.subject("web-1").compute();
  }

  @Nested
  class WhereNothingIsDeclared {
    @Test
    void hasOneRegionWithThreeZones() {
      assertThat(catalog()).isEqualTo(Catalog.NONE);
      assertThat(catalog().regions(List.of())).extracting(Region::name).containsExactly("us-south");
      assertThat(catalog().zones("us-south"))
          .containsExactly("us-south-1", "us-south-2", "us-south-3");
      assertThat(catalog().floatingIps("us-south-1")).isEmpty();
    }

    @Test
    void hasEveryRegionThatSomebodyUses() {
      assertThat(catalog().regions(List.of("eu-de-7")))
          .extracting(Region::name)
          .containsExactly("us-south", "eu-de");
      assertThat(catalog().regions(List.of("eu-de-7")).getLast().zone("eu-de-7")).isPresent();
    }

    @Test
    void listsProfilesWhoseNamesSayWhatIsInThem() {
      assertThat(catalog().listedInstanceProfiles())
          .doesNotHaveDuplicates()
          .contains("bx2-2x8", "cx3d-2x5", "nxf-1x1", "gx3d-160x1792x8h100")
          .allMatch(name -> HardwareProfile.parse(name).isPresent());
    }
  }

  @Nested
  class WhatIsDeclared {
    @Test
    void isThereAsAWhole() {
      assertThat(Desk.done(desk.apply(CATALOG + GUESTS))).contains("created catalog catalog");
      Catalog made = catalog();
      assertThat(made.floatingIps("us-south-1"))
          .containsExactly(Prefix.parse("203.0.113.0/28"), Prefix.parse("198.51.100.7/32"));
      assertThat(made.zones("eu-de")).containsExactly("eu-de-1", "eu-de-2", "eu-de-3");
      assertThat(made.listedInstanceProfiles()).containsExactly("bx2-2x8");
      assertThat(made.images()).singleElement().matches(Image::isPublic);
      assertThat(desk.apply(CATALOG + GUESTS).changes())
          .allMatch(change -> change.action().equals("unchanged"));
      desk.apply("catalog: {}");
      assertThat(catalog().zones("us-south")).hasSize(3);
      assertThat(catalog().images()).isEmpty();
    }

    @Test
    void saysWhereServicesAre() {
      assertThat(catalog().offeredServices()).extracting(Service::name).contains("ibm-ntp-server");
      desk.apply(
          """
          catalog:
            services:
              - {name: time, endpoints: [time.example.com], addresses: [192.0.2.4]}
              - name: store
                crn: "crn:v1:bluemix:public:store:::::"
                endpoints: ["*.s3.example.com"]
                resource_endpoint: "*.s3.example.com"
          accounts: []
          """);
      assertThat(catalog().offeredServices())
          .extracting(Service::name)
          .containsExactly("time", "store");
      assertThat(catalog().services().getFirst().addresses())
          .containsExactly(Ip.parse("192.0.2.4"));
    }

    @Test
    void hasNoServicesThatNobodyCouldFind() {
      for (String wrong :
          List.of(
              "{name: a, endpoints: [A.example.com]}",
              "{name: a, endpoints: [a..b]}",
              "{name: a, addresses: [ten]}",
              "{name: a, resource_endpoint: \"a.*.b\"}",
              "{name: a, crn: crn:v1:short}",
              "{name: a}, {name: a}")) {
        String inventory = "catalog: {services: [" + wrong + "]}\naccounts: []\n";
        assertThat(desk.send(inventory, false, false))
            .as(wrong)
            .isNotInstanceOf(Application.Accepted.class);
      }
    }

    @Test
    void staysWhereAnInventoryDoesNotNameIt() {
      desk.apply(CATALOG + "accounts: []");
      Catalog made = catalog();
      desk.prune(GUESTS);
      assertThat(catalog()).isEqualTo(made);
    }

    @Test
    void isWhatImagesOfInventoriesAreFirst() {
      desk.apply(CATALOG + GUESTS);
      assertThat(web().image()).contains(catalog().images().getFirst().reference());
    }

    @Test
    void boundsWhereThingsCanBe() {
      desk.apply(CATALOG + "accounts: []");
      assertThat(desk.refusal(GUESTS.replace("/24}", "/24, zone: us-south-3}")))
          .singleElement()
          .asString()
          .contains("zone is us-south-3, which is not in the catalogue. Did you mean us-south-");
      assertThat(desk.refusal(GUESTS.replace("blue,", "blue, region: jp-tok,")))
          .anyMatch(it -> it.contains("region is jp-tok, which is not in the catalogue."));
    }

    @Test
    void hasThePlacesWhereThingsAre() {
      desk.apply(GUESTS.replace("/24}", "/24, zone: us-south-3}"));
      assertThat(desk.refusal(CATALOG + GUESTS.replace("/24}", "/24, zone: us-south-3}")))
          .singleElement()
          .asString()
          .contains("catalog.regions would go without us-south-3, where");
    }

    @Test
    void hasNothingWrongWithIt() {
      assertThat(
              desk.refusal(
                  """
                  catalog:
                    regions:
                      - name: us-south
                        zones:
                          - {name: eu-de-1}
                          - {name: us-south-1, floating_ips: [203.0.113.0/28, 203.0.113.4, "2001:db8::/64"]}
                    instance_profiles: [small]
                    volume_profiles: [quick]
                    images: [{name: tin, operating_system: debian-11-amd64, deprecation_at: soon}]
                  accounts: [{name: acme, id: "00000000000000000000000000000000"}]
                  """))
          .anyMatch(it -> it.contains("zones of us-south are named us-south-1"))
          .anyMatch(it -> it.contains("overlaps 203.0.113.0/28"))
          .anyMatch(it -> it.contains("floating IPs are IPv4 addresses"))
          .anyMatch(it -> it.contains("instance_profiles[0] is small"))
          .anyMatch(it -> it.contains("volume_profiles[0] is quick"))
          .anyMatch(it -> it.contains("Did you mean debian-1"))
          .anyMatch(it -> it.contains("id is the id of no account"));
    }
  }

  @Nested
  class VolumesOfInventories {
    @Test
    void areReal() {
      desk.apply(GUESTS);
      assertThat(volumes())
          .extracting(Volume::reference)
          .containsExactlyElementsOf(web().volumes().stream().map(it -> it.volume()).toList());
      assertThat(volumes().getFirst().sourceImage()).isEqualTo(web().image());
      assertThat(volumes().getLast().sourceImage()).isEqualTo(Optional.empty());
    }

    @Test
    void stayUnlessTheyGoWithTheirInstance() {
      desk.apply(GUESTS);
      desk.prune(GUESTS.replaceAll("(?s) {4}instances:.*", ""));
      assertThat(volumes()).extracting(Volume::name).containsExactly("web-1-data");
    }

    @Test
    void goWithAnInstanceThatIsDeleted() {
      desk.apply(GUESTS);
      desk.controller.delete(Kind.INSTANCE, "web-1", Desk.OPERATOR);
      assertThat(volumes()).extracting(Volume::name).containsExactly("web-1-data");
    }
  }
}
